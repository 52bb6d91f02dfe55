using Planable.Data.Workspaces;

namespace Planable.Data.Notices;

/// <summary>Something one member should know, once. Also the source of the mail about it.</summary>
public class Notice : Entity, IBelongToWorkspace
{
    Notice()
    {
    }

    /// <param name="key">What it is about; one member gets one notice per key.</param>
    /// <param name="mailAt">When the mail about it may be written; null without mail.</param>
    /// <param name="sequence">The entry of the log that it was raised for.</param>
    /// <param name="reasons">Why this member, if it is more than one thing.</param>
    /// <param name="isInApp">False if it is only mailed or pushed, as the member wants it.</param>
    public Notice(Guid memberId, string key, string kind, Guid? postId, string words, DateTimeOffset at, DateTimeOffset? mailAt, long sequence = 0, IReadOnlyList<string>? reasons = null, bool isInApp = true)
    {
        Reasons = [.. reasons ?? []];
        IsInApp = isInApp;
        Sequence = sequence;
        MemberId = memberId;
        Key = key;
        Kind = kind;
        PostId = postId;
        Words = words;
        At = at;
        MailAt = mailAt;
    }

    /// <summary>The kind that tells others that somebody could not be reached by mail.</summary>
    public const string MailUndelivered = "mail.undelivered";

    /// <summary>The kind that tells that a planned post will not go out unless somebody acts.</summary>
    public const string AtRisk = "post.at-risk";

    /// <summary>The kind that tells somebody that they are named in a conversation.</summary>
    public const string Mentioned = "comment.mentioned";

    /// <summary>The kind that tells that something agreed in a conversation was not done by its day.</summary>
    public const string TaskOverdue = "comment.task-overdue";

    /// <summary>The kind that tells whose phone publishes a post that its time has come.</summary>
    public const string Handed = "post.handed-to-phone";

    /// <summary>The kinds that tell of a post that waits for approval, by the clock.</summary>
    public const string Reminded = "post.approval-reminded";

    public const string Closing = "post.approval-closing";

    public const string Missed = "post.approval-missed";

    public const string Escalated = "post.approval-escalated";

    public const string Consented = "post.approval-consented";

    public Guid WorkspaceId { get; private set; }

    public Guid MemberId { get; private set; }

    public string Key { get; private set; } = "";

    public string Kind { get; private set; } = "";

    public Guid? PostId { get; private set; }

    public string Words { get; private set; } = "";

    /// <summary>"You wrote it", "you are mentioned" ...</summary>
    public List<string> Reasons { get; private set; } = [];

    /// <summary>Stands in the list in Planable.</summary>
    public bool IsInApp { get; private set; }

    public NoticeEventRule Event => NoticeEvents.Of(Kind);

    public long Sequence { get; private set; }

    public DateTimeOffset At { get; private set; }

    public DateTimeOffset? ReadAt { get; private set; }

    public DateTimeOffset? MailAt { get; private set; }

    /// <summary>The mail that carries it, with others perhaps.</summary>
    public Guid? MailId { get; private set; }

    public void Read(DateTimeOffset at) => ReadAt ??= at;

    /// <summary>More of the same happened before it was read.</summary>
    public void Say(string words, DateTimeOffset at) => (Words, At) = (words, at);

    /// <summary>It touches them in one more way than they were told.</summary>
    public void Add(IEnumerable<string> reasons) => Reasons = [.. Reasons.Concat(reasons).Distinct(StringComparer.Ordinal)];

    /// <summary>Nothing is mailed of it, or not any more.</summary>
    public void Unmailed() => MailAt = null;

    public void MailedWith(Guid mailId) => (MailAt, MailId) = (null, mailId);

    /// <summary>The mail that was to carry it is taken back for another's sake.</summary>
    public void MailAgain(DateTimeOffset at) => (MailAt, MailId) = (at, null);

    /// <summary>They are not to be disturbed before.</summary>
    public void MailLater(DateTimeOffset at) => MailAt = at;
}
