using Microsoft.EntityFrameworkCore;
using Planable.Data.Logs;
using Planable.Data.Members;

namespace Planable.Data.Conversations;

public static class FeedbackQueries
{
    /// <summary>What this member may see: the client's people see what is theirs, of posts they see.</summary>
    public static IQueryable<FeedbackThread> SeenBy(this IQueryable<FeedbackThread> threads, Member reader) => reader.IsClient ? threads.ForClient() : threads;

    /// <summary>What the client and its guests may see.</summary>
    public static IQueryable<FeedbackThread> ForClient(this IQueryable<FeedbackThread> threads) => threads.Where(t => t.Audience == Audience.Client && t.Post.Audience == Audience.Client);

    public static IQueryable<FeedbackComment> SeenBy(this IQueryable<FeedbackComment> comments, Member reader) => reader.IsClient ? comments.ForClient() : comments;

    public static IQueryable<FeedbackComment> ForClient(this IQueryable<FeedbackComment> comments) => comments.Where(c => c.Audience == Audience.Client);

    /// <summary>Still to be answered: not resolved, and with something in it.</summary>
    public static IQueryable<FeedbackThread> Open(this IQueryable<FeedbackThread> threads) => threads.Where(t => t.ResolvedAt == null && t.Comments.Any(c => c.RemovedAt == null));

    /// <summary>Not done, and of this person, given by them, or about a post of theirs.</summary>
    public static IQueryable<FeedbackTask> Concerning(this IQueryable<FeedbackTask> tasks, IReadOnlyCollection<Guid> members) =>
        tasks.Where(t => t.DoneAt == null && (members.Contains(t.OwnerId) || members.Contains(t.ById) || members.Contains(t.Thread.Post.AuthorId)));

    /// <summary>The one there is, with all that verbs look at; null if this member does not see it.</summary>
    public static async Task<FeedbackThread?> FindWhole(this IQueryable<FeedbackThread> threads, Member reader, CancellationToken cancel) =>
        await threads.SeenBy(reader).Whole().SingleOrDefaultAsync(cancel) is { } thread && thread.MaySee(reader) ? thread : null;

    /// <summary>Threads about own words of channels this member does not see. Costs nothing for those who see all.</summary>
    public static async Task<IReadOnlyList<Guid>> ThreadsHiddenFrom(this PlanableDb db, Member reader, CancellationToken cancel)
    {
        if (!reader.IsLimited)
            return [];
        // No query looks into an anchor; few threads have one, and few people are limited.
        var anchored = await db.FeedbackThreads.AsNoTracking().Where(t => t.Anchor != null).Select(t => new { t.Id, t.Anchor }).ToListAsync(cancel);
        return [.. anchored.Where(t => t.Anchor!.ChannelId is { } channel && !reader.Sees(channel)).Select(t => t.Id)];
    }

    /// <summary>With all that verbs on a thread look at.</summary>
    public static IQueryable<FeedbackThread> Whole(this IQueryable<FeedbackThread> threads) =>
        threads.Include(t => t.Post).Include(t => t.Comments).ThenInclude(c => c.Reactions).Include(t => t.Tasks).AsSplitQuery();
}
