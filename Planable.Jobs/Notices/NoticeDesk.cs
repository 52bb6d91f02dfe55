using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Push;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Notices;

/// <summary>Hands out notices the way each member wants to be told. The caller saves, so a notice exists exactly if what it tells about does.</summary>
public sealed class NoticeDesk(PlanableDb db, TimeProvider clock)
{
    static readonly TimeSpan PushLasts = TimeSpan.FromHours(6);

    /// <param name="member">With the person.</param>
    /// <param name="workspace">Theirs: its zone holds for whoever chose none.</param>
    /// <param name="also">Further events the same act is for them: they are told by the ways of all.</param>
    /// <returns>Null if they want to hear nothing of it.</returns>
    public Notice? Raise(Member member, Workspace workspace, NoticeText text, params IReadOnlyCollection<NoticeEventRule> also)
    {
        var rule = NoticeEvents.Of(text.Kind);
        var (now, channels) = (clock.GetUtcNow(), also.Append(rule).Aggregate(NoticeChannels.None, (all, r) => all | member.NoticeChoices.For(r.Event)));
        if (channels == NoticeChannels.None)
            return null;
        var mailAt = channels.HasFlag(NoticeChannels.Mail) ? text.MailAt ?? now + rule.Gather : (DateTimeOffset?)null;
        if (mailAt is { } soon && member.Person.MailPace is var pace and not MailPace.Soon && !rule.IsUrgent)
            mailAt = (member.Person.Quiet ?? QuietTimes.None).Next(pace, soon, ZoneOf(member, workspace));
        var notice = new Notice(member.Id, text.Key, text.Kind, text.PostId, text.Words, now, mailAt, text.Sequence, text.Reasons, channels.HasFlag(NoticeChannels.App));
        db.Notices.Add(notice);
        if (channels.HasFlag(NoticeChannels.Push))
            Push(member, workspace, text, rule, now);
        return notice;
    }

    public static string ZoneOf(Member member, Workspace workspace) => member.Person.Zone ?? workspace.Zone;

    /// <summary>When this member may be disturbed for it. A failure around the post's time cannot wait for whoever may publish, nor a post that waits for their own phone.</summary>
    public static DateTimeOffset Opens(Member member, Workspace workspace, NoticeEventRule rule, DateTimeOffset? slot, DateTimeOffset now)
    {
        var matters = rule.Event == NoticeEvent.Handover || (rule.Event is NoticeEvent.Failure or NoticeEvent.Risk && member.Can(Permission.PublishPosts));
        return member.Person.Quiet is not { } quiet || (matters && slot is { } at && (at - now).Duration() <= Near) ? now : quiet.Open(now, ZoneOf(member, workspace));
    }

    static readonly TimeSpan Near = TimeSpan.FromHours(2);

    void Push(Member member, Workspace workspace, NoticeText text, NoticeEventRule rule, DateTimeOffset now)
    {
        var opens = Opens(member, workspace, rule, text.Slot, now);
        db.PushMessages.Add(new PushMessage(
            member.PersonId, $"{text.Key}:{member.Id:N}", Cut(text.Words, 160), Cut(text.Post ?? workspace.Name, 160),
            text.Path ?? (text.PostId is { } post ? $"/w/{workspace.Slug}/posts/{post}" : "/notices"), opens, opens + PushLasts));
    }

    static string Cut(string words, int most) => words.Length <= most ? words : words[..most];
}

/// <summary>What a notice says.</summary>
/// <param name="Slot">When the post is to go out.</param>
public sealed record NoticeText(string Key, string Kind, string Words)
{
    public Guid? PostId { get; init; }

    public string? Post { get; init; }

    public DateTimeOffset? Slot { get; init; }

    public string? Path { get; init; }

    public DateTimeOffset? MailAt { get; init; }

    public long Sequence { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];
}
