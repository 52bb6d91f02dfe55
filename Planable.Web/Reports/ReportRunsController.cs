using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Reports;
using Planable.Jobs.Media;
using Planable.Jobs.Reports;
using Planable.Web.Http;

namespace Planable.Web.Reports;

/// <summary>One time a report was made: looked at, released, and who has got it.</summary>
[Route("w/{workspace}/reports/{id:guid}/runs/{runId:guid}"), Requires(Permission.ShareForReview)]
public class ReportRunsController(PlanableDb db, Current current, ReportRuns runs, ReportPress press, IMediaStore store, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(Guid id, Guid runId, CancellationToken cancel)
    {
        if (await db.ReportRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId && r.ReportId == id, cancel) is not { } run)
            return NotFound();
        var deliveries = await db.ReportDeliveries.AsNoTracking().Where(d => d.RunId == runId).OrderBy(d => d.Name).ThenBy(d => d.Address).ThenBy(d => d.Number).ToListAsync(cancel);
        var keys = deliveries.ConvertAll(d => d.MailKey);
        var mails = await db.Mails.AsNoTracking().Where(m => keys.Contains(m.Key)).Select(m => new { m.Key, m.SentAt, m.ArrivedAt, m.BouncedAt, m.Trouble, m.ActAt }).ToDictionaryAsync(m => m.Key, cancel);
        var last = deliveries.GroupBy(d => d.Address).ToDictionary(g => g.Key, g => g.Max(d => d.Number));
        return View(new RunPage(run, [.. deliveries.Select(d =>
        {
            var mail = mails.GetValueOrDefault(d.MailKey);
            return new DeliveryRow(d.Id, d.Name, d.Address, d.Locale, d.Number, d.At, mail?.SentAt, mail?.ArrivedAt, d.OpenedAt, mail?.BouncedAt, mail?.Trouble, mail?.ActAt, last[d.Address] == d.Number);
        })], clock.GetUtcNow()));
    }

    /// <summary>As it would go out, or as it went.</summary>
    [HttpGet("paper.pdf")]
    public async Task<IActionResult> Paper(Guid id, Guid runId, CancellationToken cancel)
    {
        if (await db.ReportRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId && r.ReportId == id, cancel) is not { Data: not null } run)
            return NotFound();
        if (run.Files.FirstOrDefault(f => f.Locale == run.Locale && f.ContentType == ReportFile.PdfType) is { } kept)
            return File(await store.Open(kept.Sha256, cancel), kept.ContentType);
        return File((await press.Compose(run, ReportWords.In(run.Locale), cancel)).Generate().Pdf, ReportFile.PdfType);
    }

    /// <summary>What was sent, unchanged.</summary>
    [HttpGet("files/{number:int}")]
    public async Task<IActionResult> Download(Guid id, Guid runId, int number, CancellationToken cancel)
    {
        if (await db.ReportRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId && r.ReportId == id, cancel) is not { } run || number < 0 || number >= run.Files.Count)
            return NotFound();
        var file = run.Files[number];
        return File(await store.Open(file.Sha256, cancel), file.ContentType, file.Name);
    }

    [HttpPost("release")]
    public Task<IActionResult> Release(Guid id, Guid runId, string? comment, CancellationToken cancel) =>
        Do(id, runId, r => r.Release(comment, current.Member, clock.GetUtcNow()), words["Released. It goes out at its time, or at once if that is over."], cancel);

    [HttpPost("removal")]
    public Task<IActionResult> Drop(Guid id, Guid runId, CancellationToken cancel) => Do(id, runId, r => r.Drop(current.Member, clock.GetUtcNow()), words["Dropped. It does not go out."], cancel);

    /// <param name="number">Which time it would be: pressed twice, it is sent once.</param>
    [HttpPost("recipients/{deliveryId:guid}/copies")]
    public async Task<IActionResult> Resend(Guid id, Guid runId, Guid deliveryId, int number, CancellationToken cancel)
    {
        if (await Find(id, runId, cancel) is not { } run || await db.ReportDeliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId && d.RunId == runId, cancel) is not { } first)
            return NotFound();
        return this.GoTo(PathOf(id, runId), await runs.SendAgain(run, first, number, current.Member, cancel) ? words["It goes to {0} once more.", first.Address] : words["It is on its way to {0} already.", first.Address]);
    }

    /// <summary>Takes the page online away.</summary>
    [HttpPost("closing")]
    public Task<IActionResult> Close(Guid id, Guid runId, CancellationToken cancel) => Do(id, runId, r => r.Close(current.Member, clock.GetUtcNow()), words["The page online is gone. Files that were mailed stay where they are."], cancel);

    async Task<IActionResult> Do(Guid id, Guid runId, Action<ReportRun> verb, string flash, CancellationToken cancel)
    {
        if (await Find(id, runId, cancel) is not { } run)
            return NotFound();
        verb(run);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(id, runId), flash);
    }

    Task<ReportRun?> Find(Guid id, Guid runId, CancellationToken cancel) => db.ReportRuns.SingleOrDefaultAsync(r => r.Id == runId && r.ReportId == id, cancel);

    string PathOf(Guid id, Guid runId) => $"{current.Root}/reports/{id}/runs/{runId}";
}
