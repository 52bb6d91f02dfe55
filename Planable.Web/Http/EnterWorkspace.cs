using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Brands;
using Planable.Data.Languages;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Web.Http;

/// <summary>
/// The one door into a workspace: every route with a <c>{workspace}</c> value passes it. Nobody signed in is asked to sign in; a stranger, a former
/// member and a workspace that does not exist all get the same 404.
/// </summary>
public sealed class EnterWorkspace(RequestDelegate next)
{
    public const string RouteValue = "workspace";

    public async Task Invoke(HttpContext http, PlanableDb db, Current current, OpenClient openClient, ViewingAs viewing, CurrentBrand brand)
    {
        if (http.GetRouteValue(RouteValue) is not string slug)
        {
            await next(http);
            return;
        }

        if (http.User.PersonId() is not { } personId)
        {
            await http.ChallengeAsync();
            return;
        }

        var isWorn = brand.Brand is not null;
        var found = await db.Members.Everywhere().IgnoreAutoIncludes()
            .Where(m => m.PersonId == personId && m.LeftAt == null)
            .Join(db.Workspaces.Where(w => w.Slug == slug), m => m.WorkspaceId, w => w.Id, (m, w) => new
            {
                Member = m,
                m.Person,
                Workspace = w,
                // Of every client of theirs: the frame counts what there is in the others.
                Limits = db.Members.Everywhere().Where(o => o.PersonId == personId && o.LeftAt == null && o.OnlyChannels != null).Select(o => new { o.WorkspaceId, o.OnlyChannels }).ToList(),
                Company = db.Companies.Where(c => c.Id == w.CompanyId).Select(c => c.Name).First(),
                // The team works in ours; a client's people see the agency's, and on its own host everybody does.
                Sheets = db.BrandSheets.Where(s => (isWorn || m.Role == Role.ClientApprover || m.Role == Role.ClientViewer) && s.CompanyId == w.CompanyId && (s.WorkspaceId == null || s.WorkspaceId == w.Id)).ToList(),
            })
            .AsSingleQuery()
            .SingleOrDefaultAsync(http.RequestAborted);
        if (found is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        db.Enter(found.Workspace.Id, Via.Web);
        current.Enter(found.Member, found.Workspace);
        db.SeeOnly(ChannelLimits.Of(found.Limits.Select(l => (l.WorkspaceId, l.OnlyChannels))));
        if (isWorn || found.Member.IsClient)
            brand.Wear(Brand.Of(found.Workspace.CompanyId, found.Company, found.Sheets));
        if (viewing.Of(found.Member) is { } viewedId && await Viewed(db, viewedId, http.RequestAborted) is { } viewed)
        {
            current.Enter(viewed, found.Workspace, viewer: found.Member);
            db.SeeAs(viewed);
            brand.Wear(Brand.Of(found.Workspace.CompanyId, found.Company, await db.BrandSheets.AsNoTracking().WornBy(found.Workspace.CompanyId, found.Workspace.Id).ToListAsync(http.RequestAborted)));
            if (!viewing.Guard(viewed))
                return;
        }

        Speech.To(current.Member, found.Workspace).Begin();
        if (!await openClient.Guard(http, found.Workspace))
            return;
        await next(http);
    }

    /// <returns>Null if they are not among the client's people any more.</returns>
    static async Task<Member?> Viewed(PlanableDb db, Guid id, CancellationToken cancel) =>
        await db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.Id == id && m.LeftAt == null, cancel) is { IsClient: true } viewed ? viewed : null;
}
