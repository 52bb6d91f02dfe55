using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Databases;
using Planable.Data.Members;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Slots;

/// <param name="Time">Null if the channel has no slot, or none that is free within <see cref="FreeSlots.DaysAhead"/>.</param>
public sealed record FreeSlot(Channel Channel, PlannedTime? Time);

/// <summary>Finds channels' next free slots and keeps them for a post.</summary>
public sealed class FreeSlots(PlanableDb db, TimeProvider clock)
{
    public const int DaysAhead = 120;

    /// <summary>A time for each channel, kept for the post: whoever else asks gets another. Asking again for the same post gives the same.</summary>
    /// <param name="labels">Of the post: slots may be kept for some.</param>
    /// <param name="from">No earlier than this.</param>
    public async Task<IReadOnlyList<FreeSlot>> Take(
        IReadOnlyCollection<Channel> channels, Guid postId, IReadOnlyCollection<Guid> labels, Member by, Workspace workspace, CancellationToken cancel, DateTimeOffset? from = null)
    {
        by.Must(Permission.WritePosts);
        var now = clock.GetUtcNow();
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        // Between the look at what is free and the hold on it nobody else may look at the same channel.
        await RowLocks.LockChannels(db, [.. channels.Select(c => c.Id)], cancel);
        await db.SlotHolds.Where(h => h.Until <= now || h.PostId == postId).ExecuteDeleteAsync(cancel);
        var found = await Find(channels, postId, labels, workspace, from > now ? from.Value.AddTicks(-1) : now, cancel);
        db.SlotHolds.AddRange(found.Where(f => f.Time is not null).Select(f => new SlotHold(f.Channel.Id, f.Time!.Instant, postId, now)));
        await db.SaveChangesAsync(cancel);
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
        return found;
    }

    /// <summary>The first slot of a day that is free on one of the channels; it is not kept for anybody.</summary>
    public async Task<PlannedTime?> FirstOn(
        DateOnly day, IReadOnlyCollection<Channel> channels, Guid postId, IReadOnlyCollection<Guid> labels, Workspace workspace, CancellationToken cancel)
    {
        if (channels.Count == 0)
            return null;
        var (now, begins) = (clock.GetUtcNow(), Zones.ToInstantLeniently(day.ToDateTime(TimeOnly.MinValue), workspace.Zone));
        var found = await Find(channels, postId, labels, workspace, begins > now ? begins.AddTicks(-1) : now, cancel);
        return found.Select(f => f.Time).OfType<PlannedTime>().Where(t => DateOnly.FromDateTime(t.Local) == day).MinBy(t => t.Instant);
    }

    async Task<IReadOnlyList<FreeSlot>> Find(
        IReadOnlyCollection<Channel> channels, Guid postId, IReadOnlyCollection<Guid> labels, Workspace workspace, DateTimeOffset after, CancellationToken cancel)
    {
        var ids = channels.Select(c => c.Id).ToList();
        var kept = await db.KeptSlots(channels, cancel);
        var last = DateOnly.FromDateTime(Zones.ToLocal(after, workspace.Zone)).AddDays(DaysAhead);
        var planned = await db.Posts.Where(p => p.Id != postId && p.ScheduledAt > after)
            .SelectMany(p => p.Variants.Where(v => ids.Contains(v.ChannelId)).Select(v => new { v.ChannelId, At = p.ScheduledAt!.Value }))
            .ToListAsync(cancel);
        var held = await db.SlotHolds.Where(h => ids.Contains(h.ChannelId)).Select(h => new { h.ChannelId, At = h.Turn }).ToListAsync(cancel);
        var taken = planned.Concat(held).Select(t => (t.ChannelId, t.At)).ToHashSet();
        return
        [
            .. channels.Select(c => new FreeSlot(
                c,
                kept.Of(c).For(labels).Upcoming(workspace.Zone, after, last).Select(s => s.Time).FirstOrDefault(t => !taken.Contains((c.Id, t.Instant)) && workspace.BlackoutAt(t.Instant) is null))),
        ];
    }
}
