using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.BrandRules;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Http;
using Planable.Web.Labels;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.BrandRules;

[Route("w/{workspace}/settings/brand-rules"), Requires(Permission.WritePosts)]
public class BrandRulesController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int MostShown = 500;
    const int LongestTrial = 20_000;

    string Path => $"{current.Root}/settings/brand-rules";

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(PageOf(new BrandRuleForm(), await Labels(cancel)));

    [HttpPost]
    public async Task<IActionResult> Create(BrandRuleForm form, CancellationToken cancel)
    {
        current.Member.Must(Permission.ManageWorkspace);
        var labels = await Labels(cancel);
        if (!ModelState.IsValid)
            return this.Invalid("_Fields", new BrandRuleFields(null, form, labels), "Index", PageOf(form, labels));
        var rule = current.Workspace.AddBrandRule(form.Draft with { Labels = Known(form.Labels, labels) }, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Saved: {0}", rule.Name]);
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Edit(Guid id, CancellationToken cancel)
    {
        if (current.Workspace.BrandRules.Find(r => r.Id == id) is not { } rule)
            return NotFound();
        current.Member.Must(Permission.ManageWorkspace);
        return View(new BrandRuleFields(id, BrandRuleForm.Of(rule), await Labels(cancel)));
    }

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, BrandRuleForm form, CancellationToken cancel)
    {
        if (current.Workspace.BrandRules.Find(r => r.Id == id) is not { } rule)
            return NotFound();
        current.Member.Must(Permission.ManageWorkspace);
        form.Kind = rule.Kind;
        var labels = await Labels(cancel);
        if (!ModelState.IsValid)
            return this.Invalid("_Fields", new BrandRuleFields(id, form, labels), "Edit");
        current.Workspace.ChangeBrandRule(id, form.Draft with { Labels = Known(form.Labels, labels) }, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Saved: {0}", form.Name!]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Remove(Guid id, CancellationToken cancel)
    {
        current.Member.Must(Permission.ManageWorkspace);
        current.Workspace.RemoveBrandRule(id, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["The rule is gone."]);
    }

    /// <summary>A POST because texts are long; it changes nothing.</summary>
    [HttpPost("trial")]
    public async Task<IActionResult> Try(string? text, Guid[] labels, CancellationToken cancel)
    {
        text = ComposerForm.Clean(text);
        if (text.Length > LongestTrial)
            text = text[..LongestTrial];
        var all = await Labels(cancel);
        var trial = new BrandTrial(text, labels, BrandChecks.Of(current.Workspace.BrandRules, text, null, [], [], labels, null), all);
        if (Request.IsHtmx())
            return PartialView("_TrialResult", trial);
        return View("Index", PageOf(new BrandRuleForm(), all) with { Trial = trial });
    }

    /// <summary>What is not out yet and breaks the rules as they are now, planned posts first: those go out all the same, unless somebody sees to it.</summary>
    [HttpGet("planned")]
    public async Task<IActionResult> Planned(CancellationToken cancel)
    {
        var posts = await db.Posts.AsNoTracking().Where(p => p.State != PostState.Published && p.State != PostState.PartlyPublished && p.State != PostState.Publishing)
            .OrderBy(p => p.State == PostState.Draft).ThenBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenByDescending(p => p.EditedAt).ThenBy(p => p.Id).Take(MostShown + 1)
            .Include(p => p.Variants).ThenInclude(v => v.Channel).Include(p => p.Media).ThenInclude(m => m.Asset).Include(p => p.Labels).ThenInclude(l => l.Label).AsSplitQuery().ToListAsync(cancel);
        IReadOnlyList<PlannedBreach> found = [.. posts.Take(MostShown).Select(p => new PlannedBreach(p.Id, PostPage.TitleOf(p.Text), p.State, p.ScheduledAt, [.. p.BrandChecks(current.Workspace).Where(c => !c.Passed && !c.IsLetThrough)])).Where(b => b.Failed.Count > 0)];
        return View(new BreachesPage(found, posts.Count > MostShown ? MostShown : null));
    }

    BrandRulesPage PageOf(BrandRuleForm form, IReadOnlyList<LabelChoice> labels) =>
        new(current.Workspace.BrandRules, new BrandRuleFields(null, form, labels), new BrandTrial("", [], null, labels), labels);

    async Task<IReadOnlyList<LabelChoice>> Labels(CancellationToken cancel) =>
        await db.Labels.AsNoTracking().OrderBy(l => l.Name).Select(l => new LabelChoice(l.Id, l.Name, l.Colour, false)).ToListAsync(cancel);

    static List<Guid> Known(IEnumerable<Guid> chosen, IReadOnlyList<LabelChoice> labels) => [.. chosen.Where(id => labels.Any(l => l.Id == id))];
}
