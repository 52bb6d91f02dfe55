using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.Links;

/// <summary>What all links of a client's posts get. A campaign may have rules of its own, see its page.</summary>
[Route("w/{workspace}/settings/links")]
public class LinkRulesController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet, Requires(Permission.ManageWorkspace)]
    public IActionResult Index() => View(Page(LinkRulesForm.Of(current.Workspace.LinkRules, current.Workspace.Revision)));

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
            return this.Invalid("_LinkRulesForm", Page(form), "Index");
        db.Entry(current.Workspace).Property(w => w.Revision).OriginalValue = form.Revision;
        current.Workspace.TagLinks(rules, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/settings/links", rules is null ? words["Saved. Links go out as they are written."] : words["Saved. Posts planned before keep their links until they are changed."]);
    }

    LinkRulesPage Page(LinkRulesForm form)
    {
        var before = current.Workspace.Website ?? $"https://{current.Workspace.Slug}.example/autumn";
        var tags = current.Workspace.LinkRules?.For("mastodon", current.Workspace.Name, words["Autumn launch"], Guid.Empty);
        return new LinkRulesPage(form, before, tags?.On(before));
    }
}
