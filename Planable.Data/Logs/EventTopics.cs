namespace Planable.Data.Logs;

/// <summary>What programs follow in the log.</summary>
public enum EventTopic
{
    /// <summary>A post was written, changed, planned, moved, deleted.</summary>
    Post,
    Comment,
    Decision,

    /// <summary>What becomes of a post on its way out.</summary>
    Delivery,
}

/// <summary>Which entries belong to which topic. Subscriptions and webhooks tell the same things by the same names.</summary>
public static class EventTopics
{
    public static readonly IReadOnlyList<EventTopic> All = Enum.GetValues<EventTopic>();

    public static readonly string[] Comments = ["comment.started", "comment.replied", "comment.recorded"];
    public static readonly string[] Decisions = ["post.level-approved", "post.changes-requested", "post.rejected"];

    public static readonly string[] Deliveries =
    [
        "post.delivered", "post.delivery-failed", "post.delivery-held", "post.delivery-unknown", "post.delivery-retried", "post.delivery-confirmed", "post.delivery-denied",
        "post.handed-to-phone", "post.delivered-by-hand", "post.taken-from-phone", "post.thread-ended", "post.taken-off",
    ];

    /// <returns>The narrowest one; null for what nobody is told.</returns>
    public static EventTopic? Of(string verb) =>
        Deliveries.Contains(verb) ? EventTopic.Delivery
        : Decisions.Contains(verb) ? EventTopic.Decision
        : Comments.Contains(verb) ? EventTopic.Comment
        : verb.StartsWith("post.", StringComparison.Ordinal) ? EventTopic.Post
        : null;

    /// <summary>What may belong to a topic; <see cref="Of"/> has the last word.</summary>
    public static IQueryable<LogEntry> Topical(this IQueryable<LogEntry> log) => log.Where(e => e.Subject == "post" || Comments.Contains(e.Verb));

    /// <summary>The type of the event in the API.</summary>
    public static string TypeName(this EventTopic topic) => topic switch
    {
        EventTopic.Comment => "CommentAdded",
        EventTopic.Decision => "DecisionMade",
        EventTopic.Delivery => "DeliveryChanged",
        _ => "PostChanged",
    };
}
