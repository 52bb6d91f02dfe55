using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.People;
using Planable.Data.Posts;
using Planable.Data.Workspaces;
using Planable.Web.Http;

namespace Planable.Web.Shared;

/// <summary>The frame's figures, in two queries.</summary>
sealed class Shell(PlanableDb db, Current current, IHttpContextAccessor accessor, CurrentBrand brand) : ShellModelSource
{
    public override async Task<ShellModel> Get(CancellationToken cancel)
    {
        // Seen as a client's person sees it, and nothing of what else that person belongs to.
        var only = current.IsInWorkspace && current.Viewer is not null ? current.Workspace.Id : (Guid?)null;
        var personId = only is null ? accessor.HttpContext!.User.PersonId() ?? throw new InvalidOperationException("The shell is for people who are signed in.") : current.Member.PersonId;
        if (!db.HasReader)
            await db.SeeAs(personId, cancel);
        var approvals = db.ApprovalsOf(personId);
        var clients = await db.Members.Everywhere()
            .Where(m => m.PersonId == personId && m.LeftAt == null && (only == null || m.WorkspaceId == only))
            .Join(db.Workspaces, m => m.WorkspaceId, w => w.Id, (m, w) => new { m.Role, Workspace = w })
            .Join(db.Companies, x => x.Workspace.CompanyId, c => c.Id, (x, c) => new { x.Role, x.Workspace, Company = c })
            .OrderBy(x => x.Workspace.Name)
            .Select(x => new
            {
                x.Role,
                x.Workspace.Slug,
                x.Workspace.Name,
                x.Workspace.Colour,
                x.Workspace.IsPractice,
                Company = x.Company.Name,
                CompanyPause = x.Company.Pause,
                x.Workspace.Pause,
                Approvals = approvals.Count(p => p.WorkspaceId == x.Workspace.Id),
                Attention = db.Posts.Everywhere().Count(p => p.WorkspaceId == x.Workspace.Id && p.DeletedAt == null
                    && (p.State == PostState.Failed || p.State == PostState.PartlyPublished || p.State == PostState.Held || p.State == PostState.Unknown)),
            })
            .ToListAsync(cancel);
        var notices = db.NoticesOf(personId);
        var looksAtMail = current.IsInWorkspace && current.Can(Permission.SeeInternal);
        var person = await db.Users.Where(p => p.Id == personId)
            .Select(p => new
            {
                p.Name,
                p.Theme,
                p.ShortcutsOff,
                OwnCompany = db.Companies.Where(c => c.Owners.Any(o => o.PersonId == personId)).Select(c => c.Name).FirstOrDefault(),
                Held = looksAtMail ? db.HeldReplies.Count(h => h.SettledAt == null) : 0,
                Unread = notices.Count(n => n.ReadAt == null && (only == null || n.WorkspaceId == only)),
            })
            .SingleAsync(cancel);

        // A client's people do not see how much of the agency's work is stuck.
        var shown = clients.Select(c => new ShellClient(c.Slug, c.Name, c.Colour, c.Role.IsClient() ? 0 : c.Attention, c.IsPractice, c.Approvals, c.Role.IsClient())).ToList();
        var here = current.IsInWorkspace ? clients.Find(c => c.Slug == current.Workspace.Slug) : null;
        return new ShellModel(
            brand.Brand?.Name ?? here?.Company ?? person.OwnCompany ?? clients.FirstOrDefault()?.Company ?? "Planable",
            shown,
            current.IsInWorkspace ? shown.Find(c => c.Slug == current.Workspace.Slug) : null,
            person.Name,
            person.Theme switch { Theme.Light => "light", Theme.Dark => "dark", _ => "system" },
            person.Unread,
            current.IsInWorkspace ? current.Can(Permission.WritePosts) : clients.Exists(c => c.Role.Allows(Permission.WritePosts)),
            here is null ? null : here.CompanyPause is { } all ? new ShellPause(all, true) : here.Pause is { } own ? new ShellPause(own, false) : null,
            person.OwnCompany is not null && only is null,
            clients.Where(c => !c.IsPractice).Sum(c => c.Approvals),
            !person.ShortcutsOff,
            person.Held);
    }
}
