using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Publishing;
using Planable.Data.Workspaces;
using Planable.Web.Http;

namespace Planable.Web.Shared;

/// <summary>The frame's figures, in two queries.</summary>
sealed class Shell(PlanableDb db, Current current, IHttpContextAccessor accessor) : ShellModelSource
{
    public override async Task<ShellModel> Get(CancellationToken cancel)
    {
        var personId = accessor.HttpContext!.User.PersonId() ?? throw new InvalidOperationException("The shell is for people who are signed in.");
        var clients = await db.Members.Everywhere()
            .Where(m => m.PersonId == personId && m.LeftAt == null)
            .Join(db.Workspaces, m => m.WorkspaceId, w => w.Id, (m, w) => new { m.Role, m.Granted, Workspace = w })
            .OrderBy(x => x.Workspace.Name)
            .Select(x => new
            {
                x.Role,
                x.Workspace.Slug,
                x.Workspace.Name,
                x.Workspace.Colour,
                Company = db.Companies.Where(c => c.Id == x.Workspace.CompanyId).Select(c => c.Name).First(),
                Attention = db.Deliveries.Everywhere()
                    .Where(d => d.WorkspaceId == x.Workspace.Id && (d.State == DeliveryState.Failed || d.State == DeliveryState.Held || d.State == DeliveryState.Unknown))
                    .Select(d => d.PostId).Distinct().Count(),
            })
            .ToListAsync(cancel);
        var person = await db.Users.Where(p => p.Id == personId)
            .Select(p => new
            {
                p.Name,
                p.Theme,
                p.ShortcutsOff,
                OwnCompany = db.Companies.Where(c => c.Owners.Any(o => o.PersonId == personId)).Select(c => c.Name).FirstOrDefault(),
                Unread = db.Notices.Everywhere().Count(n => n.ReadAt == null && db.Members.Everywhere().Any(m => m.Id == n.MemberId && m.PersonId == personId)),
            })
            .SingleAsync(cancel);

        // A client's people do not see how much of the agency's work is stuck.
        var all = clients.Select(c => new ShellClient(c.Slug, c.Name, c.Colour, c.Role.IsClient() ? 0 : c.Attention)).ToList();
        return new ShellModel(
            clients.FirstOrDefault(c => current.IsInWorkspace && c.Slug == current.Workspace.Slug)?.Company ?? person.OwnCompany ?? clients.FirstOrDefault()?.Company ?? "Planable",
            all,
            current.IsInWorkspace ? all.Find(c => c.Slug == current.Workspace.Slug) : null,
            person.Name,
            person.Theme switch { Theme.Light => "light", Theme.Dark => "dark", _ => "system" },
            person.Unread,
            current.IsInWorkspace ? current.Can(Permission.WritePosts) : clients.Exists(c => c.Role.Allows(Permission.WritePosts)),
            !person.ShortcutsOff);
    }
}
