using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Workspaces;
using Planable.Web.Http;

namespace Planable.Web.Ideas;

public sealed record SharePage(IReadOnlyList<ShareClient> Clients, string Query);

public sealed record ShareClient(string Slug, string Name, int Colour);

/// <summary>Where the share sheet of a phone arrives: it knows no client, so the person chooses one.</summary>
[Authorize, Route("share")]
public class ShareController(PlanableDb db) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(string? url, string? title, string? text, CancellationToken cancel)
    {
        var me = User.PersonId();
        var mine = await db.Members.Everywhere().AsNoTracking().Where(m => m.PersonId == me && m.LeftAt == null && m.Role != Role.ClientApprover && m.Role != Role.ClientViewer)
            .Join(db.Workspaces, m => m.WorkspaceId, w => w.Id, (m, w) => w).OrderBy(w => w.Name).Select(w => new ShareClient(w.Slug, w.Name, w.Colour)).ToListAsync(cancel);
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("url", url), ("title", title), ("text", text) })
        {
            if (!string.IsNullOrWhiteSpace(value))
                query.Add(name, value);
        }

        return mine is [var only] ? Redirect($"/w/{only.Slug}/ideas/new{query}") : View(new SharePage(mine, query.ToString()));
    }
}
