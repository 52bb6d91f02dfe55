using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Members;
using Planable.Jobs.Competitors;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Analytics;

/// <summary>What public profiles of others show, beside one's own channels.</summary>
[Route("w/{workspace}/analytics/competitors"), Requires(Permission.SeeInternal)]
public class CompetitorsController(PlanableDb db, CompetitorPages pages, CompetitorChoice choice, AnalyticsFiles files, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    AnalyticsQuery Query => AnalyticsQuery.Read(name => Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null);

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await pages.Read(Query, cancel));

    [HttpGet("exports/{format}"), ForMachines]
    public async Task<IActionResult> Export(string format, CancellationToken cancel) => files.Write(await pages.Read(Query, cancel), format) is { } file ? file : NotFound();

    [HttpPost]
    public async Task<IActionResult> Create(string? network, string? handle, CancellationToken cancel)
    {
        var competitor = await choice.Add(network ?? "", handle ?? "", current.Member, cancel);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/analytics/competitors", words["{0} is read in a moment, and once a day from now on.", competitor.Handle]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (await db.Competitors.SingleOrDefaultAsync(c => c.Id == id && c.RemovedAt == null, cancel) is not { } competitor)
            return NotFound();
        competitor.Remove(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/analytics/competitors", words["Removed: {0}", competitor.Name]);
    }
}
