using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Labels;
using Planable.Data.Members;
using Planable.Data.Snippets;
using Planable.Web.Http;

namespace Planable.Web.Snippets;

[Route("w/{workspace}/settings/snippets")]
public class SnippetsController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    string Path => $"{current.Root}/settings/snippets";

    [HttpGet, Requires(Permission.WritePosts)]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await Page(new SnippetForm(), cancel));

    /// <summary>For the composer, when somebody first wants to put one in.</summary>
    [HttpGet("choices"), Requires(Permission.WritePosts)]
    public async Task<IActionResult> Choices(CancellationToken cancel)
    {
        var all = await db.Snippets.AsNoTracking().OrderBy(s => s.Name).Select(s => new { s.Kind, s.Name, s.Text }).ToListAsync(cancel);
        var values = all.Where(s => s.Kind == SnippetKind.Variable).ToDictionary(s => s.Name, s => s.Text, StringComparer.Ordinal);
        return this.Fragment("_Choices", all.Select(s => new SnippetChoice(s.Kind, s.Name, Variables.Fill(s.Text, values))).ToList(), otherwise: Path);
    }

    [HttpPost]
    public async Task<IActionResult> Create(SnippetForm form, CancellationToken cancel)
    {
        current.Member.Must(Permission.WritePosts);
        if (!ModelState.IsValid)
            return this.Invalid("_SnippetForm", form, "Index", Request.IsHtmx() ? null : await Page(form, cancel));
        var snippet = new Snippet(current.Member, form.Kind, form.Name, form.Text, clock.GetUtcNow());
        await MustBeFree(snippet, cancel);
        db.Snippets.Add(snippet);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Saved: {0}", snippet.Name]);
    }

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, SnippetForm form, CancellationToken cancel)
    {
        if (await db.Snippets.SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } snippet)
            return NotFound();
        current.Member.Must(Permission.EditOthersPosts);
        db.Entry(snippet).Property(s => s.Revision).OriginalValue = form.Revision;
        snippet.Edit(form.Name ?? "", form.Text ?? "", current.Member, clock.GetUtcNow());
        await MustBeFree(snippet, cancel);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Saved: {0}", snippet.Name]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Remove(Guid id, CancellationToken cancel)
    {
        if (await db.Snippets.SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } snippet)
            return NotFound();
        snippet.Remove(current.Member, clock.GetUtcNow());
        db.Snippets.Remove(snippet);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Removed: {0}. Posts that use its words keep them.", snippet.Name]);
    }

    async Task MustBeFree(Snippet snippet, CancellationToken cancel)
    {
        if (await db.Snippets.AnyAsync(s => s.Id != snippet.Id && s.Key == snippet.Key, cancel))
            throw new RuleBroken("NAME_TAKEN", "There is one called \"{0}\" already.", snippet.Name);
    }

    async Task<SnippetsPage> Page(SnippetForm form, CancellationToken cancel) =>
        new((await db.Snippets.AsNoTracking().OrderBy(s => s.Name).Select(s => new SnippetRow(s.Id, s.Kind, s.Name, s.Text, s.Revision)).ToListAsync(cancel)).ToLookup(s => s.Kind), form);
}
