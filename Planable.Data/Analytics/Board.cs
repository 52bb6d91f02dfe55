using Planable.Data.Channels;
using Planable.Data.Readings;

namespace Planable.Data.Analytics;

/// <param name="ReadAt">When its figures were read completely the last time.</param>
/// <param name="Trouble">Why they cannot be read now.</param>
/// <param name="ToldAt">When any of its figures was told last.</param>
public sealed record BoardChannel(
    Guid Id, string Name, string Network, ChannelState State, DateTimeOffset ConnectedAt, DateTimeOffset? ReadAt, DateTimeOffset? NextAllowedAt, SyncState Sync, string? Trouble, DateTimeOffset? ToldAt)
{
    /// <summary>When a figure of any of its posts was told last.</summary>
    public DateTimeOffset? PostsToldAt { get; init; }
}

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
    public double Total => Sum(Days, By, 0, Days.Length);

    public double TotalBefore => Sum(Before, ByBefore, 0, Before.Length);

    /// <summary>The value of one day.</summary>
    public double At(int day) => Value(Days, By, day);

    /// <summary>Of some of the days together.</summary>
    public double Of(int first, int count) => Sum(Days, By, first, count);

    double Sum(double[] days, double[]? by, int first, int count) => Metric.Kind switch
    {
        MetricKind.Level => ((ReadOnlySpan<double>)days.AsSpan(first, count)).LastFinite(),
        MetricKind.Rate => Ratio([(days, by!)], first, count),
        _ => ((ReadOnlySpan<double>)days.AsSpan(first, count)).SumOfFinite(),
    };

    static double Value(double[] days, double[]? by, int day) => by is null ? days[day] : by[day] > 0 ? 100 * days[day] / by[day] : double.NaN;

    /// <summary>In percent, of the days that have both.</summary>
    internal static double Ratio(IEnumerable<(double[] Days, double[] By)> lines, int first, int count)
    {
        var (sum, by) = (0d, 0d);
        foreach (var line in lines)
        {
            for (var day = first; day < first + count; day++)
            {
                if (double.IsFinite(line.Days[day]) && double.IsFinite(line.By[day]))
                    (sum, by) = (sum + line.Days[day], by + line.By[day]);
            }
        }

        return by > 0 ? 100 * sum / by : double.NaN;
    }
}

/// <summary>Days as they lie, in which NaN is one that was not read. A page asks for thousands of such sums.</summary>
static class DayValues
{
    /// <returns>NaN without a single day, as all of these.</returns>
    public static double SumOfFinite(this ReadOnlySpan<double> days)
    {
        var (sum, any) = (0d, false);
        foreach (var day in days)
        {
            if (double.IsFinite(day))
                (sum, any) = (sum + day, true);
        }

        return any ? sum : double.NaN;
    }

    public static double LastFinite(this ReadOnlySpan<double> days)
    {
        for (var n = days.Length - 1; n >= 0; n--)
        {
            if (double.IsFinite(days[n]))
                return days[n];
        }

        return double.NaN;
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

    public double Total => Lines.Count == 0 ? double.NaN : Sum(l => (l.Days, l.By), l => l.Total, 0, Lines[0].Days.Length);

    public double TotalBefore => Lines.Count == 0 ? double.NaN : Sum(l => (l.Before, l.ByBefore), l => l.TotalBefore, 0, Lines[0].Before.Length);

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
        Metric.Kind == MetricKind.Level && Parts.Any(l => !double.IsFinite(l.Of(first, count))) ? double.NaN : Sum(l => (l.Days, l.By), l => l.Of(first, count), first, count);

    public static double ChangeOf(Metric metric, double now, double before) => metric.Kind == MetricKind.Rate ? now - before : before > 0 ? 100 * (now - before) / before : double.NaN;

    double Sum(Func<BoardLine, (double[] Days, double[]? By)> days, Func<BoardLine, double> sum, int first, int count)
    {
        if (Metric.Kind == MetricKind.Rate)
            return BoardLine.Ratio(Lines.Where(l => l.IsTold).Select(days).Select(d => (d.Days, d.By!)), first, count);
        return ((ReadOnlySpan<double>)Lines.Select(sum).ToArray()).SumOfFinite();
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
