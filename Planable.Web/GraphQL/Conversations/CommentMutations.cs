using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Media;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Web.Conversations;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Media;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;
using Planable.Web.Media;

namespace Planable.Web.GraphQL.Conversations;

/// <summary>A place in a post that a comment points at.</summary>
/// <param name="Quote">Words of the text.</param>
/// <param name="Across">Percent of the picture's width from its left edge.</param>
/// <param name="Down">Percent of the picture's height from its top.</param>
/// <param name="From">Where in a video, in milliseconds.</param>
public sealed record AnchorInput(string? Quote, [property: ID("Media")] Guid? MediaId, decimal? Across, decimal? Down, int? From, int? To);

/// <summary>Other words for the text of a post.</summary>
/// <param name="Origin">The text they were made of, as you read it.</param>
/// <param name="Text">The other words.</param>
/// <param name="ChannelId">The channel whose own text they are for; without one they are for the text of all.</param>
public sealed record SuggestionInput(string Origin, string Text, [property: ID("Channel")] Guid? ChannelId);

/// <summary>What somebody said elsewhere.</summary>
/// <param name="MemberId">Of the client's member who said it; without one, name says who it was.</param>
/// <param name="Said">The decision it was; without one it is a remark.</param>
/// <param name="Version">The version they spoke about; needed for a decision.</param>
public sealed record RecordFeedbackInput([property: ID<Post>] Guid PostId, [property: ID("Member")] Guid? MemberId, string? Name, OutsideWay Through, DecisionKind? Said, int? Version, ChangeReason? Reason, string? Text, Audience? Audience);

[MutationType, Error<UserError>, Scope(TokenScope.Comments)]
public static class CommentMutations
{
    [GraphQLDescription("Says where to PUT a file that goes with a comment and into no library; addComment and reply name it once the bytes have arrived. A day later it is forgotten.")]
    public static async Task<FileUpload> StartCommentUpload(
        [GraphQLDescription("What the file is called.")] string fileName, [GraphQLDescription("How large it is.")] long bytes, PlanableDb db, Current current, Attachments attachments, UploadDesk desk, TimeProvider clock, CancellationToken cancel)
    {
        var name = Uploads.Named(fileName);
        var upload = Upload.Attach(name, bytes, current.Member, clock.GetUtcNow());
        attachments.MustFit(name, bytes, ofGuest: false);
        return await desk.Open(upload, cancel);
    }

    [GraphQLDescription("Starts a thread about a post. Without an audience a client speaks to everybody and the team to itself.")]
    public static async Task<Comment> AddComment([ID<Post>] Guid postId, string text, Audience? audience, AnchorInput? anchor, [GraphQLDescription("The whole text in other words.")] SuggestionInput? suggestion,
        [ID("Upload"), GraphQLDescription("Files that go with it: what startCommentUpload gave, once the bytes have arrived.")] IReadOnlyList<Guid>? uploadIds, PlanableDb db, Current current, CommentFiles files, TimeProvider clock, CancellationToken cancel)
    {
        var post = await db.MustFindPost(postId, current, cancel);
        var about = anchor is null ? null : new FeedbackAnchor { Quote = anchor.Quote, MediaId = anchor.MediaId, Across = anchor.Across, Down = anchor.Down, From = anchor.From, To = anchor.To };
        var draft = (await db.Drafted(text, cancel)) with { Files = await files.Take(uploadIds, cancel) };
        if (suggestion is { } other)
            draft = draft with { Suggestion = new FeedbackSuggestion(other.Origin.ReplaceLineEndings("\n"), other.Text.ReplaceLineEndings("\n").TrimEnd()) { ChannelId = other.ChannelId } };
        var thread = post.Comment(draft, audience, about, Me(current), clock.GetUtcNow());
        db.FeedbackThreads.Add(thread);
        await db.SaveChangesAsync(cancel);
        await files.Forget(uploadIds);
        return new Comment(thread.Comments[0]);
    }

    [GraphQLDescription("Writes down what somebody of the client said elsewhere. It is marked as that wherever it shows; a decision counts only where the flow takes such decisions and it is their turn, else the comment's recording says counts: false.")]
    public static async Task<Comment> RecordFeedback(RecordFeedbackInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var post = await db.MustFindPost(input.PostId, current, cancel);
        var person = input.MemberId is { } member ? await db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.Id == member && m.LeftAt == null, cancel) ?? throw Refused.NotFound("member", "memberId") : null;
        var hash = input.Said is null ? "" : post.Versions.SingleOrDefault(v => v.Number == input.Version)?.Hash ?? throw Refused.NotFound("version", "version");
        await db.LookForComments(post, null, cancel);
        var (thread, _) = post.TakeDown(
            new OutsideWords(await db.Drafted(input.Text ?? "", cancel), person, input.Name, input.Through, input.Said, input.Reason, hash, input.Audience ?? post.Audience), current.Member, Via.Api, clock.GetUtcNow());
        db.FeedbackThreads.Add(thread);
        await db.SaveChangesAsync(cancel);
        return new Comment(thread.Comments[0]);
    }

    [GraphQLDescription("Answers in a thread, to those who read it.")]
    public static async Task<Comment> Reply(
        [ID<Thread>, GraphQLDescription("Where.")] Guid threadId, [GraphQLDescription("What to say. Names after an @ are told.")] string text, [ID("Upload"), GraphQLDescription("Files that go with it: what startCommentUpload gave, once the bytes have arrived.")] IReadOnlyList<Guid>? uploadIds,
        PlanableDb db, Current current, CommentFiles files, TimeProvider clock, CancellationToken cancel)
    {
        var thread = await db.MustFindThread(threadId, current, cancel);
        var said = (await db.Drafted(text, cancel)) with { Files = await files.Take(uploadIds, cancel) };
        var comment = thread.Reply(said, thread.Audience, Me(current), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await files.Forget(uploadIds);
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
        await db.FeedbackThreads.Where(t => t.Id == id).FindWhole(current.Member, cancel) ?? throw Refused.NotFound("thread");

    public static async Task<FeedbackThread> MustFindThreadOf(this PlanableDb db, Guid commentId, Current current, CancellationToken cancel) =>
        await db.FeedbackThreads.Where(t => t.Comments.Any(c => c.Id == commentId)).FindWhole(current.Member, cancel) ?? throw Refused.NotFound("comment");

    /// <summary>With those it names by an @.</summary>
    public static async Task<FeedbackDraft> Drafted(this PlanableDb db, string text, CancellationToken cancel) =>
        FeedbackDraft.Of(text.ReplaceLineEndings("\n"), text.Contains('@', StringComparison.Ordinal) ? await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel) : []);
}
