using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Web.GraphQL.Approvals;
using Planable.Web.GraphQL.Conversations;
using Planable.Web.GraphQL.Logs;
using Planable.Web.GraphQL.Posts;
using Planable.Web.GraphQL.Publishing;

namespace Planable.Web.GraphQL.Events;

/// <summary>Something happened. Send the number of the last event you have when you come back: you get what you missed, once.</summary>
public abstract class PostEvent(LogEntry entry)
{
    protected LogEntry Entry { get; } = entry;

    public long Number => Entry.Sequence;

    public DateTimeOffset At => Entry.At;

    [GraphQLDescription("The line of the log.")]
    public LogLine Line => new(Entry);

    [GraphQLDescription("As it is now; null if it was deleted, or is not for this token's eyes any more.")]
    public async Task<Post?> GetPost(IPostByIdDataLoader posts, CancellationToken cancel) => await posts.LoadAsync(Entry.SubjectId, cancel);
}

/// <summary>A post was written, changed, planned, moved, deleted …</summary>
public sealed class PostChanged(LogEntry entry) : PostEvent(entry)
{
    [ID("Post")]
    public Guid PostId => Entry.SubjectId;
}

/// <summary>Somebody said something.</summary>
public sealed class CommentAdded(LogEntry entry) : PostEvent(entry)
{
    public async Task<Comment?> GetComment(ICommentByIdDataLoader comments, CancellationToken cancel) =>
        Guid.TryParse(Entry.Facts.GetValueOrDefault("comment"), out var id) && await comments.LoadAsync(id, cancel) is { } said ? new Comment(said) : null;
}

/// <summary>Somebody decided about a post.</summary>
public sealed class DecisionMade(LogEntry entry) : PostEvent(entry)
{
    public async Task<Decision?> GetDecision(IDecisionsByPostDataLoader decisions, CancellationToken cancel) =>
        (await decisions.LoadAsync(Entry.SubjectId, cancel) ?? []).LastOrDefault(d => (d.At - Entry.At).Duration() < TimeSpan.FromMilliseconds(1)) is { } decision ? new Decision(decision) : null;
}

/// <summary>A post got on, or did not, on its way to a channel.</summary>
public sealed class DeliveryChanged(LogEntry entry) : PostEvent(entry)
{
    public async Task<Delivery?> GetDelivery(IDeliveryByIdDataLoader deliveries, CancellationToken cancel) =>
        Guid.TryParse(Entry.Facts.GetValueOrDefault("delivery"), out var id) ? await deliveries.LoadAsync(id, cancel) : null;
}

[SubscriptionType]
public static class EventSubscriptions
{
    [GraphQLDescription("Everything that is done to posts, or to one.")]
    [Subscribe(With = nameof(Posts))]
    public static PostChanged OnPostChanged([EventMessage] LogEntry entry) => new(entry);

    [GraphQLDescription("New comments, as far as the token's member may read them.")]
    [Subscribe(With = nameof(Talk))]
    public static CommentAdded OnCommentAdded([EventMessage] LogEntry entry) => new(entry);

    [GraphQLDescription("Approvals, wanted changes and rejections.")]
    [Subscribe(With = nameof(Decided))]
    public static DecisionMade OnDecisionMade([EventMessage] LogEntry entry) => new(entry);

    [GraphQLDescription("What becomes of posts on their way out.")]
    [Subscribe(With = nameof(Delivered))]
    public static DeliveryChanged OnDeliveryChanged([EventMessage] LogEntry entry) => new(entry);

    internal static IAsyncEnumerable<LogEntry> Posts(long? after, [ID("Post")] Guid? postId, EventFeed feed, CancellationToken cancel) => feed.Follow(after, log => log.Where(e => e.Subject == "post").Of(postId), cancel);

    internal static IAsyncEnumerable<LogEntry> Talk(long? after, [ID("Post")] Guid? postId, EventFeed feed, CancellationToken cancel) => feed.Follow(after, log => log.Where(e => e.Subject == FeedbackThread.LogSubject && EventTopics.Comments.Contains(e.Verb)).Of(postId), cancel);

    internal static IAsyncEnumerable<LogEntry> Decided(long? after, [ID("Post")] Guid? postId, EventFeed feed, CancellationToken cancel) => feed.Follow(after, log => log.Where(e => EventTopics.Decisions.Contains(e.Verb)).Of(postId), cancel);

    internal static IAsyncEnumerable<LogEntry> Delivered(long? after, [ID("Post")] Guid? postId, EventFeed feed, CancellationToken cancel) => feed.Follow(after, log => log.Where(e => EventTopics.Deliveries.Contains(e.Verb)).Of(postId), cancel);

    static IQueryable<LogEntry> Of(this IQueryable<LogEntry> log, Guid? postId) => postId is { } id ? log.Where(e => e.SubjectId == id) : log;
}
