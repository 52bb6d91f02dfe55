using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Web.GraphQL.Approvals;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Conversations;

/// <summary>What people say to each other about one thing of a post: among the team, or with the client.</summary>
public sealed class Thread(FeedbackThread thread)
{
    [ID("Thread")]
    public Guid Id => thread.Id;

    public Audience Audience => thread.Audience;

    [GraphQLDescription("The version of the post it was started at.")]
    public int Version => thread.Version;

    public DateTimeOffset StartedAt => thread.StartedAt;

    public DateTimeOffset? ResolvedAt => thread.ResolvedAt;

    public string? ResolvedBy => thread.ResolvedBy;

    [GraphQLDescription("What it is about; null for the post as a whole.")]
    public Anchor? Anchor => thread.Anchor is { } anchor ? new(anchor) : null;

    [GraphQLDescription("What people agreed to do here.")]
    [ListSize(AssumedSize = 3)]
    public async Task<IReadOnlyList<TaskInThread>> GetTasks(ITasksByThreadDataLoader tasks, CancellationToken cancel) => [.. (await tasks.LoadAsync(thread.Id, cancel) ?? []).Select(t => new TaskInThread(t))];

    public async Task<Post?> GetPost(IPostByIdDataLoader posts, CancellationToken cancel) => await posts.LoadAsync(thread.PostId, cancel);

    [UsePaging]
    public async Task<Connection<Comment>> GetComments(PagingArguments paging, ICommentsByThreadDataLoader comments, CancellationToken cancel) =>
        await comments.With(paging).LoadAsync(thread.Id, cancel) is { } page ? page.Select(c => new Comment(c)).ToConnection() : Page<Comment>.Empty.ToConnection();
}

/// <summary>A place in a post.</summary>
public sealed class Anchor(FeedbackAnchor anchor)
{
    [GraphQLDescription("Words of the text, as they were.")]
    public string? Quote => anchor.Quote;

    [ID("Channel")]
    public Guid? ChannelId => anchor.ChannelId;

    [ID("Media")]
    public Guid? MediaId => anchor.MediaId;

    [GraphQLDescription("Percent of the picture's width from its left edge.")]
    public decimal? Across => anchor.Across;

    [GraphQLDescription("Percent of the picture's height from its top.")]
    public decimal? Down => anchor.Down;

    [GraphQLDescription("Where in a video, in milliseconds.")]
    public int? From => anchor.From;

    public int? To => anchor.To;
}

/// <summary>One thing somebody said in a thread.</summary>
public sealed class Comment(FeedbackComment said)
{
    [ID("Comment")]
    public Guid Id => said.Id;

    [GraphQLDescription("Empty if it was removed.")]
    public string Text => said.IsRemoved ? "" : said.Text;

    public string By => said.Name;

    public bool IsClient => said.IsClient;

    [GraphQLDescription("Who wrote it down, where it was said elsewhere.")]
    public RecordedWords? Recording => said.Recording is { } recording ? new(recording) : null;

    public DateTimeOffset At => said.At;

    public DateTimeOffset? EditedAt => said.EditedAt;

    public DateTimeOffset? RemovedAt => said.RemovedAt;

    [GraphQLDescription("Other words it suggests for the text.")]
    public Suggestion? Suggestion => said is { IsRemoved: false, Suggestion: { } other } ? new(other.Origin, other.Text, other.State, other.ChannelId) : null;

    [GraphQLDescription("Files that go with it. None if it was removed.")]
    [ListSize(AssumedSize = 3)]
    public IReadOnlyList<CommentFile> Files => said.IsRemoved ? [] : [.. said.Files.Select(f => new CommentFile(said, f))];

    [GraphQLDescription("Signs below it.")]
    [ListSize(AssumedSize = 3)]
    public async Task<IReadOnlyList<Reaction>> GetReactions(IReactionsByCommentDataLoader reactions, CancellationToken cancel) => [.. (await reactions.LoadAsync(said.Id, cancel) ?? []).Select(r => new Reaction(r.Kind, r.Name))];

    public async Task<Thread?> GetThread(IThreadByIdDataLoader threads, CancellationToken cancel) => await threads.LoadAsync(said.ThreadId, cancel) is { } thread ? new Thread(thread) : null;
}

[ObjectType<Thread>]
public static class ThreadNodes
{
    [NodeResolver]
    public static async Task<Thread?> Find(Guid id, IThreadByIdDataLoader threads, CancellationToken cancel) => await threads.LoadAsync(id, cancel) is { } thread ? new Thread(thread) : null;
}

[ObjectType<Comment>]
public static class CommentNodes
{
    [NodeResolver]
    public static async Task<Comment?> Find(Guid id, ICommentByIdDataLoader comments, CancellationToken cancel) => await comments.LoadAsync(id, cancel) is { } said ? new Comment(said) : null;
}

public interface IThreadByIdDataLoader : IDataLoader<Guid, FeedbackThread>;

public interface IThreadsByPostDataLoader : IDataLoader<Guid, Page<FeedbackThread>>;

public interface ICommentByIdDataLoader : IDataLoader<Guid, FeedbackComment>;

public interface ICommentsByThreadDataLoader : IDataLoader<Guid, Page<FeedbackComment>>;

public static class ConversationLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, FeedbackThread>> GetThreadByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, Current current, CancellationToken cancel) =>
        (await db.FeedbackThreads.AsNoTracking().SeenBy(current.Member).Where(t => ids.Contains(t.Id)).ToListAsync(cancel)).Where(t => t.IsOnWordsSeenBy(current.Member)).ToDictionary(t => t.Id);

    [DataLoader]
    public static async Task<Dictionary<Guid, Page<FeedbackThread>>> GetThreadsByPostAsync(IReadOnlyList<Guid> posts, PagingArguments paging, PlanableDb db, Current current, CancellationToken cancel)
    {
        var hidden = await db.ThreadsHiddenFrom(current.Member, cancel);
        return await db.FeedbackThreads.AsNoTracking().SeenBy(current.Member).Where(t => posts.Contains(t.PostId) && !hidden.Contains(t.Id)).OrderBy(t => t.StartedAt).ToBatchPageAsync(t => t.PostId, paging, cancel);
    }

    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, FeedbackComment>> GetCommentByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, Current current, CancellationToken cancel) =>
        await (await Seen(db, current, cancel)).Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);

    [DataLoader]
    public static async Task<Dictionary<Guid, Page<FeedbackComment>>> GetCommentsByThreadAsync(IReadOnlyList<Guid> threads, PagingArguments paging, PlanableDb db, Current current, CancellationToken cancel) =>
        await (await Seen(db, current, cancel)).Where(c => threads.Contains(c.ThreadId)).OrderBy(c => c.At).ToBatchPageAsync(c => c.ThreadId, paging, cancel);

    /// <summary>A comment for the client in a thread that is the team's again is nobody's but the team's.</summary>
    static async Task<IQueryable<FeedbackComment>> Seen(PlanableDb db, Current current, CancellationToken cancel)
    {
        var hidden = await db.ThreadsHiddenFrom(current.Member, cancel);
        var threads = db.FeedbackThreads.SeenBy(current.Member).Where(t => !hidden.Contains(t.Id));
        return db.FeedbackComments.AsNoTracking().SeenBy(current.Member).Where(c => threads.Any(t => t.Id == c.ThreadId));
    }
}
