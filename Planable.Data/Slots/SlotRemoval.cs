using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Slots;

/// <summary>What becomes of the posts that are planned for a slot when it goes.</summary>
public enum SlotPosts
{
    Keep,
    Move,
    Unschedule,
}

/// <summary>Takes a slot away from a channel, and does what was chosen with the posts planned for it: all of it or nothing.</summary>
public sealed class SlotRemoval(PlanableDb db, FreeSlots free, TimeProvider clock)
{
    /// <summary>Planned for the slot and not out yet, in order.</summary>
    public async Task<IReadOnlyList<Post>> PostsOn(Channel channel, Slot slot, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var ahead = await db.Posts.Include(p => p.Variants).ThenInclude(v => v.Channel).Include(p => p.Media).ThenInclude(m => m.Asset).Include(p => p.Deliveries).Include(p => p.Labels).Include(p => p.Versions.OrderByDescending(v => v.Number).Take(1))
            .AsSplitQuery()
            .Where(p => p.ScheduledAt > now && (p.State == PostState.Draft || p.State == PostState.Scheduled) && p.Variants.Any(v => v.ChannelId == channel.Id))
            .OrderBy(p => p.ScheduledAt)
            .ToListAsync(cancel);
        return [.. ahead.Where(p => p.PlannedLocal is { } local && slot.Holds(local))];
    }

    /// <returns>How many posts were moved or taken out of the schedule.</returns>
    public async Task<int> Remove(Channel channel, Slot slot, SlotPosts what, Member by, Workspace workspace, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        var posts = what == SlotPosts.Keep ? [] : await PostsOn(channel, slot, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        channel.RemoveSlot(slot, what.ToString().ToLowerInvariant(), by, at);
        await db.SaveChangesAsync(cancel);
        foreach (var post in posts)
        {
            if (what == SlotPosts.Unschedule)
                post.Unschedule(keepDate: false, by, at);
            else
                await Move(post);
            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        db.RingLogBell();
        return posts.Count;

        async Task Move(Post post)
        {
            var time = (await free.Take([channel], post.Id, [.. post.Labels.Select(l => l.LabelId)], by, workspace, cancel)).Single().Time
                ?? throw new RuleBroken("SLOT_NONE", "{0} has no free slot for all of them. Nothing was changed.", channel.Name);
            if (post.IsQueued)
                post.Queue(time, by, at);
            else
                post.Plan(time, by, at);
        }
    }
}
