using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Engagements;
using Planable.Data.Times;

namespace Planable.Data.BestTimes;

/// <summary>Reads out of a workspace's own posts when each of its channels is answered best.</summary>
public sealed class OwnTimesReading(PlanableDb db, KnownEngagements engagements, TimeProvider clock)
{
    public const int Days = 90;

    /// <summary>Fewer posts say nothing.</summary>
    public const int LeastPosts = 20;

    const int MostWindows = 5;

    /// <summary>An hour with one lucky post is no habit: each hour counts as if so many usual posts stood beside its own.</summary>
    const int Doubt = 5;

    public async Task Read(CancellationToken cancel)
    {
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var known = (await engagements.Since(clock.GetUtcNow().AddDays(-Days), cancel)).ToLookup(e => e.ChannelId);
        foreach (var channel in await db.Channels.Where(c => c.State != ChannelState.Disconnected).ToListAsync(cancel))
            channel.Learn(Of([.. known[channel.Id]], workspace.Zone));
        await db.SaveChangesAsync(cancel);
    }

    /// <returns>Null if there are too few figures, or if no hour stands out.</returns>
    public static OwnTimes? Of(IReadOnlyCollection<Engagement> known, string zone)
    {
        if (known.Count < LeastPosts)
            return null;
        var usual = known.Average(e => e.Count);
        var windows = known.Select(e => (Local: Zones.ToLocal(e.At, zone), e.Count)).GroupBy(e => (e.Local.DayOfWeek, e.Local.Hour))
            .Select(hour => (hour.Key, Score: (hour.Sum(e => e.Count) + (Doubt * usual)) / (hour.Count() + Doubt)))
            .Where(hour => hour.Score > usual)
            .OrderByDescending(hour => hour.Score).ThenBy(hour => hour.Key.DayOfWeek).ThenBy(hour => hour.Key.Hour)
            .Take(MostWindows)
            .Select(hour => new BestWindow(hour.Key.DayOfWeek, hour.Key.Hour, hour.Key.Hour + 1)).ToList();
        return windows.Count == 0 ? null : new OwnTimes(known.Count, Days, windows);
    }
}
