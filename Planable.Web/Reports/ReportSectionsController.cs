using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Members;
using Planable.Data.Reports;
using Planable.Jobs.Reports;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Reports;

/// <summary>What a report says, section by section, and what it would be if it were sent today.</summary>
[Route("w/{workspace}/reports/{id:guid}"), Requires(Permission.ShareForReview)]
public class ReportSectionsController(PlanableDb db, Current current, ReportReader reader, ReportPress press, ReportPreviews previews, TimeWords times, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpPost("sections")]
    public Task<IActionResult> Create(Guid id, ReportSectionKind kind, CancellationToken cancel) => Change(id, r => r.Add(kind, current.Member, clock.GetUtcNow()), words["Added."], cancel);

    [HttpPost("sections/{index:int}")]
    public Task<IActionResult> Update(Guid id, int index, string? title, string? text, CancellationToken cancel) => Change(id, r => r.Write(index, title, text, current.Member, clock.GetUtcNow()), words["Saved."], cancel);

    [HttpPost("sections/{index:int}/move")]
    public Task<IActionResult> Move(Guid id, int index, int step, CancellationToken cancel) => Change(id, r => r.Move(index, step, current.Member, clock.GetUtcNow()), null, cancel);

    [HttpPost("sections/{index:int}/removal")]
    public Task<IActionResult> Destroy(Guid id, int index, CancellationToken cancel) => Change(id, r => r.Drop(index, current.Member, clock.GetUtcNow()), words["Removed."], cancel);

    /// <summary>Its pages as pictures, each with an address of its own.</summary>
    [HttpGet("preview")]
    public async Task<IActionResult> Preview(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } report)
            return NotFound();
        var said = ReportWords.In(report.Locale);
        var paper = await Compose(report, said, cancel);
        var pages = paper.GenerateSvg();
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(pages))));
        previews.Keep(id, key, pages);
        var shown = paper.Shown;
        return this.Fragment(
            "_Preview",
            new PreviewPart($"{current.Root}/reports/{id}/preview/{key}", pages.Count, [.. shown.Select(s => s.Title)], [.. report.Sections.Where(s => !shown.Any(x => ReferenceEquals(x.Section, s)))], Missing(report, said)),
            otherwise: $"{current.Root}/reports/{id}/preview.pdf");
    }

    [HttpGet("preview.pdf")]
    public async Task<IActionResult> Paper(Guid id, CancellationToken cancel) =>
        await Find(id, cancel) is { } report ? File((await Compose(report, ReportWords.In(report.Locale), cancel)).Generate().Pdf, ReportFile.PdfType) : NotFound();

    /// <param name="key">Of what was drawn: the address of other pages is another.</param>
    [HttpGet("preview/{key}/{page:int}")]
    public async Task<IActionResult> Page(Guid id, string key, int page, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } report)
            return NotFound();
        var pages = previews.Find(id, key) ?? (await Compose(report, ReportWords.In(report.Locale), cancel)).GenerateSvg();
        if (page < 1 || page > pages.Count)
            return NotFound();
        Response.Headers.CacheControl = "private, max-age=3600";
        return Content(pages[page - 1], "image/svg+xml", Encoding.UTF8);
    }

    async Task<PerformanceReport> Compose(Report report, ReportWords said, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(times.LocalNow);
        var (from, to) = (report.Schedule ?? new ReportSchedule(ReportPace.Monthly, 1, default, current.Workspace.Zone, today)).DaysOf(today);
        var data = await reader.Read(current.Workspace, AnalyticsQuery.Read(_ => null).Between(new DaySpan(from, to)).Against(report.With), today, reader: null, cancel);
        return await press.Compose(data, report.Name, report.Sections, said, comment: null, preparedBy: null, cancel);
    }

    /// <summary>What was asked for while the pages were drawn is asked of the languages of all who get them.</summary>
    static IReadOnlyList<(string Locale, IReadOnlyCollection<string> Phrases)> Missing(Report report, ReportWords drawn) =>
        [.. report.Recipients.Select(r => r.Locale ?? report.Locale).Append(report.Locale).Distinct().Select(locale => (locale, ReportWords.In(locale).Lacks(drawn.Asked))).Where(m => m.Item2.Count > 0)];

    Task<Report?> Find(Guid id, CancellationToken cancel) => db.Reports.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.RemovedAt == null, cancel);

    async Task<IActionResult> Change(Guid id, Action<Report> verb, string? flash, CancellationToken cancel)
    {
        if (await db.Reports.SingleOrDefaultAsync(r => r.Id == id && r.RemovedAt == null, cancel) is not { } report)
            return NotFound();
        verb(report);
        await db.SaveChangesAsync(cancel);
        // Its pages stand beside it and are drawn anew. The form that was sent is gone by then, so the event goes to them.
        Response.Headers["HX-Trigger"] = """{"report-changed":{"target":"#preview"}}""";
        return this.Fragment("_Sections", new SectionsEditor($"{current.Root}/reports/{id}", report.Sections), otherwise: $"{current.Root}/reports/{id}", flash);
    }
}
