using Microsoft.AspNetCore.Mvc;
using Planable.Data.Analytics;
using Planable.Data.Links;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Analytics;

public sealed record LinksPage(AnalyticsFrame Frame, IReadOnlyList<LinkResult> Links)
{
    /// <summary>By post and target: the channels of one link stand together.</summary>
    public IReadOnlyList<IReadOnlyList<LinkResult>> Groups => [.. Links.GroupBy(l => (l.PostId, l.Page)).Select(g => (IReadOnlyList<LinkResult>)[.. g]).OrderByDescending(g => g.Sum(l => l.People)).ThenByDescending(g => g.Max(l => l.MadeAt))];
}

/// <summary>Who followed the short links of posts.</summary>
[Route("w/{workspace}/analytics/links"), Requires(Permission.SeeAnalytics)]
public class LinkResultsController(BoardReader boards, LinkResults results, AnalyticsFiles files, Current current, TimeWords times) : Controller
{
    AnalyticsQuery Query => AnalyticsQuery.Read(name => Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null);

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await Read(cancel));

    [HttpGet("exports/{format}"), ForMachines]
    public async Task<IActionResult> Export(string format, CancellationToken cancel) => files.Write(await Read(cancel), format) is { } file ? file : NotFound();

    async Task<LinksPage> Read(CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(times.LocalNow);
        // Unlike networks, our own count is there at once.
        var query = Query is { Own: null, Preset: "30d" } asked ? asked.Between(new DaySpan(today.AddDays(-29), today)) : Query;
        var frame = new AnalyticsFrame(query, today, await boards.Channels(cancel), "links", []);
        return new LinksPage(frame, await results.Read([.. frame.Chosen.Select(c => c.Id)], frame.Days, current.Member, cancel));
    }
}
