using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Apps;
using Planable.Data.Logs;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Apps;

/// <param name="Workspaces">Where it may act.</param>
public sealed record AllowedApp(Guid Id, string Name, string? Maker, IReadOnlyList<string> Workspaces, IReadOnlyList<TokenScope> Scopes, DateTimeOffset GivenAt, DateTimeOffset? UsedAt, string? UsedFrom);

/// <summary>What a person allowed apps to do, everywhere, and its end.</summary>
[Authorize, Route("account/apps")]
public class ConnectedAppsController(PlanableDb db, Consents consents, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await Allowed(cancel));

    [HttpPost("{consentId:guid}/removal")]
    public async Task<IActionResult> Destroy(Guid consentId, CancellationToken cancel)
    {
        if ((await Allowed(cancel)).FirstOrDefault(a => a.Id == consentId) is not { } app)
            return NotFound();
        await consents.End(consentId, null, Via.Web, cancel);
        return this.GoTo("/account/apps", words["{0} may do nothing for you any more.", app.Name]);
    }

    async Task<IReadOnlyList<AllowedApp>> Allowed(CancellationToken cancel)
    {
        var me = User.PersonId()!.Value;
        var rows = await db.AccessTokens.Everywhere().OfConnectedApps(clock.GetUtcNow()).Where(t => t.Consent!.PersonId == me)
            .OrderByDescending(t => t.Consent!.GivenAt).ThenBy(t => t.Member.Workspace.Name)
            .Select(t => new
            {
                Id = t.ConsentId!.Value,
                t.Name,
                Maker = db.Companies.Where(c => c.Id == t.Consent!.App.CompanyId).Select(c => c.Name).FirstOrDefault(),
                Workspace = t.Member.Workspace.Name,
                t.Consent!.Scopes,
                t.Consent.GivenAt,
                t.UsedAt,
                t.UsedFrom,
            })
            .ToListAsync(cancel);
        return [.. rows.GroupBy(r => r.Id).Select(g => (First: g.First(), Last: g.MaxBy(r => r.UsedAt), All: g)).Select(a => new AllowedApp(a.First.Id, a.First.Name, a.First.Maker, [.. a.All.Select(r => r.Workspace)], a.First.Scopes, a.First.GivenAt, a.Last!.UsedAt, a.Last.UsedFrom))];
    }
}
