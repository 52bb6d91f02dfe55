using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Conversations;

/// <summary>A place in a post that a comment points at.</summary>
/// <param name="Quote">Words of the text.</param>
/// <param name="Across">Percent of the picture's width from its left edge.</param>
/// <param name="Down">Percent of the picture's height from its top.</param>
/// <param name="From">Where in a video, in milliseconds.</param>
public sealed record AnchorInput(string? Quote, [property: ID("Media")] Guid? MediaId, decimal? Across, decimal? Down, int? From, int? To);

[MutationType, Error<UserError>, Scope(TokenScope.Comments)]
public static class CommentMutations
{
    [GraphQLDescription("Starts a thread about a post. Without an audience a client speaks to everybody and the team to itself.")]
    public static async Task<Comment> AddComment([ID<Post>] Guid postId, string text, Audience? audience, AnchorInput? anchor, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var post = await db.MustFindPost(postId, current, cancel);
        var about = anchor is null ? null : new FeedbackAnchor { Quote = anchor.Quote, MediaId = anchor.MediaId, Across = anchor.Across, Down = anchor.Down, From = anchor.From, To = anchor.To };
        var thread = post.Comment(await db.Drafted(text, cancel), audience, about, Me(current), clock.GetUtcNow());
        db.FeedbackThreads.Add(thread);
        await db.SaveChangesAsync(cancel);
        return new Comment(thread.Comments[0]);
    }

    [GraphQLDescription("Answers in a thread, to those who read it.")]
    public static async Task<Comment> Reply([ID<Thread>] Guid threadId, string text, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (thread, said) = (await db.MustFindThread(threadId, current, cancel), await db.Drafted(text, cancel));
        var comment = thread.Reply(said, thread.Audience, Me(current), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Comment(comment);
    }

    [GraphQLDescription("Says something of one's own in other words.")]
    public static async Task<Comment> EditComment([ID<Comment>] Guid id, string text, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (thread, said) = (await db.MustFindThreadOf(id, current, cancel), await db.Drafted(text, cancel));
        thread.Edit(id, said, Me(current), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Comment(thread.Find(id));
    }

    [GraphQLDescription("Takes one's own words back. The answers to them stay.")]
    public static Task<Comment> RemoveComment([ID<Comment>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Comment(id, (thread, now) => thread.Remove(id, Me(current), now), db, current, clock, cancel);

    [GraphQLDescription("Brings words back that one removed.")]
    public static Task<Comment> RestoreComment([ID<Comment>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Comment(id, (thread, now) => thread.Restore(id, Me(current), now), db, current, clock, cancel);

    public static Task<Thread> ResolveThread([ID<Thread>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, (thread, now) => thread.Resolve(Me(current), now), db, current, clock, cancel);

    public static Task<Thread> ReopenThread([ID<Thread>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, (thread, now) => thread.Reopen(Me(current), now), db, current, clock, cancel);

    static Decider Me(Current current) => Decider.Of(current.Member, Via.Api);

    static async Task<Comment> Comment(Guid id, Action<FeedbackThread, DateTimeOffset> verb, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var thread = await db.MustFindThreadOf(id, current, cancel);
        verb(thread, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Comment(thread.Find(id));
    }

    static async Task<Thread> Change(Guid id, Action<FeedbackThread, DateTimeOffset> verb, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var thread = await db.MustFindThread(id, current, cancel);
        verb(thread, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Thread(thread);
    }
}

static class ThreadFinding
{
    public static async Task<FeedbackThread> MustFindThread(this PlanableDb db, Guid id, Current current, CancellationToken cancel) =>
        await db.FeedbackThreads.SeenBy(current.Member).Whole().SingleOrDefaultAsync(t => t.Id == id, cancel) ?? throw Refused.NotFound("thread");

    public static async Task<FeedbackThread> MustFindThreadOf(this PlanableDb db, Guid commentId, Current current, CancellationToken cancel) =>
        await db.FeedbackThreads.SeenBy(current.Member).Whole().SingleOrDefaultAsync(t => t.Comments.Any(c => c.Id == commentId), cancel) ?? throw Refused.NotFound("comment");

    /// <summary>With those it names by an @.</summary>
    public static async Task<FeedbackDraft> Drafted(this PlanableDb db, string text, CancellationToken cancel) =>
        FeedbackDraft.Of(text.ReplaceLineEndings("\n"), text.Contains('@', StringComparison.Ordinal) ? await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel) : []);
}
