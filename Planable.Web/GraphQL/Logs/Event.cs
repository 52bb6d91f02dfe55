using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Logs;

/// <summary>One line of the workspace's log: what was done, by whom, in which way.</summary>
public sealed class LogLine(LogEntry entry)
{
    [GraphQLDescription("Grows by one with every line, without gaps. Lines not for a client's eyes are left out for its token.")]
    public long Number => entry.Sequence;

    public DateTimeOffset At => entry.At;

    [GraphQLDescription("Noun and verb, e.g. \"post.scheduled\".")]
    public string Verb => entry.Verb;

    public string Subject => entry.Subject;

    public string By => entry.ActorName;

    public ActorKind ByKind => entry.ActorKind;

    public Via Via => entry.Via;

    [GraphQLDescription("Facts of the act. For the team.")]
    [ListSize(AssumedSize = 4)]
    public IReadOnlyList<Setting> GetFacts(Current current) =>
        current.Member.IsClient ? [] : [.. entry.Facts.Where(f => f.Value is not null).Select(f => new Setting(f.Key, f.Value!))];

    [GraphQLDescription("The post it is about, where it is about one.")]
    public async Task<Data.Posts.Post?> GetPost(IPostByIdDataLoader posts, CancellationToken cancel) =>
        entry.Subject is "post" or Data.Conversations.FeedbackThread.LogSubject ? await posts.LoadAsync(entry.SubjectId, cancel) : null;
}

[QueryType]
public static class LogQueries
{
    [GraphQLDescription("What happened, the first first. Read on from where you stopped with `since`, or follow it with a subscription.")]
    [UsePaging]
    public static async Task<Connection<LogLine>> GetLog(PlanableDb db, Current current, PagingArguments paging, long? since, IReadOnlyList<string>? verbs, [ID<Data.Posts.Post>] Guid? postId, CancellationToken cancel)
    {
        var entries = db.Log.AsNoTracking().VisibleTo(current.Member).Where(e => e.Sequence > (since ?? 0));
        if (verbs is not null)
            entries = entries.Where(e => verbs.Contains(e.Verb));
        if (postId is { } id)
            entries = entries.OfPost(id);
        var page = await entries.OrderBy(e => e.Sequence).ToPageAsync(paging, cancel);
        return page.Select(e => new LogLine(e)).ToConnection();
    }
}
