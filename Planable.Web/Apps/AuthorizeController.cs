using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Apps;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Apps;

/// <param name="Members">The person in each workspace the app could get.</param>
/// <param name="Chosen">Slugs of those they ticked.</param>
public sealed record ConsentPage(IntegrationApp App, string Maker, OAuthRequest Request, string Person, IReadOnlyList<Member> Members, IReadOnlyList<string> Chosen, string? Problem);

/// <summary>A person is asked whether an app may act for them, and where. Until it is known that the address to go back to is the app's own, nothing is sent there.</summary>
[Authorize, Route("oauth/authorize"), EnableRateLimiting("oauth")]
public class AuthorizeController(PlanableDb db, Consents consents, Issuer issuer, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancel)
    {
        var request = new OAuthRequest(Request);
        var (app, refused) = await Asking(request, cancel);
        return app is null ? refused! : await Question(app, request, [], null, cancel);
    }

    [HttpPost]
    public async Task<IActionResult> Create(bool allow, List<string> workspaces, CancellationToken cancel)
    {
        var request = new OAuthRequest(Request);
        var (app, refused) = await Asking(request, cancel);
        if (app is null)
            return refused!;
        if (!allow)
            return Redirect(request.Back(issuer.Address, ("error", "access_denied"), ("error_description", "The person said no.")));
        var chosen = (await consents.Possible(Me, cancel)).Where(m => workspaces.Contains(m.Workspace.Slug, StringComparer.Ordinal)).ToList();
        if (chosen.Count == 0 || chosen.Count < workspaces.Distinct(StringComparer.Ordinal).Count())
            return await Question(app, request, workspaces, words["Choose at least one client in which it may act."], cancel);
        return Redirect(request.Back(issuer.Address, ("code", await consents.Give(app, request.Asked, Me, chosen, cancel))));
    }

    Guid Me => User.PersonId()!.Value;

    /// <summary>The app; or, where something is wrong, what is said of it and to whom.</summary>
    async Task<(IntegrationApp? App, IActionResult? Refused)> Asking(OAuthRequest request, CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        var id = request.ClientId;
        var app = await db.IntegrationApps.AsNoTracking().SingleOrDefaultAsync(a => a.ClientId == id && a.RemovedAt == null, cancel);
        if (app is null)
            return (null, Wrong(words["The app that sent you here is not known, or is not registered any more."]));
        if (!app.ComesBackTo(request.RedirectUri))
            return (null, Wrong(words["“{0}” sent you here with an address to go back to that is not registered for it.", app.Name]));
        return request.Wrong() is { } wrong ? (null, Redirect(request.Back(issuer.Address, ("error", wrong.Code), ("error_description", wrong.Words)))) : (app, null);
    }

    async Task<IActionResult> Question(IntegrationApp app, OAuthRequest request, IReadOnlyList<string> chosen, string? problem, CancellationToken cancel)
    {
        SafeHeaders.AllowFormsTo(HttpContext, new Uri(request.RedirectUri!));
        if (problem is not null)
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        var (me, members) = (Me, await consents.Possible(Me, cancel));
        var maker = await db.Companies.Where(c => c.Id == app.CompanyId).Select(c => c.Name).SingleAsync(cancel);
        return View("Show", new ConsentPage(app, maker, request, await db.Users.Where(p => p.Id == me).Select(p => p.Name).SingleAsync(cancel), members, members.Count == 1 ? [members[0].Workspace.Slug] : chosen, problem));
    }

    ViewResult Wrong(string why)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View("Wrong", why);
    }
}
