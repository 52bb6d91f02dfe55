namespace Planable.Data.Notices;

/// <summary>What somebody can be told about: a row of the matrix in which people choose how. What matters most comes first, for one act that touches somebody in several ways.</summary>
public enum NoticeEvent
{
    Handover,
    Failure,
    Risk,
    ApprovalAsked,
    Reminder,
    Decision,
    Mention,
    Comment,
    Suggestion,
    ApprovalOver,
    Arrival,
    Member,

    /// <summary>A figure fell under its limit, or is back.</summary>
    Limit,
    Work,
}

/// <summary>The ways in which somebody is told.</summary>
[Flags]
public enum NoticeChannels
{
    None = 0,
    App = 1,
    Mail = 2,
    Push = 4,
}

/// <summary>What holds for an event, whoever it is told to.</summary>
/// <param name="Usual">How it is told to those who chose nothing.</param>
/// <param name="Kinds">Verbs of the log, and what jobs raise by themselves.</param>
/// <param name="Gather">How long a mail waits for more of the same, and for whoever looks at it in Planable anyway.</param>
public sealed record NoticeEventRule(NoticeEvent Event, NoticeChannels Usual, TimeSpan Gather, IReadOnlyList<string> Kinds)
{
    /// <summary>As long as more of the same keeps coming the mail goes on waiting, up to this.</summary>
    public TimeSpan Longest { get; init; } = Gather;

    /// <summary>Cannot be off in all channels.</summary>
    public bool IsEssential { get; init; }

    /// <summary>Comes by itself, never in a digest.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>The team's own: clients are never told, and are not asked.</summary>
    public bool IsForTeam { get; init; }
}

/// <summary>The one list of what people can be told about. A new kind of notice is a line here and a source that raises it.</summary>
public static class NoticeEvents
{
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    static readonly TimeSpan Twenty = TimeSpan.FromMinutes(20);

    const NoticeChannels Both = NoticeChannels.App | NoticeChannels.Mail;

    public static readonly IReadOnlyList<NoticeEventRule> All =
    [
        new(NoticeEvent.ApprovalAsked, Both, Minute, ["post.approval-asked", "post.approvals-taken-back"]) { Longest = TenMinutes },
        new(NoticeEvent.Reminder, Both, Minute, [Notice.Reminded, Notice.Closing, Notice.Missed, Notice.Escalated]) { Longest = TenMinutes },
        new(NoticeEvent.Decision, Both, Minute, [Notice.Consented, "post.changes-requested", "post.rejected", "post.approved", "post.unlocked", "post.suggested"]) { Longest = TenMinutes },
        new(NoticeEvent.Mention, Both, TenMinutes, [Notice.Mentioned, "comment.task-given", Notice.TaskOverdue, "comment.held"]) { Longest = Twenty },
        new(NoticeEvent.Comment, Both, TenMinutes, ["comment.started", "comment.replied", "comment.recorded", "comment.edited", "comment.shown", "comment.task-done"]) { Longest = Twenty },
        new(NoticeEvent.Suggestion, Both, Minute, ["comment.accepted", "comment.declined"]) { Longest = TenMinutes },
        new(NoticeEvent.ApprovalOver, NoticeChannels.App, Minute, ["post.approval-unneeded", "post.approval-withdrawn"]) { Longest = TenMinutes },
        new(NoticeEvent.Failure, Both, Moment, ["post.delivery-failed", "post.delivery-held", "post.delivery-unknown", "post.comment-failed", "post.live-edit-failed", "post.live-removal-failed", "post.found-different", "post.found-removed", "channel.broken", "channel.renewal-refused", "media.conversion-failed", "report.held", "report.incomplete", "report.unreleased", "webhook.stopped", Notice.MailUndelivered]) { IsEssential = true, IsUrgent = true, IsForTeam = true },
        new(NoticeEvent.Risk, Both, Moment, [Notice.AtRisk]) { IsUrgent = true, IsForTeam = true },
        new(NoticeEvent.Handover, Both | NoticeChannels.Push, TimeSpan.Zero, [Notice.Handed]) { IsEssential = true, IsUrgent = true, IsForTeam = true },
        new(NoticeEvent.Arrival, Both, Moment, ["upload-request.received", "connect-link.used", "connect-link.offered", "connect-link.forgotten", "media.licences", "token.ending", "token.deprecated"]) { IsForTeam = true },
        new(NoticeEvent.Member, Both, Moment, ["invitation.asked-again"]) { IsForTeam = true },
        new(NoticeEvent.Limit, Both, Minute, ["limit.fell", "limit.recovered"]) { IsForTeam = true },
        new(NoticeEvent.Work, NoticeChannels.App, Minute, ["import.finished", "bulk.done"]) { IsForTeam = true },
    ];

    static readonly Dictionary<NoticeEvent, NoticeEventRule> ByEvent = All.ToDictionary(r => r.Event);
    static readonly Dictionary<string, NoticeEventRule> ByKind = All.SelectMany(r => r.Kinds, (r, k) => (r, k)).ToDictionary(x => x.k, x => x.r, StringComparer.Ordinal);

    public static NoticeEventRule Of(NoticeEvent named) => ByEvent[named];

    /// <summary>What a kind belongs to; what nobody listed is told like work that was done.</summary>
    public static NoticeEventRule Of(string kind) => ByKind.GetValueOrDefault(kind) ?? ByEvent[NoticeEvent.Work];

    public static IEnumerable<NoticeEventRule> For(Members.Member member) => All.Where(r => !r.IsForTeam || !member.IsClient);
}
