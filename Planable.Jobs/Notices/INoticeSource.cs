using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Notices;

/// <summary>
/// Reads some verbs of the log and says who is told what. To make people hear of something new: list its verbs in <see cref="NoticeEvents"/>, write one of these, register it.
/// Who is told by which way, quiet hours, batches and mails are none of its business.
/// </summary>
public interface INoticeSource
{
    bool Concerns(LogEntry entry);

    /// <param name="entries">Those it is concerned with, in the order of the log.</param>
    Task<IReadOnlyList<Told>> Tell(IReadOnlyList<LogEntry> entries, NoticeRound round, CancellationToken cancel);
}

/// <summary>What sources look at, read once for all of them.</summary>
/// <param name="Entries">All that is read in this round, also what a source is not concerned with.</param>
/// <param name="Members">Everybody who is in the workspace now, with their person.</param>
/// <param name="Posts">That the entries are about and that were not deleted meanwhile: nobody is told about one that is gone.</param>
public sealed record NoticeRound(Workspace Workspace, IReadOnlyList<LogEntry> Entries, IReadOnlyDictionary<Guid, Member> Members, IReadOnlyDictionary<Guid, NoticedPost> Posts, DateTimeOffset Now)
{
    public IEnumerable<Member> Team => Members.Values.Where(m => !m.IsClient);
}

public sealed record NoticedPost(Guid Id, Guid AuthorId, string Text, DateTimeOffset? ScheduledAt, Audience Audience);

/// <summary>One member is told something. Several about the same act become one notice that lists the reasons.</summary>
/// <param name="Entry">The act. Whoever did it is not told of it.</param>
public sealed record Told(LogEntry Entry, Guid MemberId, string Words)
{
    /// <summary>Says what it is, if the verb does not.</summary>
    public string Kind { get; init; } = Entry.Verb;

    public Guid? PostId { get; init; } = Entry.Subject == "post" ? Entry.SubjectId : null;

    /// <summary>The act's name: what carries the same name is one notice for one member, also from other sources and other entries.</summary>
    public string Key { get; init; } = $"{Entry.Verb}:{Entry.SubjectId:N}:{Entry.Sequence}";

    /// <summary>"You wrote it": why them.</summary>
    public string? Reason { get; init; }

    /// <summary>Begin of the names of earlier notices that this one takes the place of as long as they are unread.</summary>
    public string? InPlaceOf { get; init; }

    /// <summary>A mail may wait for a better moment than soon.</summary>
    public DateTimeOffset? MailAt { get; init; }

    /// <summary>What a push opens, if not the post.</summary>
    public string? Path { get; init; }
}
