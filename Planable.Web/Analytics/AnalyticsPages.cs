using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Members;
using Planable.Data.Readings;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Analytics;

/// <summary>What every page of the analytics has above its own: the days, the channels, the address.</summary>
/// <param name="Tab">Last part of the address; empty for the overview.</param>
/// <param name="Keep">What stays when the filters change.</param>
public sealed record AnalyticsFrame(AnalyticsQuery Query, DateOnly Today, IReadOnlyList<BoardChannel> Channels, string Tab, IReadOnlyList<(string Name, string? Value)> Keep)
{
    public DaySpan Days => Query.Days(Today);

    public DaySpan? Before => Query.ComparedWith(Today);

    public IReadOnlyList<BoardChannel> Chosen => Query.Chosen(Channels);

    public bool IsDashboard => Tab.StartsWith("dashboards", StringComparison.Ordinal);

    /// <summary>It shows what is, not what was on some days.</summary>
    public bool IsOfNow => Tab is "audience";

    public bool IsCompared => Tab.Length == 0 || IsDashboard;

    public string Address(AnalyticsQuery query) => Path + query.Address([.. Keep]);

    public string Path => Tab.Length == 0 ? "/analytics" : $"/analytics/{Tab}";
}

/// <param name="Scores">What went out on the days.</param>
/// <param name="Noted">What was noted about these days when they were over; null if nothing was.</param>
public sealed record FiguresPage(AnalyticsFrame Frame, Board Board, BoardTable Table, IReadOnlyList<Clause> Changes, ChangeNote? Noted, IReadOnlyList<PostScore> Scores)
{
    const int Shown = 6;

    public IEnumerable<PostScore> Top => AnalyticsPages.Ranked(Scores, Metric.EngagementRate).Take(Shown);

    /// <summary>The numbers say something else by now.</summary>
    public bool IsNotedOtherwise => Noted is not null && !Noted.Clauses.SequenceEqual(Changes);
}

/// <param name="Sort">Key of a metric, or "date".</param>
/// <param name="Scores">Of this page.</param>
/// <param name="Total">Of all pages.</param>
public sealed record ScoresPage(AnalyticsFrame Frame, string Sort, ScoreFilter Filter, string? FilterName, IReadOnlyList<PostScore> Scores, int Total, int Page, int Pages, int Growing, int Unknown, ScoreGroup Sum)
{
    public const string ByDate = "date";
}

public sealed record BreakdownPage(AnalyticsFrame Frame, Grouping By, IReadOnlyList<ScoreGroup> Groups, ScoreGroup All, int Memberships);

public sealed record HeatPage(AnalyticsFrame Frame, Heat Heat, DayOfWeek WeekStart, int Unrated);

/// <summary>Gathers the pages, each in a constant number of commands.</summary>
public sealed class AnalyticsPages(PlanableDb db, BoardReader boards, PostScores scores, Current current, TimeWords times)
{
    public const int OnPage = 100;

    /// <summary>By which posts can be ranked.</summary>
    public static readonly IReadOnlyList<string> Sorts = [.. Metric.OfPosts, ScoresPage.ByDate];

    public DateOnly Today => DateOnly.FromDateTime(times.LocalNow);

    public Task<FiguresPage> Board(AnalyticsQuery query, CancellationToken cancel) => Board(query, "", cancel);

    /// <param name="tab">Where the figures are shown.</param>
    public async Task<FiguresPage> Board(AnalyticsQuery query, string tab, CancellationToken cancel)
    {
        var board = await boards.Read(query, Today, cancel);
        // Both stretches at once: what changed compares their posts.
        var both = board.Before is { } then && then.From < board.Days.From ? new DaySpan(then.From, board.Days.To) : board.Days;
        var posts = await scores.Read(board.Chosen, both, current.Workspace, current.Member, cancel);
        var now = posts.Where(p => board.Days.Holds(DateOnly.FromDateTime(p.Local))).ToList();
        var before = posts.Where(p => board.Before?.Holds(DateOnly.FromDateTime(p.Local)) == true).ToList();
        return new FiguresPage(
            new AnalyticsFrame(query, Today, board.Channels, tab, []), board, new BoardTable(board, board.Of(query.Metric), query.GrainFor(board.Days)),
            WhatChanged.Of(board, query.Metric, now, before), tab.Length == 0 ? await Noted(query, board, cancel) : null, now);
    }

    public Task<ScoresPage> Scores(AnalyticsQuery query, ScoreFilter filter, string? sort, int page, CancellationToken cancel) => Scores(query, filter, sort, page, OnPage, cancel);

    /// <summary>For a file, which has no pages.</summary>
    public Task<ScoresPage> AllScores(AnalyticsQuery query, ScoreFilter filter, string? sort, CancellationToken cancel) => Scores(query, filter, sort, 1, int.MaxValue, cancel);

    async Task<ScoresPage> Scores(AnalyticsQuery query, ScoreFilter filter, string? sort, int page, int onPage, CancellationToken cancel)
    {
        var by = sort is not null && Sorts.Contains(sort) ? sort : Metric.EngagementRate;
        var (channels, found) = await Posts(query, cancel);
        var taken = found.Where(filter.Takes).ToList();
        var pages = Math.Max(1, (int)Math.Ceiling(taken.Count / (double)onPage));
        page = Math.Clamp(page, 1, pages);
        var name = filter.By is { } group && filter.Key is { } key ? found.SelectMany(p => ScoreFilter.KeysOf(p, group)).FirstOrDefault(k => k.Key == key).Name : null;
        var frame = new AnalyticsFrame(query, Today, channels, "posts", [
            ("sort", by == Metric.EngagementRate ? null : by), ("group", filter.By is { } g ? AnalyticsQuery.Name(g) : null), ("key", filter.Key), ("hour", filter.Hour?.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        return new ScoresPage(
            frame, by, filter, name, [.. Ranked(taken, by).Skip((page - 1) * onPage).Take(onPage)], taken.Count, page, pages, taken.Count(p => p.IsGrowing(times.Now)),
            by == ScoresPage.ByDate ? 0 : taken.Count(p => p.Of(by) is null), ScoreGroup.From("", null, taken));
    }

    /// <summary>Notes count every post, so they are for those who see every post.</summary>
    async Task<ChangeNote?> Noted(AnalyticsQuery query, Board board, CancellationToken cancel) =>
        query.Channels.Count == 0 && board.Before is { } before && current.Can(Permission.SeeInternal)
            ? await db.ChangeNotes.AsNoTracking().Where(n => n.From == board.Days.From && n.To == board.Days.To && n.BeforeFrom == before.From && n.Metric == query.Metric).OrderByDescending(n => n.MadeAt).FirstOrDefaultAsync(cancel)
            : null;

    public async Task<BreakdownPage> Breakdown(AnalyticsQuery query, Grouping by, CancellationToken cancel)
    {
        var (channels, found) = await Posts(query, cancel);
        var groups = ScoreGroup.Of(found, by);
        var ordered = by == Grouping.Weekday
            ? groups.OrderBy(g => ((int)Enum.Parse<DayOfWeek>(g.Key, true) - (int)current.Workspace.WeekStart + 7) % 7)
            : groups.OrderByDescending(g => g.Rate ?? -1).ThenByDescending(g => g.Posts).ThenBy(g => g.Name, StringComparer.CurrentCulture);
        return new BreakdownPage(new AnalyticsFrame(query, Today, channels, "breakdowns", [("group", AnalyticsQuery.Name(by))]), by, [.. ordered], ScoreGroup.From("", null, [.. found]), groups.Sum(g => g.Posts));
    }

    public async Task<HeatPage> Heat(AnalyticsQuery query, CancellationToken cancel)
    {
        var (channels, found) = await Posts(query, cancel);
        return new HeatPage(new AnalyticsFrame(query, Today, channels, "times", []), Data.Analytics.Heat.Of(found), current.Workspace.WeekStart, found.Count(p => p.Rate is null));
    }

    /// <summary>Those without the figure come last, whichever way it goes.</summary>
    public static IEnumerable<PostScore> Ranked(IEnumerable<PostScore> posts, string by) =>
        by == ScoresPage.ByDate ? posts.OrderByDescending(p => p.At).ThenBy(p => p.DeliveryId) : posts.OrderByDescending(p => p.Of(by) ?? double.MinValue).ThenByDescending(p => p.At).ThenBy(p => p.DeliveryId);

    async Task<(IReadOnlyList<BoardChannel> Channels, IReadOnlyList<PostScore> Posts)> Posts(AnalyticsQuery query, CancellationToken cancel)
    {
        var channels = await boards.Channels(cancel);
        return (channels, await scores.Read([.. query.Chosen(channels)], query.Days(Today), current.Workspace, current.Member, cancel));
    }
}

/// <param name="First">Rank of the first of them.</param>
public sealed record Ranking(IReadOnlyList<PostScore> Posts, string By, int First)
{
    public Metric Metric => Metric.Find(By) ?? Metric.Of(Metric.EngagementRate);

    /// <summary>The longest bar.</summary>
    public double Most => Posts.Select(p => p.Of(Metric.Key) ?? 0).DefaultIfEmpty(0).Max();
}

/// <param name="IsOn">Its chart is shown below.</param>
public sealed record FigureCard(FiguresPage Page, BoardFigure Figure, bool IsOn);

/// <param name="Id">Of the table.</param>
public sealed record FigureChart(Board Board, BoardTable Table, bool HasChart, string Id, bool IsOpen = true);
