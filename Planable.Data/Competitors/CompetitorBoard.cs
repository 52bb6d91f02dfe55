using Microsoft.EntityFrameworkCore;
using Planable.Data.Analytics;
using Planable.Data.Readings;

namespace Planable.Data.Competitors;

/// <summary>One profile day by day, somebody else's or one's own. NaN is a day that was not read.</summary>
/// <param name="Competitor">Null for a channel of one's own.</param>
public sealed record RivalLine(string Name, string Network, Competitor? Competitor, double[] Followers, double[] Posts)
{
    public bool IsOwn => Competitor is null;

    public bool IsGone => Competitor?.GoneSince is not null;

    /// <summary>At the end of the days.</summary>
    public double Now => Last(Followers);

    public double Won => Difference(Followers);

    /// <summary>In percent.</summary>
    public double Growth => First(Followers) is > 0 and var first ? 100 * (Now - first) / first : double.NaN;

    public double Published => Difference(Posts);

    /// <summary>Of each day, in percent of the first that was read.</summary>
    public double[] GrowthByDay => First(Followers) is > 0 and var first ? Array.ConvertAll(Followers, f => 100 * (f - first) / first) : Array.ConvertAll(Followers, _ => double.NaN);

    static double First(double[] days) => Array.Find(days, double.IsFinite) is var first && Array.Exists(days, double.IsFinite) ? first : double.NaN;

    static double Last(double[] days) => Array.FindLast(days, double.IsFinite) is var last && Array.Exists(days, double.IsFinite) ? last : double.NaN;

    /// <summary>One reading says nothing of what was won.</summary>
    static double Difference(double[] days) => days.Count(double.IsFinite) > 1 ? Last(days) - First(days) : double.NaN;
}

/// <summary>Competitors beside the channels of one's own on the same networks.</summary>
public sealed record CompetitorBoard(DaySpan Days, IReadOnlyList<RivalLine> Lines)
{
    public IEnumerable<RivalLine> Others => Lines.Where(l => !l.IsOwn);

    /// <summary>Those that are part of the averages: what can no longer be read is not.</summary>
    public IReadOnlyList<RivalLine> Averaged => [.. Others.Where(l => !l.IsGone && double.IsFinite(l.Now))];

    public IEnumerable<RivalLine> Gone => Others.Where(l => l.IsGone);

    public double Average(Func<RivalLine, double> of) => Averaged.Select(of).Where(double.IsFinite).ToList() is { Count: > 0 } known ? known.Average() : double.NaN;
}

/// <summary>Reads competitors in three commands, however many there are.</summary>
public sealed class CompetitorBoards(PlanableDb db)
{
    /// <param name="channels">One's own; those on the networks of competitors stand beside them.</param>
    public async Task<CompetitorBoard> Read(DaySpan days, IReadOnlyList<BoardChannel> channels, CancellationToken cancel)
    {
        var (from, to) = (days.From, days.To);
        var competitors = await db.Competitors.AsNoTracking().Where(c => c.RemovedAt == null).OrderBy(c => c.Name).ThenBy(c => c.Id).ToListAsync(cancel);
        var figures = (await db.CompetitorFigures.AsNoTracking().Where(f => f.Day >= from && f.Day <= to && db.Competitors.Any(c => c.Id == f.CompetitorId && c.RemovedAt == null))
            .Select(f => new { f.CompetitorId, f.Day, f.Followers, f.Posts }).ToListAsync(cancel)).ToLookup(f => f.CompetitorId);
        var networks = competitors.Select(c => c.Network).ToHashSet(StringComparer.Ordinal);
        var own = channels.Where(c => networks.Contains(c.Network)).ToList();
        var ids = own.ConvertAll(c => c.Id);
        var levels = (await db.ChannelFigures.AsNoTracking()
            .Where(f => ids.Contains(f.ChannelId) && f.Source == ReadingSource.Account && f.Day >= from && f.Day <= to && (f.Metric == MetricName.Followers || f.Metric == MetricName.Posts))
            .Select(f => new { f.ChannelId, f.Metric, f.Day, f.Value }).ToListAsync(cancel)).ToLookup(f => (f.ChannelId, f.Metric));
        return new CompetitorBoard(days,
        [
            .. own.Select(c => new RivalLine(
                c.Name, c.Network, null, Spread(days, levels[(c.Id, MetricName.Followers)].Select(f => (f.Day, (long?)f.Value))), Spread(days, levels[(c.Id, MetricName.Posts)].Select(f => (f.Day, (long?)f.Value))))),
            .. competitors.Select(c => new RivalLine(c.Name, c.Network, c, Spread(days, figures[c.Id].Select(f => (f.Day, f.Followers))), Spread(days, figures[c.Id].Select(f => (f.Day, f.Posts))))),
        ]);
    }

    static double[] Spread(DaySpan days, IEnumerable<(DateOnly Day, long? Value)> told)
    {
        var spread = Enumerable.Repeat(double.NaN, days.Length).ToArray();
        foreach (var (day, value) in told)
            spread[days.IndexOf(day)] = value ?? double.NaN;
        return spread;
    }
}
