using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Bulk;
using Planable.Data.Imports;
using Planable.Data.Members;
using Planable.Jobs.Bulk;
using Planable.Jobs.Imports;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Imports;

[Route("w/{workspace}/imports"), Requires(Permission.WritePosts)]
public class ImportsController(PlanableDb db, Current current, ImportPages pages, BulkRunner bulk, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    string Root => $"{current.Root}/imports";

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(new ImportsPage(await pages.All(cancel)));

    /// <summary>What a file may look like.</summary>
    [HttpGet("example")]
    public async Task<IActionResult> Example(CancellationToken cancel)
    {
        var day = clock.GetUtcNow().AddDays(14).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var channel = (await pages.Channels(cancel)).FirstOrDefault()?.Name ?? "";
        var text = $"Date,Time,Channels,Text,Link\r\n{day},09:00,\"{channel}\",\"The first post.\r\nA text may have several lines.\",\r\n{day},17:30,\"{channel}\",The second one,https://example.com\r\n";
        return File(System.Text.Encoding.UTF8.GetPreamble().Concat(System.Text.Encoding.UTF8.GetBytes(text)).ToArray(), "text/csv; charset=utf-8", "posts.csv");
    }

    [HttpPost, RequestSizeLimit(UploadedTable.MostBytes * 3)]
    public async Task<IActionResult> Create(IFormFile? file, CancellationToken cancel)
    {
        try
        {
            var (name, table) = await Read(file, cancel);
            var import = Import.Upload(current.Member, name, table.Sha256, table.Headings, table.Lines, clock.GetUtcNow());
            db.Imports.Add(import);
            await db.SaveChangesAsync(cancel);
            return this.GoTo($"{Root}/{import.Id}/mapping");
        }
        catch (RuleBroken rule)
        {
            // What is wrong with a file stands beside its field.
            return this.Invalid("Index", new ImportsPage(await pages.All(cancel), words[rule.Words, rule.Arguments]));
        }
    }

    static async Task<(string Name, UploadedTable Table)> Read(IFormFile? file, CancellationToken cancel)
    {
        if (file is null || file.Length == 0)
            throw new RuleBroken("FILE_MISSING", "Choose a file first.");
        var name = Named(file.FileName);
        if (file.Length > UploadedTable.MostBytes)
            throw new RuleBroken("IMPORT_TOO_LARGE", "{0} is too large to be imported at once; split it.", name);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancel);
        return (name, UploadedTable.Read(bytes.ToArray(), name));
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, RowFilter? rows, int? page, CancellationToken cancel)
    {
        if (await pages.Find(id, cancel) is not { } import)
            return NotFound();
        if (import.IsRunning)
            return this.PageOr("_Progress", await pages.Progress(import, cancel), "Progress");
        // The page that watched it run learns that it is over.
        if (Request.IsHtmx())
            return this.GoTo($"{Root}/{id}");
        return import.Mapping is null ? Redirect($"{Root}/{id}/mapping") : View(await pages.Rows(import, rows, page ?? 1, cancel));
    }

    [HttpGet("{id:guid}/mapping")]
    public async Task<IActionResult> Mapping(Guid id, CancellationToken cancel)
    {
        if (await pages.Find(id, cancel) is not { } import)
            return NotFound();
        return import.IsRunning ? Redirect($"{Root}/{id}") : View(await pages.Mapping(import, null, cancel));
    }

    [HttpPost("{id:guid}/mapping")]
    public async Task<IActionResult> Map(Guid id, MappingForm form, CancellationToken cancel)
    {
        if (await pages.Find(id, cancel) is not { } import)
            return NotFound();
        import.Map(form.For(import, await pages.Channels(cancel)), current.Member);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Root}/{id}");
    }

    [HttpPost("{id:guid}/rows/{number:int}")]
    public async Task<IActionResult> Correct(Guid id, int number, RowForm form, RowFilter? rows, CancellationToken cancel)
    {
        if (await pages.Find(id, cancel) is not { } import || await db.ImportRows.SingleOrDefaultAsync(r => r.ImportId == id && r.Number == number, cancel) is not { } row)
            return NotFound();
        if (import.Mapping is null)
            throw new RuleBroken("IMPORT_NOT_MAPPED", "Say what the columns are first.");
        import.Correct(row, Corrected(import, row, form), form.Second, form.LeftOut, current.Member);
        await db.SaveChangesAsync(cancel);
        var shown = rows ?? RowFilter.All;
        ViewData["Counts"] = Request.IsHtmx() ? await pages.Counts(import, shown, cancel) : null;
        return this.Fragment("Correct.Swaps", await pages.Row(import, row, cancel), otherwise: $"{Root}/{id}?rows={shown}#row-{number.ToString(CultureInfo.InvariantCulture)}");
    }

    [HttpPost("{id:guid}/start")]
    public async Task<IActionResult> Start(Guid id, bool again, CancellationToken cancel)
    {
        if (await pages.Find(id, cancel) is not { } import)
            return NotFound();
        var ready = import.Mapping is null ? 0 : (await pages.Counts(import, RowFilter.All, cancel)).Ready;
        import.Start(ready, (await pages.Earlier(import, cancel))?.At, again, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Root}/{id}");
    }

    [HttpPost("{id:guid}/stop")]
    public async Task<IActionResult> Stop(Guid id, CancellationToken cancel)
    {
        if (await pages.Find(id, cancel) is not { } import)
            return NotFound();
        import.Stop(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Root}/{id}", words["Stopped. What was imported by then is there; the other rows wait."]);
    }

    /// <summary>Deletes the posts it made, by the rules of deleting; what is out stays out and is listed.</summary>
    [HttpPost("{id:guid}/undo")]
    public async Task<IActionResult> Undo(Guid id, CancellationToken cancel)
    {
        if (await pages.Find(id, cancel) is not { } import)
            return NotFound();
        var posts = await db.ImportRows.Where(r => r.ImportId == id && r.IsImported && db.Posts.Any(p => p.Id == r.Id)).OrderByDescending(r => r.Number).Select(r => r.Id).ToListAsync(cancel);
        var run = BulkRun.Plan(current.Member, BulkAct.Delete, new BulkValues(), posts, clock.GetUtcNow());
        import.Undo(run, current.Member, clock.GetUtcNow());
        var isShort = posts.Count <= BulkRun.MostAtOnce;
        db.BulkRuns.Add(isShort ? run.HeldUntil(clock.GetUtcNow().AddMinutes(1)) : run);
        await db.SaveChangesAsync(cancel);
        if (isShort)
            await bulk.Carry(run.Id, tells: false, cancel);
        return this.GoTo($"{current.Root}/bulk/{run.Id}");
    }

    /// <summary>Before anything was imported, nothing but the file is lost.</summary>
    [HttpPost("{id:guid}/deletion")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (await pages.Find(id, cancel) is not { } import)
            return NotFound();
        if (!import.CanBeHandledBy(current.Member))
            return StatusCode(StatusCodes.Status403Forbidden);
        if (import.StartedAt is not null)
            throw new RuleBroken("IMPORT_STARTED", "This import was started and stays in the list.");
        db.Imports.Remove(import);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Root, words["The file is gone. Nothing was imported from it."]);
    }

    static List<string> Corrected(Import import, ImportRow row, RowForm form)
    {
        var cells = row.Cells.ToList();
        for (var column = 0; column < cells.Count && column < import.Mapping!.Columns.Count; column++)
        {
            if (import.Mapping.Columns[column].Length > 0 && form.Cells.TryGetValue(column, out var typed))
                cells[column] = typed ?? "";
        }

        var (date, time) = (import.Mapping!.ColumnOf(ImportField.Date), import.Mapping.ColumnOf(ImportField.Time));
        if (date >= 0 && DateTime.TryParseExact(form.Instead, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var instead))
        {
            cells[date] = instead.ToString(time < 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (time >= 0)
                cells[time] = instead.ToString("HH:mm", CultureInfo.InvariantCulture);
        }

        return cells;
    }

    static string Named(string claimed)
    {
        var name = new string([.. Path.GetFileName(claimed.Replace('\\', '/')).Where(c => !char.IsControl(c))]).Trim();
        return name.Length switch { 0 => "table", > 200 => name[^200..], _ => name };
    }
}
