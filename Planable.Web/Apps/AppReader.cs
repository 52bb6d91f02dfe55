using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Apps;
using Planable.Data.Companies;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Web.Http;

namespace Planable.Web.Apps;

public sealed class IntegrationAppForm
{
    [Display(Name = "Name"), Required(ErrorMessage = "Give the app the name by which people will know it."), StringLength(IntegrationApp.NameLength)]
    public string Name { get; set; } = "";

    [Display(Name = "Addresses to come back to"), Required(ErrorMessage = "Enter at least one address to come back to.")]
    public string Redirects { get; set; } = "";

    public bool IsPublic { get; set; }

    /// <summary>Null registers one.</summary>
    public Guid? Id { get; set; }

    public AppTerms Terms => new(Name, Redirects.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    public static IntegrationAppForm Of(IntegrationApp app) => new() { Id = app.Id, Name = app.Name, Redirects = string.Join('\n', app.Redirects), IsPublic = app.IsPublic };
}

/// <summary>An app as a workspace knows it: what one member allowed it there.</summary>
/// <param name="Id">Of its token.</param>
/// <param name="Maker">The company that registered it.</param>
public sealed record ConnectedApp(Guid Id, string Name, string? Maker, string Member, bool IsMine, List<TokenScope> Scopes, DateTimeOffset ConnectedAt, DateTimeOffset? UsedAt, string? UsedFrom);

/// <param name="Company">Its name, if the reader runs it; only then are its apps here.</param>
public sealed record AppsPage(IReadOnlyList<ConnectedApp> Connected, string? Company, IReadOnlyList<AppRow> Apps, IntegrationAppForm Form);

/// <param name="Allowed">How often people allow it now.</param>
public sealed record AppRow(Guid Id, string Name, string ClientId, bool IsPublic, List<string> Redirects, int Allowed);

/// <param name="Secret">Of one just registered or replaced; shown this once.</param>
public sealed record AppPage(IntegrationApp App, int Allowed, IntegrationAppForm Form, string? Secret);

/// <summary>Apps as those see them who let them in, and as those who make them.</summary>
public sealed class AppReader(PlanableDb db, Current current, TimeProvider clock)
{
    public async Task<AppsPage> Read(IntegrationAppForm form, CancellationToken cancel)
    {
        var company = await Company(cancel);
        return company is null
            ? new(await Connected(cancel), null, [], form)
            : new(await Connected(cancel), company.Name, await Rows(company, cancel), form);
    }

    /// <returns>Null if the company has no such app.</returns>
    /// <exception cref="NotAllowed">The member does not run the company.</exception>
    public async Task<AppPage?> Read(Guid id, IntegrationAppForm? form, string? secret, CancellationToken cancel)
    {
        var app = (await Own(id, cancel))?.App;
        return app is null ? null : new(app, await Allowed().CountAsync(c => c.AppId == id, cancel), form ?? IntegrationAppForm.Of(app), secret);
    }

    /// <summary>Their own; all of them for those who manage members.</summary>
    public async Task<IReadOnlyList<ConnectedApp>> Connected(CancellationToken cancel)
    {
        var me = current.Member.Id;
        return await Visible().OrderByDescending(t => t.MadeAt).ThenBy(t => t.Id)
            .Select(t => new ConnectedApp(t.Id, t.Name, db.Companies.Where(c => c.Id == t.Consent!.App.CompanyId).Select(c => c.Name).FirstOrDefault(), t.Member.Person.Name, t.MemberId == me, t.Scopes, t.MadeAt, t.UsedAt, t.UsedFrom))
            .ToListAsync(cancel);
    }

    /// <summary>To take it back here; what the person allowed elsewhere stays.</summary>
    public Task<AccessToken?> FindConnected(Guid id, CancellationToken cancel) => Visible().AsTracking().SingleOrDefaultAsync(t => t.Id == id, cancel);

    /// <returns>Null if the company has no such app.</returns>
    /// <exception cref="NotAllowed">The member does not run the company.</exception>
    public async Task<(Company Company, IntegrationApp App)?> Own(Guid id, CancellationToken cancel)
    {
        var company = await MustOwn(cancel);
        return await db.IntegrationApps.SingleOrDefaultAsync(a => a.Id == id && a.CompanyId == company.Id && a.RemovedAt == null, cancel) is { } app ? (company, app) : null;
    }

    public async Task<Company> MustOwn(CancellationToken cancel) => await Company(cancel) ?? throw new NotAllowed("Only the owners of a company look after its apps.");

    public async Task MustHaveRoom(Company company, CancellationToken cancel)
    {
        if (await db.IntegrationApps.CountAsync(a => a.CompanyId == company.Id && a.RemovedAt == null, cancel) >= IntegrationApp.MostOfCompany)
            throw new RuleBroken("APPS_MANY", "A company registers at most {0} apps. Remove one first.", IntegrationApp.MostOfCompany);
    }

    /// <summary>Those of the company, for whoever runs it.</summary>
    public async Task<IReadOnlyList<IntegrationApp>> Owned(CancellationToken cancel) => await Company(cancel) is { } company ? await Of(company).ToListAsync(cancel) : [];

    IQueryable<AccessToken> Visible()
    {
        var (mine, all, now) = (current.Member.Id, current.Can(Permission.ManageMembers), clock.GetUtcNow());
        return db.AccessTokens.AsNoTracking().OfConnectedApps(now).Where(t => all || t.MemberId == mine);
    }

    async Task<Company?> Company(CancellationToken cancel)
    {
        var id = current.Workspace.CompanyId;
        return await db.Companies.SingleAsync(c => c.Id == id, cancel) is var company && company.IsOwnedBy(current.Member.PersonId) ? company : null;
    }

    async Task<IReadOnlyList<AppRow>> Rows(Company company, CancellationToken cancel)
    {
        var allowed = Allowed();
        return await Of(company).Select(a => new AppRow(a.Id, a.Name, a.ClientId, a.IsPublic, a.Redirects, allowed.Count(c => c.AppId == a.Id))).ToListAsync(cancel);
    }

    IQueryable<IntegrationApp> Of(Company company) => db.IntegrationApps.AsNoTracking().Where(a => a.CompanyId == company.Id && a.RemovedAt == null).OrderBy(a => a.MadeAt).ThenBy(a => a.Id);

    IQueryable<AppConsent> Allowed()
    {
        var now = clock.GetUtcNow();
        return db.AppConsents.Where(c => c.EndedAt == null && c.RedeemedAt != null && c.EndsAt > now);
    }
}
