using Planable.Data.Networks;

namespace Planable.Data.Analytics;

public enum ClauseKind
{
    /// <summary>So few days were read that nothing can be said. <see cref="Clause.Number"/> of <see cref="Clause.Other"/> channel days.</summary>
    TooLittle,

    /// <summary>There is nothing to compare with.</summary>
    NothingBefore,
    Grew,
    Fell,
    Same,

    /// <summary>Most of the difference is one channel's: its part of it in percent.</summary>
    Channel,

    /// <summary>Other channels went the other way: how far in percent.</summary>
    Against,

    /// <summary>Of one type so many posts went out, and so many before.</summary>
    MorePosts,
    FewerPosts,

    /// <summary>One post alone brought so much.</summary>
    OnePost,
}

/// <summary>One thing that is said about a difference, as numbers; the words come with the page.</summary>
/// <param name="Name">Of the channel, the type or the post.</param>
/// <param name="Link">The posts behind it, below the address of the analytics.</param>
public sealed record Clause(ClauseKind Kind, double Number, double Other, string? Name, string? Link);

/// <summary>
/// Says in a few clauses why a figure is not what it was before. It reckons and never guesses: the same numbers make the same clauses, and each leads to the posts it is about.
/// </summary>
public static class WhatChanged
{
    /// <summary>With less than half of the days nothing is said.</summary>
    const double EnoughDays = 0.5;

    /// <summary>Below this a change is none, in percent or points.</summary>
    const double Noise = 0.5;

    /// <summary>A channel that goes the other way by less is not worth a word.</summary>
    const double Counter = 5;

    const double LargeShare = 0.5;
    const double LonePost = 0.12;

    public static IReadOnlyList<Clause> Of(Board board, string metric, IReadOnlyCollection<PostScore> posts, IReadOnlyCollection<PostScore> before)
    {
        var figure = board.Of(metric);
        if (board.Before is not { } then)
            return [];
        var (read, asked) = (figure.DaysRead, figure.DaysAsked);
        if (asked == 0 || read < asked * EnoughDays)
            return [new(ClauseKind.TooLittle, read, asked, null, null)];
        var readBefore = figure.Lines.Where(l => l.IsTold).Sum(l => l.Before.Count(double.IsFinite));
        if (!double.IsFinite(figure.Change) || readBefore < asked * EnoughDays * then.Length / board.Days.Length)
            return [new(ClauseKind.NothingBefore, 0, 0, null, null)];
        var change = figure.Change;
        if (Math.Abs(change) < Noise)
            return [new(ClauseKind.Same, Round(change), 0, null, null)];
        var clauses = new List<Clause> { new(change > 0 ? ClauseKind.Grew : ClauseKind.Fell, Round(Math.Abs(change)), 0, null, null) };
        if (figure.Metric.Kind == MetricKind.Sum)
            clauses.AddRange(Channels(board, figure));
        clauses.AddRange(Types(board, then, posts, before, change > 0));
        clauses.AddRange(Lone(board, figure, posts, change > 0));
        return clauses;
    }

    static IEnumerable<Clause> Channels(Board board, BoardFigure figure)
    {
        var parts = figure.Lines.Where(l => double.IsFinite(l.Total) && double.IsFinite(l.TotalBefore)).Select(l => (Line: l, By: l.Total - l.TotalBefore)).ToList();
        var whole = parts.Sum(p => p.By);
        if (parts.Count < 2 || whole == 0)
            yield break;
        var most = parts.MaxBy(p => p.By / whole);
        if (most.By / whole >= LargeShare)
            yield return new(ClauseKind.Channel, Round(Math.Min(100, 100 * most.By / whole)), 0, most.Line.Channel.Name, Posts(board.Days, Grouping.Channel, most.Line.Channel.Id.ToString()));
        foreach (var line in parts.Where(p => Math.Sign(p.By) == -Math.Sign(whole) && Math.Abs(ChangeOf(p.Line)) >= Counter).Select(p => p.Line))
            yield return new(ClauseKind.Against, Round(ChangeOf(line)), 0, line.Channel.Name, Posts(board.Days, Grouping.Channel, line.Channel.Id.ToString()));

        double ChangeOf(BoardLine line) => BoardFigure.ChangeOf(figure.Metric, line.Total, line.TotalBefore);
    }

    /// <summary>Types of which there were more or fewer, where that goes with the change: the two that differ most.</summary>
    static IEnumerable<Clause> Types(Board board, DaySpan then, IReadOnlyCollection<PostScore> posts, IReadOnlyCollection<PostScore> before, bool grew) =>
        Enum.GetValues<PostType>()
            .Select(type => (Type: type, Now: posts.Count(p => p.Type == type), Before: before.Count(p => p.Type == type)))
            .Where(t => t.Now != t.Before && t.Now > t.Before == grew)
            .OrderByDescending(t => Math.Abs(t.Now - t.Before)).ThenBy(t => t.Type).Take(2)
            .Select(t => new Clause(grew ? ClauseKind.MorePosts : ClauseKind.FewerPosts, t.Now, t.Before, t.Type.ToString(), Posts(grew ? board.Days : then, Grouping.Type, t.Type.ToString().ToLowerInvariant())));

    static IEnumerable<Clause> Lone(Board board, BoardFigure figure, IReadOnlyCollection<PostScore> posts, bool grew)
    {
        if (!grew || figure.Metric.Kind != MetricKind.Sum)
            yield break;
        var best = posts.Where(p => p.Of(figure.Metric.Key) is not null).MaxBy(p => p.Of(figure.Metric.Key));
        if (best?.Of(figure.Metric.Key) is { } value && value >= figure.Total * LonePost)
            yield return new(ClauseKind.OnePost, value, 0, best.Text, $"../posts/{best.PostId}");
    }

    static string Posts(DaySpan days, Grouping by, string key) =>
        $"posts?from={AnalyticsQuery.Iso(days.From)}&to={AnalyticsQuery.Iso(days.To)}&group={AnalyticsQuery.Name(by)}&key={key}";

    static double Round(double value) => Math.Round(value, 1);
}
