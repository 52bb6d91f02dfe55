using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Readings;
using Planable.Web.Times;

namespace Planable.Web.Analytics;

public sealed class GoalForm
{
    public Guid? Channel { get; set; }

    [Required]
    public string Metric { get; set; } = MetricName.Followers;

    [Required(ErrorMessage = "Say which number it should come to."), Range(1, 100_000_000_000, ErrorMessage = "Say a whole number above zero.")]
    public long? Target { get; set; }

    public DateOnly? Starts { get; set; }

    [Required(ErrorMessage = "Say by which day.")]
    public DateOnly? Ends { get; set; }
}

public sealed class GoalTermsForm
{
    [Required, Range(1, 100_000_000_000)]
    public long? Target { get; set; }

    [Required]
    public DateOnly? Ends { get; set; }

    public int Revision { get; set; }
}

/// <param name="Days">From the goal's start, for its line.</param>
public sealed record GoalCard(Goal Goal, Metric Metric, string? Channel, GoalPace Pace, double[] Days);

/// <param name="Value">As of this morning; NaN if it is not known.</param>
public sealed record LimitRow(Guid Id, Metric Metric, string? Channel, int Days, double Least, string Owner, bool IsUnder, DateTimeOffset? ChangedAt, double Value);

public sealed record GoalsPage(AnalyticsFrame Frame, IReadOnlyList<GoalCard> Goals, IReadOnlyList<LimitRow> Limits, GoalForm Form);

/// <summary>Gathers goals and how far they are: two commands more than without any, however many there are.</summary>
public sealed class GoalPages(PlanableDb db, BoardReader boards, TimeWords times)
{
    const int Back = 35;

    public DateOnly Today => DateOnly.FromDateTime(times.LocalNow);

    public async Task<GoalsPage> List(GoalForm form, CancellationToken cancel)
    {
        var goals = await db.Goals.AsNoTracking().Where(g => g.DroppedAt == null).OrderBy(g => g.Ends).ThenBy(g => g.Id).ToListAsync(cancel);
        var first = goals.Select(g => g.Starts).Append(Today.AddDays(-Back)).Min();
        var query = AnalyticsQuery.Read(_ => null).Between(new DaySpan(first, Today)).Against(Comparison.None);
        var board = await boards.Read(query, Today, cancel);
        var limits = await db.FigureLimits.AsNoTracking().Where(l => l.DroppedAt == null).OrderBy(l => l.CreatedAt).Select(l => new { Limit = l, Owner = l.Owner.Person.Name, Channel = l.Channel == null ? null : l.Channel.Name }).ToListAsync(cancel);
        return new GoalsPage(
            new AnalyticsFrame(AnalyticsQuery.Read(_ => null), Today, board.Channels, "goals", []), goals.ConvertAll(g => Card(g, board, first)),
            limits.ConvertAll(l => new LimitRow(l.Limit.Id, Metric.Of(l.Limit.Metric), l.Channel, l.Limit.Days, l.Limit.Least, l.Owner, l.Limit.IsUnder, l.Limit.ChangedAt, Value(l.Limit, board))), form);
    }

    /// <summary>Of the days it is about, cut out of those that were read anyway.</summary>
    double Value(FigureLimit limit, Board board)
    {
        var start = board.Days.IndexOf(Today.AddDays(-limit.Days));
        return new BoardFigure(Metric.Of(limit.Metric), [.. board.Of(limit.Metric).Lines.Where(l => limit.ChannelId is null || l.Channel.Id == limit.ChannelId)]).Of(start, limit.Days);
    }

    GoalCard Card(Goal goal, Board board, DateOnly first)
    {
        var metric = Metric.Of(goal.Metric);
        var figure = new BoardFigure(metric, [.. board.Of(goal.Metric).Lines.Where(l => goal.ChannelId is null || l.Channel.Id == goal.ChannelId)]);
        var days = Enumerable.Range(0, board.Days.Length).Select(figure.At).ToArray();
        return new GoalCard(goal, metric, figure.Lines.Count > 0 && goal.ChannelId is not null ? figure.Lines[0].Channel.Name : null, GoalPace.Of(goal, metric.Kind, days, first, Today), days[Math.Max(0, goal.Starts.DayNumber - first.DayNumber)..]);
    }
}
