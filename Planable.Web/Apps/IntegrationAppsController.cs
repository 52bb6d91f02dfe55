using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Apps;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Apps;

/// <summary>Apps that act in a workspace, for the team; and those its company registers, for who runs the company.</summary>
[Route("w/{workspace}/settings/developers/apps"), Requires(Permission.SeeInternal)]
public class IntegrationAppsController(PlanableDb db, Current current, AppReader reader, Consents consents, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await reader.Read(new IntegrationAppForm(), cancel));

    [HttpPost]
    public async Task<IActionResult> Create(IntegrationAppForm form, CancellationToken cancel)
    {
        var company = await reader.MustOwn(cancel);
        form.Id = null;
        await reader.MustHaveRoom(company, cancel);
        if (!Takes(form))
            return this.Invalid("_AppForm", form, "Index", Request.IsHtmx() ? null : await reader.Read(form, cancel));
        var (app, secret) = IntegrationApp.Register(company, form.Terms, form.IsPublic, current.Member, clock.GetUtcNow());
        db.IntegrationApps.Add(app);
        await db.SaveChangesAsync(cancel);
        TempData["AppSecret"] = secret;
        return this.GoTo($"{Path}/{app.Id}", secret is null ? words["The app is registered."] : words["The app is registered. Its secret is shown this once."]);
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) => await reader.Read(id, null, TempData["AppSecret"] as string, cancel) is { } page ? View(page) : NotFound();

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, IntegrationAppForm form, CancellationToken cancel)
    {
        if (await reader.Own(id, cancel) is not var (company, app))
            return NotFound();
        (form.Id, form.IsPublic) = (id, app.IsPublic);
        if (!Takes(form))
            return this.Invalid("_AppForm", form, "Show", Request.IsHtmx() ? null : await reader.Read(id, form, null, cancel));
        app.Edit(company, form.Terms, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{id}", words["Saved."]);
    }

    [HttpPost("{id:guid}/secret")]
    public async Task<IActionResult> Rotate(Guid id, CancellationToken cancel)
    {
        if (await reader.Own(id, cancel) is not var (company, app))
            return NotFound();
        TempData["AppSecret"] = app.ReplaceSecret(company, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{id}", words["The secret is replaced. The old one opens nothing any more."]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (await reader.Own(id, cancel) is not var (company, app))
            return NotFound();
        app.Remove(company, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await consents.EndAllOf(app, cancel);
        return this.GoTo(Path, words["{0} is removed and may do nothing for anybody any more.", app.Name]);
    }

    [HttpPost("connections/{id:guid}/removal")]
    public async Task<IActionResult> Disconnect(Guid id, CancellationToken cancel)
    {
        if (await reader.FindConnected(id, cancel) is not { } token)
            return NotFound();
        token.Revoke(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["{0} may do nothing here any more.", token.Name]);
    }

    bool Takes(IntegrationAppForm form)
    {
        if (!ModelState.IsValid)
            return false;
        try
        {
            form.Terms.Checked();
            return true;
        }
        catch (RuleBroken rule)
        {
            ModelState.AddModelError(rule.Code == "NAME_LENGTH" ? nameof(form.Name) : nameof(form.Redirects), words[rule.Words, rule.Arguments]);
            return false;
        }
    }

    string Path => $"{current.Root}/settings/developers/apps";
}
