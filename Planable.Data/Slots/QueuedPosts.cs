using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Slots;

/// <summary>Puts a post into its channels' next free slots. Channels have slots of their own, so a post for several becomes one for each.</summary>
public sealed class QueuedPosts(PlanableDb db, FreeSlots free, TimeProvider clock)
{
    /// <summary>Has to be loaded whole. Saves.</summary>
    /// <returns>The post and its copies, each for one channel, in the order of their times.</returns>
    public async Task<IReadOnlyList<Post>> Add(Post post, Member by, Workspace workspace, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        post.MustHaveNetwork();
        if (PostProblems.Of(post, workspace.AltPolicy).FirstOrDefault(p => p.Blocks) is { } problem)
            throw new RuleBroken(problem.Code, problem.Words, [.. problem.Arguments]);
        var posts = new List<Post> { post };
        var channels = post.Variants.Select(v => v.Channel).OrderBy(c => c.Name, StringComparer.Ordinal).ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        foreach (var channel in channels.Skip(1))
        {
            var copy = post.Duplicate(workspace, by, at);
            copy.ShareBrandOverride(post);
            copy.KeepOnly(channel, by, at);
            db.Posts.Add(copy);
            posts.Add(copy);
        }

        if (channels.Count > 1)
            post.KeepOnly(channels[0], by, at);
        await db.SaveChangesAsync(cancel);
        foreach (var (one, channel) in posts.Zip(channels))
        {
            var time = (await free.Take([channel], one.Id, [.. one.Labels.Select(l => l.LabelId)], by, workspace, cancel)).Single().Time
                ?? throw new RuleBroken("SLOT_NONE", "{0} has no free time slot. Nothing was changed.", channel.Name);
            one.Queue(time, by, at);
            await db.SaveChangesAsync(cancel);
            // The post itself takes the turn now; kept any longer, nobody could move up when it leaves.
            await db.SlotHolds.Where(h => h.PostId == one.Id).ExecuteDeleteAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        db.RingLogBell();
        return [.. posts.OrderBy(p => p.ScheduledAt)];
    }
}
