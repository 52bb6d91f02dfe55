using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Companies;
using Planable.Data.Networks;
using Planable.Data.Secrets;
using Planable.Jobs.Connectors;
using Planable.Web.Channels;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Installation;

public sealed class AppForm
{
    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }
}

/// <param name="SetBySettings">The settings of the installation name it; they win over what is saved here.</param>
public sealed record AppRow(string Key, string Name, IReadOnlyList<string> Networks, string? SavedBy, DateTimeOffset? SavedAt, bool SetBySettings);

public sealed record AppPage(AppGuide Guide, AppRow Row, Uri ReturnTo, string? ClientId, bool HasSecret);

/// <summary>The apps of this installation at the networks. Whoever does not run it finds nothing here.</summary>
[Authorize, Route("installation/apps")]
public class AppsController(PlanableDb db, NetworkApps apps, Vault vault, TimeProvider clock, IConfiguration configuration, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        if (await Operating(cancel) is null)
            return NotFound();
        var saved = await db.NetworkApps.AsNoTracking().ToDictionaryAsync(a => a.Key, cancel);
        return View(AppGuide.All.Select(g => Row(g, saved.GetValueOrDefault(g.Key))).ToList());
    }

    [HttpGet("{key}")]
    public async Task<IActionResult> Show(string key, CancellationToken cancel) =>
        AppGuide.Find(key) is { } guide && await Operating(cancel) is not null ? View(await Page(guide, cancel)) : NotFound();

    [HttpPost("{key}")]
    public async Task<IActionResult> Save(string key, AppForm form, CancellationToken cancel)
    {
        if (AppGuide.Find(key) is not { } guide || await Operating(cancel) is not { } company)
            return NotFound();
        var app = await db.NetworkApps.SingleOrDefaultAsync(a => a.Key == key, cancel);
        if (app is null)
            db.NetworkApps.Add(app = new NetworkApp(key));
        app.Save(form.ClientId, form.ClientSecret, vault, await Person(cancel), company, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo("/installation/apps", words["The app at {0} is saved. Its accounts can be connected now.", guide.Name]);
    }

    /// <summary>Channels stay, but can neither be connected nor renewed until an app is there again.</summary>
    [HttpPost("{key}/removal")]
    public async Task<IActionResult> Remove(string key, CancellationToken cancel)
    {
        if (AppGuide.Find(key) is not { } guide || await Operating(cancel) is null)
            return NotFound();
        await db.NetworkApps.Where(a => a.Key == key).ExecuteDeleteAsync(cancel);
        return this.GoTo("/installation/apps", words["The app at {0} is removed.", guide.Name]);
    }

    async Task<Company?> Operating(CancellationToken cancel)
    {
        var personId = User.PersonId();
        var company = await db.Companies.Include(c => c.Owners).RunsInstallation().SingleOrDefaultAsync(cancel);
        return company?.IsOwnedBy(personId!.Value) == true ? company : null;
    }

    Task<Data.People.Person> Person(CancellationToken cancel)
    {
        var personId = User.PersonId();
        return db.Users.SingleAsync(p => p.Id == personId, cancel);
    }

    async Task<AppPage> Page(AppGuide guide, CancellationToken cancel)
    {
        var app = await db.NetworkApps.AsNoTracking().SingleOrDefaultAsync(a => a.Key == guide.Key, cancel);
        var returnTo = new Uri(new Uri(configuration["PublicUrl"] ?? $"{Request.Scheme}://{Request.Host}"), ReturnController.Path);
        return new AppPage(guide, Row(guide, app), returnTo, app?.ClientId, app is { ClientSecret.Length: > 0 });
    }

    AppRow Row(AppGuide guide, NetworkApp? app)
    {
        var networks = NetworkAppKeys.Networks(guide.Key).ToList();
        return new AppRow(guide.Key, guide.Name, [.. networks.Select(n => Networks.Of(n).Name)], app?.SavedBy, app?.SavedAt, apps.FromSettings(networks[0]) is not null);
    }
}
