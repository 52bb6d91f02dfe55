using Planable.Data.Channels;
using Planable.Data.Readings;

namespace Planable.Data.Analytics;

/// <param name="ReadAt">When its figures were read completely the last time.</param>
/// <param name="Trouble">Why they cannot be read now.</param>
/// <param name="ToldAt">When any of its figures was told last.</param>
public sealed record BoardChannel(
    Guid Id, string Name, string Network, ChannelState State, DateTimeOffset ConnectedAt, DateTimeOffset? ReadAt, DateTimeOffset? NextAllowedAt, SyncState Sync, string? Trouble, DateTimeOffset? ToldAt);

/// <summary>A value that its network told otherwise at first.</summary>
public sealed record Restatement(DateOnly Day, long First, DateTimeOffset FirstReadAt, long Now, DateTimeOffset ReadAt);

/// <summary>One metric of one channel, day by day. NaN is a day that was not read.</summary>
/// <param name="Source">Null where the network does not tell it.</param>
/// <param name="Fields">What the network calls it; of a figure that is put together, its parts.</param>
/// <param name="Days">Of the stretch that is shown.</param>
/// <param name="Before">Of the one it is compared with; empty without.</param>
/// <param name="By">Of a rate: what <paramref name="Days"/> is divided by, day by day.</param>
public sealed record BoardLine(
    BoardChannel Channel, Metric Metric, ReadingSource? Source, IReadOnlyList<string> Fields, double[] Days, double[] Before, double[]? By, double[]? ByBefore, DateTimeOffset? ReadAt, IReadOnlyList<Restatement> Restated)
{
    public bool IsTold => Source is not null;

    public bool HasDays => Array.Exists(Days, double.IsFinite);

    public int DaysRead => Days.Count(double.IsFinite);

    /// <summary>NaN without a single day.</summary>
    public double Total => Sum(Days, By);

    public double TotalBefore => Sum(Before, ByBefore);

    /// <summary>The value of one day.</summary>
    public double At(int day) => Value(Days, By, day);

    /// <summary>Of some of the days together.</summary>
    public double Of(int first, int count) => Sum(Days[first..(first + count)], By?[first..(first + count)]);

    internal double Sum(double[] days, double[]? by) => Metric.Kind switch
    {
        MetricKind.Level => Array.FindLast(days, double.IsFinite) is var last && Array.Exists(days, double.IsFinite) ? last : double.NaN,
        MetricKind.Rate => Ratio([(days, by!)]),
        _ => Array.Exists(days, double.IsFinite) ? days.Where(double.IsFinite).Sum() : double.NaN,
    };

    static double Value(double[] days, double[]? by, int day) => by is null ? days[day] : by[day] > 0 ? 100 * days[day] / by[day] : double.NaN;

    /// <summary>In percent, of the days that have both.</summary>
    internal static double Ratio(IEnumerable<(double[] Days, double[] By)> lines)
    {
        var both = lines.SelectMany(l => l.Days.Zip(l.By)).Where(p => double.IsFinite(p.First) && double.IsFinite(p.Second)).ToList();
        var by = both.Sum(p => p.Second);
        return by > 0 ? 100 * both.Sum(p => p.First) / by : double.NaN;
    }
}

/// <summary>One metric of all chosen channels together, with the parts it is made of.</summary>
public sealed record BoardFigure(Metric Metric, IReadOnlyList<BoardLine> Lines)
{
    /// <summary>Those that are part of the total.</summary>
    public IEnumerable<BoardLine> Parts => Lines.Where(l => l.HasDays);

    /// <summary>Channels whose network does not tell it.</summary>
    public IEnumerable<BoardLine> NotTold => Lines.Where(l => !l.IsTold);

    /// <summary>Channels that would tell it, and were not read on a single one of the days.</summary>
    public IEnumerable<BoardLine> NotRead => Lines.Where(l => l.IsTold && !l.HasDays);

    public bool IsKnown => Parts.Any();

    public double Total => Sum(l => l.Days, l => l.By);

    public double TotalBefore => Sum(l => l.Before, l => l.ByBefore);

    /// <summary>In percent; of a rate in points. NaN if there is nothing to compare with.</summary>
    public double Change => ChangeOf(Metric, Total, TotalBefore);

    public int DaysRead => Parts.Sum(l => l.DaysRead);

    public int DaysAsked => Lines.Where(l => l.IsTold).Sum(l => l.Days.Length);

    public DateTimeOffset? ReadAt => Parts.Select(l => l.ReadAt).Min();

    public IEnumerable<(BoardChannel Channel, Restatement Told)> Restated => Lines.SelectMany(l => l.Restated.Select(r => (l.Channel, r)));

    /// <summary>All channels on one day.</summary>
    public double At(int day) => Of(day, 1);

    public double Of(int first, int count) =>
        // A level of some channels is none of all of them.
        Metric.Kind == MetricKind.Level && Parts.Any(l => !double.IsFinite(l.Of(first, count))) ? double.NaN : Sum(l => l.Days[first..(first + count)], l => l.By?[first..(first + count)]);

    public static double ChangeOf(Metric metric, double now, double before) => metric.Kind == MetricKind.Rate ? now - before : before > 0 ? 100 * (now - before) / before : double.NaN;

    double Sum(Func<BoardLine, double[]> days, Func<BoardLine, double[]?> by)
    {
        if (Metric.Kind == MetricKind.Rate)
            return BoardLine.Ratio(Lines.Where(l => l.IsTold).Select(l => (days(l), by(l)!)));
        var told = Lines.Select(l => l.Sum(days(l), by(l))).Where(double.IsFinite).ToList();
        return told.Count == 0 ? double.NaN : told.Sum();
    }
}

/// <summary>The figures of some channels over some days, compared with others or not. Pages, files and reports take their numbers from here.</summary>
public sealed record Board(DaySpan Days, DaySpan? Before, IReadOnlyList<BoardChannel> Channels, IReadOnlyList<BoardChannel> Chosen, IReadOnlyList<BoardFigure> Figures)
{
    public BoardFigure Of(string metric) => Figures.First(f => f.Metric.Key == metric);

    /// <summary>The main ones always, others where a network tells them.</summary>
    public IEnumerable<BoardFigure> Shown => Figures.Where(f => Metric.Main.Contains(f.Metric) || f.IsKnown);

    /// <summary>When the channel that waits longest was read.</summary>
    public DateTimeOffset? ReadAt => Chosen.Where(c => c.State == ChannelState.Connected).Select(c => c.ReadAt).Min();
}
