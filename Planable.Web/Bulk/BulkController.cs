using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Bulk;
using Planable.Data.Calendar;
using Planable.Data.Members;
using Planable.Jobs.Bulk;
using Planable.Web.Calendar;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Bulk;

/// <summary>What a person selected in the list, and one act on all of it.</summary>
[Route("w/{workspace}/bulk"), Requires(Permission.WritePosts)]
public class BulkController(PlanableDb db, Current current, BulkPages pages, BulkRunner runner, CalendarReader calendar, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    CancellationToken Cancel => HttpContext.RequestAborted;

    string Root => $"{current.Root}/bulk";

    [HttpGet]
    public async Task<IActionResult> Index() => View(await pages.Recent(Cancel));

    /// <summary>The acts that fit at least one of the selected posts.</summary>
    [HttpPost("bar")]
    public async Task<IActionResult> Bar(BulkForm form) => this.PageOr("_Bar", await pages.Bar(form.Ids, Cancel), "Bar");

    /// <summary>The ids of all posts that a list's address matches, one a line: what "select all" adds to a selection.</summary>
    [HttpGet("matching")]
    public async Task<IActionResult> Matching()
    {
        var query = CalendarQuery.Read(name => Request.Query[name] is [{ } value, ..] ? value : null);
        return Content(string.Join('\n', await pages.Matching(query, calendar.MonthOf(query), Cancel)), "text/plain");
    }

    /// <summary>What an act would come to, before it is done.</summary>
    [HttpPost("preview")]
    public async Task<IActionResult> Preview(BulkForm form)
    {
        ModelState.Clear();
        if (form.Act == BulkAct.Replace)
            return this.PageOr("_Replace", await pages.Replace(form, Cancel), "Replace");
        if (form.Act == BulkAct.Label)
            return this.PageOr("_Label", await pages.Label(form, Cancel), "Label");
        form.Days ??= 7;
        return this.PageOr("_Shift", await pages.Shift(form, Cancel), "Shift");
    }

    [HttpPost]
    public async Task<IActionResult> Create(BulkForm form)
    {
        if (form is { Act: BulkAct.Schedule, Told: false } && await pages.OpenComments(form.Ids, Cancel) is { } asked)
            return this.PageOr("_OpenComments", asked, "OpenComments");
        var ids = form.Without ? (await pages.OpenComments(form.Ids, Cancel))?.Others ?? form.Ids : form.Ids;
        return await Go(BulkRun.Plan(current.Member, BulkActs.Offered.Contains(form.Act) ? form.Act : throw new RuleBroken("ACT_UNKNOWN", "Choose what is to be done."), form.Values, ids, clock.GetUtcNow()));
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id) => await pages.Read(id, Cancel) is { } page ? this.PageOr("_Run", page) : NotFound();

    [HttpPost("{id:guid}/undo")]
    public async Task<IActionResult> Undo(Guid id)
    {
        if (await db.BulkRuns.Include(r => r.Items).SingleOrDefaultAsync(r => r.Id == id, Cancel) is not { } run)
            return NotFound();
        return await Go(run.PlanUndo(current.Member, clock.GetUtcNow()));
    }

    /// <summary>The same again for those that a rule refused.</summary>
    [HttpPost("{id:guid}/retry")]
    public async Task<IActionResult> Retry(Guid id)
    {
        if (await db.BulkRuns.Include(r => r.Items).SingleOrDefaultAsync(r => r.Id == id, Cancel) is not { } run)
            return NotFound();
        // What moves together or not at all is tried again together, without what does not fit any more.
        var again = run.Items.Where(i => i.Outcome == BulkOutcome.Failed || i.Why == BulkItem.NothingMoved).OrderBy(i => i.Position).Select(i => i.PostId).ToList();
        return await Go(BulkRun.Plan(current.Member, run.Act, run.Values, again, clock.GetUtcNow()));
    }

    [HttpPost("{id:guid}/stop")]
    public async Task<IActionResult> Stop(Guid id)
    {
        if (await db.BulkRuns.SingleOrDefaultAsync(r => r.Id == id, Cancel) is not { } run)
            return NotFound();
        run.Stop(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(Cancel);
        return this.GoTo($"{Root}/{id}", words["Stopped. What was done by then stays."]);
    }

    /// <summary>At once where it is short; a longer one goes on in the background, and its page shows how far it is.</summary>
    async Task<IActionResult> Go(BulkRun run)
    {
        var isShort = run.Total <= BulkRun.MostAtOnce;
        db.BulkRuns.Add(isShort ? run.HeldUntil(clock.GetUtcNow().AddMinutes(1)) : run);
        await db.SaveChangesAsync(Cancel);
        if (!isShort)
            return this.GoTo($"{Root}/{run.Id}");

        await runner.Carry(run.Id, tells: false, Cancel);
        var page = (await pages.Read(run.Id, Cancel))!;
        if (page.Counts.GetValueOrDefault(BulkOutcome.Failed) > 0 || page.Counts.GetValueOrDefault(BulkOutcome.Done) == 0)
            return this.GoTo($"{Root}/{run.Id}");

        var said = BulkWords.Said(words, page);
        var undo = page.CanUndo ? $"{Root}/{run.Id}/undo" : null;
        if (!Request.IsHtmx())
            TempData["Undo"] = undo;
        Response.Headers["HX-Retarget"] = "#flash";
        Response.Headers["HX-Reswap"] = "innerHTML";
        return this.Fragment("_Toast", new Toast(said, Undo: undo), otherwise: current.Root + CalendarQuery.Read(_ => null).In(CalendarView.List).Address(), flash: said);
    }
}
