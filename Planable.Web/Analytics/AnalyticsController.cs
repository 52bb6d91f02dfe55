using Microsoft.AspNetCore.Mvc;
using Planable.Data.Analytics;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.Analytics;

/// <summary>What channels and posts came to. The address says it all: what one reader sees another one opens.</summary>
[Route("w/{workspace}/analytics"), Requires(Permission.SeeAnalytics)]
public class AnalyticsController(AnalyticsPages pages, AnalyticsFiles files, Current current) : Controller
{
    AnalyticsQuery Query => AnalyticsQuery.Read(Parameter);

    /// <summary>Author and campaign are the team's own sorting.</summary>
    ScoreFilter Filter => Grouped(null) is { } by && Parameter("key") is { Length: > 0 and <= 60 } key
        ? new(by, key, int.TryParse(Parameter("hour"), out var hour) ? hour : null)
        : new(null, null);

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await pages.Board(Query, cancel));

    [HttpGet("posts")]
    public async Task<IActionResult> Posts(string? sort, int page, CancellationToken cancel) => View(await pages.Scores(Query, Filter, sort, page, cancel));

    [HttpGet("breakdowns")]
    public async Task<IActionResult> Breakdowns(CancellationToken cancel) => View(await pages.Breakdown(Query, Grouped(current.Can(Permission.SeeInternal) ? Grouping.Label : Grouping.Type)!.Value, cancel));

    [HttpGet("times")]
    public async Task<IActionResult> Times(CancellationToken cancel) => View(await pages.Heat(Parameter("days") is null && Parameter("from") is null ? Query.On("12m") : Query, cancel));

    /// <summary>The overview's figures, the same as on the page.</summary>
    [HttpGet("exports/{format}"), ForMachines]
    public async Task<IActionResult> Export(string format, CancellationToken cancel) => files.Write(await pages.Board(Query, cancel), format) is { } file ? file : NotFound();

    [HttpGet("posts/exports/{format}"), ForMachines]
    public async Task<IActionResult> ExportPosts(string format, string? sort, CancellationToken cancel) =>
        files.Write(await pages.AllScores(Query, Filter, sort, cancel), format) is { } file ? file : NotFound();

    /// <returns>The grouping the address asks for, as far as the reader may group by it.</returns>
    Grouping? Grouped(Grouping? otherwise) =>
        Parameter("group") is [var first, ..] name && char.IsAsciiLetter(first) && Enum.TryParse<Grouping>(name, ignoreCase: true, out var by) && (current.Can(Permission.SeeInternal) || by is not (Grouping.Label or Grouping.Campaign or Grouping.Author))
            ? by : otherwise;

    string? Parameter(string name) => Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;
}
