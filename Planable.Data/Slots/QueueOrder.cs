using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Databases;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Slots;

/// <summary>The order in which a channel's queue goes out. It moves only posts that the queue gave their times, never one whose time a person chose.</summary>
public sealed class QueueOrder(PlanableDb db, TimeProvider clock)
{
    /// <summary>What goes out sooner than this stays where it is: somebody has to have a chance to see that it moved.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromHours(1);

    /// <summary>Those that wait for the same slots change places at random.</summary>
    /// <returns>The order before, to <see cref="Arrange"/> it again; empty if there was nothing to change.</returns>
    public async Task<IReadOnlyList<Guid>> Shuffle(Channel channel, Member by, Random random, CancellationToken cancel)
    {
        var before = (await Queued(channel, cancel)).Select(p => p.Id).ToList();
        var order = before.ToArray();
        random.Shuffle(order);
        // Chance may leave everything as it is, which would look like a broken button.
        if (order.SequenceEqual(before) && order.Length > 1)
            order = [.. order[1..], order[0]];
        return await Arrange(channel, order, by, cancel) > 0 ? before : [];
    }

    /// <summary>The posts take the turns they hold together in this order; a post only goes to a slot that is for it. All of it or nothing.</summary>
    /// <returns>How many have another time now.</returns>
    public async Task<int> Arrange(Channel channel, IReadOnlyList<Guid> order, Member by, CancellationToken cancel)
    {
        by.Must(Permission.EditOthersPosts);
        by.Must(Permission.SchedulePosts);
        var at = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await RowLocks.LockChannels(db, [channel.Id], cancel);
        var slots = (await db.KeptSlots([channel], cancel)).Of(channel);
        var queued = await Queued(channel, cancel);
        var places = order.Select((id, place) => (id, place)).DistinctBy(o => o.id).ToDictionary(o => o.id, o => o.place);
        var moved = 0;
        // A file that may not be shown after some day holds its post where it is, and so does an approval.
        foreach (var alike in queued.Where(p => !p.HoldsItsTime && p.MediaInOrder.All(m => m.Asset.LicensedUntil is null)).GroupBy(p => Key(slots, p)))
        {
            var times = alike.Select(p => p.Planned()).OrderBy(t => t.Instant).ToList();
            var inOrder = alike.OrderBy(p => places.GetValueOrDefault(p.Id, int.MaxValue)).ThenBy(p => p.ScheduledAt).ToList();
            foreach (var (post, time) in inOrder.Zip(times).Where(m => m.First.ScheduledAt != m.Second.Instant))
                moved += post.MoveInQueue(time, by, at) ? 1 : 0;
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        db.RingLogBell();
        return moved;
    }

    /// <summary>Later posts move up into turns that became free, in their order.</summary>
    /// <returns>How many moved.</returns>
    public async Task<int> MoveUp(Channel channel, Workspace workspace, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await RowLocks.LockChannels(db, [channel.Id], cancel);
        var queued = await Queued(channel, cancel);
        if (queued.Count == 0)
            return 0;
        var free = await Free(channel, queued, workspace, at + Notice, cancel);
        var slots = (await db.KeptSlots([channel], cancel)).Of(channel);
        var moved = 0;
        foreach (var post in queued)
        {
            var own = post.ScheduledAt!.Value;
            var fits = Slots(slots, post).Select(s => s.Id).ToHashSet();
            var turn = free.Find(t => t.Time.Instant < own && fits.Contains(t.Slot.Id));
            if (turn is not null && post.MoveInQueue(turn.Time, Actor.Planable, at))
                moved++;
            free.RemoveAll(t => t.Time.Instant == post.ScheduledAt);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        if (moved > 0)
            db.RingLogBell();
        return moved;
    }

    /// <summary>Turns that nobody holds except the queue itself, in order.</summary>
    async Task<List<SlotTime>> Free(Channel channel, List<Post> queued, Workspace workspace, DateTimeOffset after, CancellationToken cancel)
    {
        var own = queued.Select(p => p.Id).ToList();
        var taken = (await db.Posts.Where(p => p.ScheduledAt > after && !own.Contains(p.Id) && p.Variants.Any(v => v.ChannelId == channel.Id)).Select(p => p.ScheduledAt!.Value).ToListAsync(cancel)).ToHashSet();
        taken.UnionWith(await db.SlotHolds.Where(h => h.ChannelId == channel.Id && h.Until > clock.GetUtcNow() && !own.Contains(h.PostId)).Select(h => h.Turn).ToListAsync(cancel));
        var last = DateOnly.FromDateTime(queued.Max(p => p.PlannedLocal!.Value));
        return [.. channel.Slots.Upcoming(workspace.Zone, after, last).Where(t => !taken.Contains(t.Time.Instant) && workspace.BlackoutAt(t.Time.Instant) is null)];
    }

    async Task<List<Post>> Queued(Channel channel, CancellationToken cancel)
    {
        var soon = clock.GetUtcNow() + Notice;
        return await db.Posts.Whole()
            .Where(p => p.IsQueued && p.State == PostState.Scheduled && p.ScheduledAt > soon && p.Variants.Any(v => v.ChannelId == channel.Id) && p.Variants.All(v => v.ChannelId == channel.Id))
            .OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id)
            .ToListAsync(cancel);
    }

    static IReadOnlyCollection<Slot> Slots(IReadOnlyCollection<Slot> slots, Post post) => slots.For([.. post.Labels.Select(l => l.LabelId)]);

    static string Key(IReadOnlyCollection<Slot> slots, Post post) => string.Join(',', Slots(slots, post).Select(s => s.Id).Order());
}
