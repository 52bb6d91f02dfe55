using Planable.Data.Channels;
using Planable.Data.Slots;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.BestTimes;

/// <summary>When a channel's posts are answered best, and how anybody knows.</summary>
/// <param name="Own">From the channel's own posts; null takes the general benchmark.</param>
public sealed record TimeAdvice(string Network, OwnTimes? Own)
{
    public static TimeAdvice For(Channel channel) => new(channel.Network, channel.OwnTimes);

    public IReadOnlyList<BestWindow> Windows => Own?.Windows ?? Benchmark.General.For(Network).Windows;

    public bool Holds(DateTime local) => Windows.Any(w => w.Holds(local));

    /// <summary>The next times it would suggest, never in a blackout.</summary>
    public IEnumerable<PlannedTime> Upcoming(Workspace workspace, DateTimeOffset after, int days) =>
        Windows.Select(w => new Slot(Guid.Empty, w.Day, w.Middle)).ToList()
            .Upcoming(workspace.Zone, after, DateOnly.FromDateTime(Zones.ToLocal(after, workspace.Zone)).AddDays(days))
            .Select(t => t.Time)
            .Where(t => workspace.BlackoutAt(t.Instant) is null);
}

/// <summary>A time that is suggested for some of a post's channels.</summary>
public sealed record TimeSuggestion(PlannedTime Time, IReadOnlyList<Channel> Channels)
{
    public const int Most = 3;

    /// <summary>So much time there has to be left.</summary>
    static readonly TimeSpan Notice = TimeSpan.FromMinutes(30);

    /// <summary>The next ones, those that suit most of the channels first, then in order.</summary>
    public static IReadOnlyList<TimeSuggestion> For(IReadOnlyCollection<Channel> channels, Workspace workspace, DateTimeOffset now)
    {
        var times = channels.SelectMany(c => TimeAdvice.For(c).Upcoming(workspace, now + Notice, days: 14).Select(t => (Channel: c, Time: t)))
            .GroupBy(t => t.Time.Instant).Select(same => new TimeSuggestion(same.First().Time, [.. same.Select(t => t.Channel)])).ToList();
        return [.. times.OrderByDescending(t => t.Channels.Count).ThenBy(t => t.Time.Instant).Take(Most).OrderBy(t => t.Time.Instant)];
    }
}
