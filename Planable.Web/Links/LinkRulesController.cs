using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.Links;

/// <summary>What all links of a client's posts get. A campaign may have rules of its own, see its page.</summary>
[Route("w/{workspace}/settings/links")]
public class LinkRulesController(PlanableDb db, Current current, GraphQL.Media.MediaAddresses addresses, Jobs.Links.ShortSites sites, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet, Requires(Permission.ManageWorkspace)]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await Page(LinkRulesForm.Of(current.Workspace.LinkRules, current.Workspace.Revision), cancel));

    [HttpPost]
    public async Task<IActionResult> Update(LinkRulesForm form, CancellationToken cancel)
    {
        current.Member.Must(Permission.ManageWorkspace);
        Data.Links.LinkRules? rules = null;
        try
        {
            if (ModelState.IsValid)
                rules = form.Read();
        }
        catch (RuleBroken broken)
        {
            ModelState.AddModelError(broken.Code.StartsWith("DOMAIN", StringComparison.Ordinal) ? nameof(form.Domains) : "", words[broken.Words, broken.Arguments]);
        }

        if (!ModelState.IsValid)
            return this.Invalid("_LinkRulesForm", await Page(form, cancel), "Index");
        db.Entry(current.Workspace).Property(w => w.Revision).OriginalValue = form.Revision;
        current.Workspace.TagLinks(rules, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/settings/links", rules is null ? words["Saved. Links go out as they are written."] : words["Saved. Posts planned before keep their links until they are changed."]);
    }

    /// <summary>Turned on, new versions of posts have short links.</summary>
    /// <param name="site">Where they begin.</param>
    [HttpPost("short")]
    public async Task<IActionResult> Shorten(bool on, string? site, CancellationToken cancel)
    {
        current.Workspace.ShortenLinks(on ? await sites.Choose(current.Workspace, site, addresses.Site, cancel) : null, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/settings/links", on ? words["Links of posts are shortened from now on. What was approved keeps its links."] : words["Links are written out from now on. Short ones that are out go on working."]);
    }

    async Task<LinkRulesPage> Page(LinkRulesForm form, CancellationToken cancel)
    {
        var before = current.Workspace.Website ?? $"https://{current.Workspace.Slug}.example/autumn";
        var tags = current.Workspace.LinkRules?.For("mastodon", current.Workspace.Name, words["Autumn launch"], Guid.Empty);
        return new LinkRulesPage(form, before, tags?.On(before), await sites.Of(current.Workspace, addresses.Site, cancel));
    }
}
