using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Labels;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.Labels;

[Route("w/{workspace}/settings/labels")]
public class LabelsController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    string Path => $"{current.Root}/settings/labels";

    [HttpGet, Requires(Permission.WritePosts)]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await Page(new LabelForm(), cancel));

    /// <summary>A page of its own asks for nothing more; the composer gets the new label as a chip.</summary>
    [HttpPost]
    public async Task<IActionResult> Create(LabelForm form, CancellationToken cancel)
    {
        current.Member.Must(Permission.WritePosts);
        if (!ModelState.IsValid)
            return this.Invalid("_LabelForm", form, "Index", Request.IsHtmx() ? null : await Page(form, cancel));
        await db.MustBeFree(db.Labels.Select(l => l.Key), form.Name, cancel);
        var label = new Label(current.Member, form.Name, form.Colour ?? await db.Labels.CountAsync(cancel) % Data.Workspaces.Workspace.Colours, clock.GetUtcNow());
        db.Labels.Add(label);
        await db.SaveChangesAsync(cancel);
        return this.Fragment("_Chip", new LabelChoice(label.Id, label.Name, label.Colour, IsChosen: true), otherwise: Path, words["Label created: {0}", label.Name]);
    }

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, LabelForm form, CancellationToken cancel)
    {
        if (await db.Labels.SingleOrDefaultAsync(l => l.Id == id, cancel) is not { } label)
            return NotFound();
        current.Member.Must(Permission.EditOthersPosts);
        if (!ModelState.IsValid)
            return this.GoTo(Path, words["Nothing was changed: a label has a name of 1 to {0} characters.", Label.NameLength]);
        await db.MustBeFree(db.Labels.Where(l => l.Id != id).Select(l => l.Key), form.Name, cancel);
        db.Entry(label).Property(l => l.Revision).OriginalValue = form.Revision;
        label.Edit(form.Name, form.Colour ?? label.Colour, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Saved: {0}", label.Name]);
    }

    [HttpGet("{id:guid}/removal"), Requires(Permission.EditOthersPosts)]
    public async Task<IActionResult> Removal(Guid id, CancellationToken cancel)
    {
        var labels = await db.Labels.AsNoTracking().OrderBy(l => l.Name).Select(l => new { l.Id, l.Name }).ToListAsync(cancel);
        if (labels.Find(l => l.Id == id) is not { } label)
            return NotFound();
        var posts = await db.PostLabels.CountAsync(l => l.LabelId == id, cancel);
        return View("Removal", new RemovalPage(
            words["Remove the label \"{0}\"?", label.Name], posts, $"{Path}/{id}/removal", Path, words["Merge into another label"], [.. labels.Where(l => l.Id != id).Select(l => (l.Id, l.Name))]));
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Remove(Guid id, Guid? into, CancellationToken cancel)
    {
        var label = await db.Labels.SingleOrDefaultAsync(l => l.Id == id, cancel);
        var other = into is null ? null : await db.Labels.SingleOrDefaultAsync(l => l.Id == into, cancel);
        if (label is null || (into is not null && other is null))
            return NotFound();
        await db.Remove(label, other, current.Member, clock.GetUtcNow(), cancel);
        TempData["Undo"] = $"{Path}/{id}/removal/undo";
        return this.GoTo(Path, other is null ? words["Removed: {0}", label.Name] : words["{0} is merged into {1}", label.Name, other.Name]);
    }

    [HttpPost("{id:guid}/removal/undo")]
    public async Task<IActionResult> Restore(Guid id, CancellationToken cancel)
    {
        if (await db.Labels.IncludingRemoved().SingleOrDefaultAsync(l => l.Id == id, cancel) is not { } label)
            return NotFound();
        await db.Restore(label, current.Member, clock.GetUtcNow(), cancel);
        return this.GoTo(Path, words["{0} is back, on its posts as before.", label.Name]);
    }

    async Task<LabelsPage> Page(LabelForm form, CancellationToken cancel) =>
        new(await db.Labels.AsNoTracking().OrderBy(l => l.Name).Select(l => new LabelRow(l.Id, l.Name, l.Colour, l.Revision, db.PostLabels.Count(w => w.LabelId == l.Id && db.Posts.Any(p => p.Id == w.PostId)))).ToListAsync(cancel), form);
}
