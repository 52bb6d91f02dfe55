using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Members;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Conversations;

/// <summary>What is done in a conversation besides talking.</summary>
[MutationType, Error<UserError>, Scope(TokenScope.Comments)]
public static class ThreadMutations
{
    [GraphQLDescription("A sign of one's own below a comment; the same again takes it away.")]
    public static async Task<Comment> ReactToComment([ID<Comment>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("thumbs-up, heart, smile or eye.")] string kind, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var thread = await db.MustFindThreadOf(id, current, cancel);
        thread.React(id, kind, Decider.Of(current.Member, Via.Api), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Comment(thread.Find(id));
    }

    [GraphQLDescription("Shows a thread of the team to the client.")]
    public static async Task<Thread> ShowThread(
        [ID<Thread>, GraphQLDescription("Which.")] Guid id, [ID<Member>, GraphQLDescription("Of the client's people who are named in it, those you know will read it.")] IReadOnlyList<Guid>? agreed, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (thread, everyone) = (await db.MustFindThread(id, current, cancel), await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel));
        thread.ShowToClient(everyone, agreed ?? [], current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Thread(thread);
    }

    [GraphQLDescription("The client does not see a thread any more.")]
    public static async Task<Thread> HideThread([ID<Thread>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var thread = await db.MustFindThread(id, current, cancel);
        thread.HideFromClient(current.Member, clock.GetUtcNow());
        await db.TakeBack(id, cancel);
        await db.SaveChangesAsync(cancel);
        return new Thread(thread);
    }

    [GraphQLDescription("The words somebody suggested become the text, as a new version.")]
    public static async Task<Post> AcceptSuggestion(
        [ID<Comment>, GraphQLDescription("The comment that brought them.")] Guid id, [GraphQLDescription("The text as you read it: if it is another one by now, nothing is changed and the code is TEXT_MOVED_ON.")] string seen,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var thread = await db.MustFindThreadOf(id, current, cancel);
        var post = await db.FindForPart(thread.PostId, current.Member, cancel).Or("post");
        post.Accept(thread, id, seen.ReplaceLineEndings("\n"), current.Member, clock.GetUtcNow());
        return await db.SaveAndShow(post.Id, current, cancel);
    }

    [GraphQLDescription("The words somebody suggested are not taken.")]
    public static async Task<Comment> DeclineSuggestion([ID<Comment>, GraphQLDescription("The comment that brought them.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var thread = await db.MustFindThreadOf(id, current, cancel);
        thread.Decline(id, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Comment(thread.Find(id));
    }

    [GraphQLDescription("What people agree to do, in a thread.")]
    public static async Task<Thread> GiveTask(
        [ID<Thread>, GraphQLDescription("Where.")] Guid threadId, [GraphQLDescription("What is to be done.")] string text, [ID<Member>, GraphQLDescription("Who does it.")] Guid ownerId, [GraphQLDescription("By this day.")] DateOnly? due,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var thread = await db.MustFindThread(threadId, current, cancel);
        current.Must(Permission.Comment);
        var owner = await db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.Id == ownerId && m.LeftAt == null, cancel).Or("member", "ownerId");
        thread.Give(Guid.CreateVersion7(), text, owner, due, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Thread(thread);
    }

    [GraphQLDescription("It is done.")]
    public static Task<Thread> FinishTask([ID("Task"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        OnTask(id, thread => thread.Finish(id, current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("It is not done after all.")]
    public static Task<Thread> ReopenTask([ID("Task"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        OnTask(id, thread => thread.Unfinish(id, current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("It need not be done.")]
    public static Task<Thread> DropTask([ID("Task"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        OnTask(id, thread => thread.Drop(id, current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("Puts a mail from somebody who is not known into the conversation it answers.")]
    public static async Task<Thread> TakeHeldMail(
        [ID("HeldMail"), GraphQLDescription("Which.")] Guid id, [GraphQLDescription("Who sees it then: as the thread is now, or nothing is done.")] Audience seenAs, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.SeeInternal);
        var held = await db.HeldReplies.SingleOrDefaultAsync(h => h.Id == id, cancel).Or("mail");
        var thread = await db.MustFindThread(held.ThreadId, current, cancel);
        held.Take(thread, seenAs, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Thread(thread);
    }

    [GraphQLDescription("Throws a mail from somebody who is not known away, with its words and files.")]
    public static async Task<HeldMail> DiscardHeldMail([ID("HeldMail"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.SeeInternal);
        var held = await db.HeldReplies.SingleOrDefaultAsync(h => h.Id == id, cancel).Or("mail");
        held.Discard(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new HeldMail(held);
    }

    static async Task<Thread> OnTask(Guid id, Action<FeedbackThread> verb, PlanableDb db, Current current, CancellationToken cancel)
    {
        var thread = await db.FeedbackThreads.SeenBy(current.Member).Whole().SingleOrDefaultAsync(t => t.Tasks.Any(x => x.Id == id), cancel).Or("task");
        verb(thread);
        await db.SaveChangesAsync(cancel);
        return new Thread(thread);
    }
}

/// <summary>A mail to a conversation from somebody who is not known there. For the team.</summary>
public sealed class HeldMail(HeldReply held)
{
    [ID("HeldMail"), GraphQLDescription("Its id.")]
    public Guid Id => held.Id;

    [GraphQLDescription("Who it is from, as they call themselves.")]
    public string Name => held.Name;

    [GraphQLDescription("Their address.")]
    public string Address => held.Address;

    [GraphQLDescription("Its subject.")]
    public string Headline => held.Headline;

    [GraphQLDescription("What it says.")]
    public string Text => held.Text;

    [GraphQLDescription("When it came.")]
    public DateTimeOffset At => held.At;

    [GraphQLDescription("When somebody took it or threw it away.")]
    public DateTimeOffset? SettledAt => held.SettledAt;

    [GraphQLDescription("The conversation it answers.")]
    public async Task<Thread?> GetThread(IThreadByIdDataLoader threads, CancellationToken cancel) => await threads.LoadAsync(held.ThreadId, cancel) is { } thread ? new Thread(thread) : null;
}

/// <summary>Something people agreed to do, in a thread.</summary>
public sealed class TaskInThread(FeedbackTask task)
{
    [ID("Task"), GraphQLDescription("Its id.")]
    public Guid Id => task.Id;

    [GraphQLDescription("What is to be done.")]
    public string Text => task.Text;

    [GraphQLDescription("Who does it, by name.")]
    public string Owner => task.OwnerName;

    [GraphQLDescription("Who gave it, by name.")]
    public string By => task.ByName;

    [GraphQLDescription("When it was given.")]
    public DateTimeOffset At => task.At;

    [GraphQLDescription("By this day.")]
    public DateOnly? Due => task.Due;

    [GraphQLDescription("When it was done; null while it is not.")]
    public DateTimeOffset? DoneAt => task.DoneAt;
}

/// <summary>A sign below a comment.</summary>
/// <param name="Kind">thumbs-up, heart, smile or eye.</param>
/// <param name="By">Whose, by name.</param>
public sealed record Reaction(string Kind, string By);

/// <summary>Other words that somebody suggests for the text of a post.</summary>
/// <param name="Origin">The text they were made of.</param>
/// <param name="Text">The other words.</param>
/// <param name="State">What became of them.</param>
/// <param name="ChannelId">The channel whose own text they are for; null for the text of all.</param>
public sealed record Suggestion(string Origin, string Text, SuggestionState State, [property: ID("Channel")] Guid? ChannelId);

[QueryType]
public static class HeldMailQueries
{
    [GraphQLDescription("Mails to conversations from people who are not known there, the latest first. A client's token sees none.")]
    [UsePaging]
    public static async Task<Connection<HeldMail>> GetHeldMail(PlanableDb db, Current current, PagingArguments paging, CancellationToken cancel)
    {
        var team = current.Can(Permission.SeeInternal);
        return (await db.HeldReplies.AsNoTracking().Where(h => team && h.SettledAt == null).OrderByDescending(h => h.At).ToPageAsync(paging, cancel)).Select(h => new HeldMail(h)).ToConnection();
    }
}

public interface ITasksByThreadDataLoader : IDataLoader<Guid, FeedbackTask[]>;

public interface IReactionsByCommentDataLoader : IDataLoader<Guid, FeedbackReaction[]>;

public static class ThreadPartLoaders
{
    [DataLoader]
    public static async Task<ILookup<Guid, FeedbackTask>> GetTasksByThreadAsync(IReadOnlyList<Guid> threads, PlanableDb db, CancellationToken cancel) =>
        (await db.Set<FeedbackTask>().AsNoTracking().Where(t => threads.Contains(t.ThreadId)).OrderBy(t => t.At).ThenBy(t => t.Id).ToListAsync(cancel)).ToLookup(t => t.ThreadId);

    [DataLoader]
    public static async Task<ILookup<Guid, FeedbackReaction>> GetReactionsByCommentAsync(IReadOnlyList<Guid> comments, PlanableDb db, CancellationToken cancel) =>
        (await db.Set<FeedbackReaction>().AsNoTracking().Where(r => comments.Contains(r.CommentId)).OrderBy(r => r.At).ThenBy(r => r.Id).ToListAsync(cancel)).ToLookup(r => r.CommentId);
}
