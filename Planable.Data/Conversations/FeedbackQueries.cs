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

    /// <summary>With all that verbs on a thread look at.</summary>
    public static IQueryable<FeedbackThread> Whole(this IQueryable<FeedbackThread> threads) =>
        threads.Include(t => t.Post).Include(t => t.Comments).ThenInclude(c => c.Reactions).Include(t => t.Tasks).AsSplitQuery();
}
