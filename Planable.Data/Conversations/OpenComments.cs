using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;

namespace Planable.Data.Conversations;

/// <summary>Which posts have threads with the client that nobody resolved.</summary>
public static class OpenComments
{
    /// <summary>Posts without any are not in it.</summary>
    public static async Task<Dictionary<Guid, int>> CountOpenComments(this PlanableDb db, IReadOnlyCollection<Guid> posts, CancellationToken cancel) =>
        await db.FeedbackThreads.ForClient().Open().Where(t => posts.Contains(t.PostId)).GroupBy(t => t.PostId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);

    /// <summary>Tells a post, so that its verbs refuse before anything has changed.</summary>
    /// <param name="despite">As many somebody was told of and wants it out all the same.</param>
    public static async Task LookForComments(this PlanableDb db, Post post, int? despite, CancellationToken cancel)
    {
        post.GoDespiteComments(despite);
        post.HasOpenComments((await db.CountOpenComments([post.Id], cancel)).GetValueOrDefault(post.Id));
    }

    /// <summary>Nothing is let out past open comments, whichever way somebody takes: what was not looked at before is looked at when it is saved.</summary>
    internal static async Task MustBeAnswered(PlanableDb db, CancellationToken cancel)
    {
        var leaving = db.ChangeTracker.Entries<Post>().Where(e => e.State != EntityState.Added && e.Entity.LeavesUnasked).Select(e => e.Entity).ToDictionary(p => p.Id);
        if (leaving.Count == 0)
            return;
        foreach (var (post, open) in await db.CountOpenComments(leaving.Keys, cancel))
            leaving[post].MustHaveAnswered(open);
    }
}
