using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Risks;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Jobs.Mail;

namespace Planable.Jobs.Notices;

/// <summary>All that a mail about notices says.</summary>
/// <param name="Title">The subject without the client's name.</param>
public sealed record NoticeLetter(string Client, string Company, string Name, string Subject, string Title, IReadOnlyList<NoticeItem> Items, MailedLink First, MailedLink Second, string Why, string Unsubscribe, string Settings)
{
    /// <summary>An answer to it stands in the conversation.</summary>
    public bool TakesReplies { get; init; }
}

public sealed record MailedLink(string Words, string Address);

/// <param name="Lines">What happened to it.</param>
/// <param name="Reasons">Why the reader is told, if it is more than one thing.</param>
public sealed record NoticeItem(IReadOnlyList<string> Lines, string? Reasons, MailedPost? Post, string Link);

/// <summary>Finds the words for a mail about notices, as things stand now: all channels that failed, or nothing if a person solved it meanwhile.</summary>
public sealed class NoticeMailWords(PlanableDb db, MailedPosts mailedPosts, Mailroom mailroom, TimeProvider clock, IStringLocalizer<Words> words)
{
    /// <summary>Pictures of this many posts; the others stand in the list with their words.</summary>
    const int Pictures = 4;

    /// <returns>Null if nothing is left to tell.</returns>
    public async Task<NoticeLetter?> Compose(Member member, IReadOnlyList<Notice> notices, Workspace workspace, string unsubscribe, CancellationToken cancel)
    {
        using var eyes = db.SeeAs(member);
        var posts = await mailedPosts.Of([.. notices.Select(n => n.PostId).OfType<Guid>().Distinct()], workspace, member.Person.Zone, Pictures, cancel);
        // Channels may have been taken from them since.
        if (member.IsLimited)
            notices = [.. notices.Where(n => n.PostId is not { } id || posts.ContainsKey(id))];
        var items = new List<NoticeItem>();
        foreach (var about in notices.GroupBy(n => n.PostId ?? n.Id).OrderBy(g => posts.GetValueOrDefault(g.Key)?.At ?? DateTimeOffset.MaxValue).ThenBy(g => g.First().At))
        {
            var lines = new List<string>();
            foreach (var notice in about)
                lines.AddRange(await Lines(notice, member, cancel));
            if (lines.Count > 0)
                items.Add(new NoticeItem([.. lines.Distinct()], Joined([.. about.SelectMany(n => n.Reasons).Distinct()]), posts.GetValueOrDefault(about.Key), mailroom.Link(PathOf(about.First(), workspace))));
        }

        if (items.Count == 0)
            return null;
        var company = await db.Companies.Where(c => c.Id == workspace.CompanyId).Select(c => c.Name).SingleAsync(cancel);
        var (first, events) = (notices[0], notices.Select(n => n.Event.Event).Distinct().ToList());
        var (subject, title) = Head(first, events.Count == 1 ? events[0] : null, items, workspace);
        return new NoticeLetter(
            workspace.Name, company, member.Person.Name, subject, title, items, Main(first, events.Count == 1 ? events[0] : null, items, workspace), Second(items[0], workspace),
            words[member.IsClient ? "You get this because you decide about posts for {0}." : "You get this because you work for {0}.", workspace.Name], unsubscribe, mailroom.Link($"/account/notifications?client={workspace.Slug}"));
    }

    static string? Joined(IReadOnlyList<string> reasons) => reasons.Count > 1 ? string.Join(" · ", reasons) : null;

    static string PathOf(Notice notice, Workspace workspace) => notice is { Event.Event: NoticeEvent.Handover, PostId: { } post } ? $"/w/{workspace.Slug}/posts/{post}/handover" : $"/notices/{notice.Id}/about";

    /// <param name="only">Null if there are several events in it.</param>
    (string Subject, string Title) Head(Notice first, NoticeEvent? only, IReadOnlyList<NoticeItem> items, Workspace workspace)
    {
        var (client, count) = (workspace.Name, items.Count);
        var lines = items.Sum(i => i.Lines.Count);
        (string, string) Said(string subject, string title) => (words[subject, client, count], words[title, count]);
        return only switch
        {
            NoticeEvent.ApprovalAsked => count == 1 ? Said("{0}: a post waits for your approval", "A post waits for your approval") : Said("{0}: {1} posts wait for your approval", "{0} posts wait for your approval"),
            NoticeEvent.Reminder when count > 1 => Said("{0}: {1} posts still wait for approval", "{0} posts still wait for approval"),
            NoticeEvent.Reminder => Said("{0}: a post still waits for approval", "A post still waits for approval"),
            NoticeEvent.Risk => count == 1 ? Said("{0}: a planned post is at risk", "A planned post is at risk") : Said("{0}: {1} planned posts are at risk", "{0} planned posts are at risk"),
            NoticeEvent.Failure when first.Kind == Notice.MailUndelivered && count == 1 => Said("{0}: somebody could not be reached by mail", "Somebody could not be reached by mail"),
            NoticeEvent.Failure when items[0].Post is not null => count == 1 ? Said("{0}: a post needs you", "A post needs you") : Said("{0}: {1} things need you", "{0} things need you"),
            NoticeEvent.Mention or NoticeEvent.Comment when lines > 1 => (words["{0}: {1} comments", client, lines], words["{0} comments", lines]),
            NoticeEvent.Decision when count > 1 => Said("{0}: {1} decisions about your posts", "{0} decisions about your posts"),
            _ when count == 1 => (words["{0}: {1}", client, Cut(items[0].Lines[0])], words["News from {0}", client]),
            _ => Said("{0}: {1} notifications", "{0} notifications"),
        };
    }

    MailedLink Main(Notice first, NoticeEvent? only, IReadOnlyList<NoticeItem> items, Workspace workspace) => only switch
    {
        NoticeEvent.ApprovalAsked when items.Count > 1 => new(words["Review {0} posts", items.Count], mailroom.Link($"/w/{workspace.Slug}/approvals")),
        NoticeEvent.ApprovalAsked => new(words["Read it and decide"], items[0].Link),
        NoticeEvent.Reminder when items.Count > 1 => new(words["See what waits"], mailroom.Link($"/w/{workspace.Slug}/approvals")),
        NoticeEvent.Handover when items.Count == 1 => new(words["Publish it from your phone"], items[0].Link),
        _ when items.Count > 1 => new(words["See them all"], mailroom.Link($"/notices?client={workspace.Slug}")),
        NoticeEvent.Failure or NoticeEvent.Risk => new(words["See what happened"], items[0].Link),
        _ => new(first.PostId is null ? words["See it"] : words["Open the post"], items[0].Link),
    };

    MailedLink Second(NoticeItem first, Workspace workspace) => first.Post?.At is { } at
        ? new(words["See it in the calendar"], mailroom.Link($"/w/{workspace.Slug}/calendar?date={Zones.ToLocal(at, workspace.Zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"))
        : new(words["All notifications"], mailroom.Link($"/notices?client={workspace.Slug}"));

    async Task<IReadOnlyList<string>> Lines(Notice notice, Member member, CancellationToken cancel) => notice switch
    {
        { Event.Event: NoticeEvent.Reminder, PostId: { } waiting } => await StillWaits(waiting, notice, member, cancel) ? [notice.Words] : [],
        { Kind: Notice.AtRisk, PostId: { } endangered } => await Risks(endangered, cancel),
        { Event.Event: NoticeEvent.Failure, PostId: { } failed } when notice.Kind.StartsWith("post.", StringComparison.Ordinal) => await Troubles(failed, cancel),
        _ => [notice.Words],
    };

    /// <summary>Who decided meanwhile is not reminded of it, and nobody hears that a time comes close which is over.</summary>
    async Task<bool> StillWaits(Guid postId, Notice notice, Member member, CancellationToken cancel)
    {
        var (key, now) = (ApprovalQueries.Key(member.PersonId), clock.GetUtcNow());
        var isOwner = notice.Reasons.Count > 0 || notice.Kind == Notice.Escalated;
        return await db.Posts.AnyAsync(
            p => p.Id == postId && p.ApprovalState == ApprovalState.Waiting && (isOwner || p.WaitingFor!.Contains(key))
                && (notice.Kind == Notice.Missed ? p.ScheduledAt <= now : notice.Kind != Notice.Closing || p.ScheduledAt > now),
            cancel);
    }

    async Task<IReadOnlyList<string>> Risks(Guid postId, CancellationToken cancel)
    {
        var risks = await db.Posts.AtRisk().Where(p => p.Id == postId).SelectMany(p => p.Risks).OrderBy(r => r.Since).ToListAsync(cancel);
        return [.. risks.Select(r => words[r.Words, [.. r.Arguments]].Value).Distinct()];
    }

    async Task<IReadOnlyList<string>> Troubles(Guid postId, CancellationToken cancel)
    {
        var deliveries = await db.Deliveries.Where(d => d.PostId == postId).NeedingPerson().OrderBy(d => d.Channel.Name).Select(d => new { Channel = d.Channel.Name, d.FailureWords }).ToListAsync(cancel);
        var comments = await db.CommentDeliveries.Where(c => c.PostId == postId).NeedingPerson().OrderBy(c => c.Delivery.Channel.Name).ThenBy(c => c.Number).Select(c => new { Channel = c.Delivery.Channel.Name, c.FailureWords }).ToListAsync(cancel);
        var changes = await db.LiveChanges.Where(c => c.PostId == postId && (c.State == LiveChangeState.Failed || c.State == LiveChangeState.Unknown)).OrderBy(c => c.Delivery.Channel.Name)
            .Select(c => new { Channel = c.Delivery.Channel.Name, c.Kind, c.FailureWords }).ToListAsync(cancel);
        var differing = await db.LiveChecks.Where(c => c.PostId == postId && c.IsAlarming).OrderBy(c => c.Delivery.Channel.Name).Select(c => new { Channel = c.Delivery.Channel.Name, c.State }).ToListAsync(cancel);
        return
        [
            .. differing.Select(c => (c.State == LiveState.Removed ? words["{0}: the post is no longer there, and nobody removed it here.", c.Channel] : words["{0}: what is live differs from the approved version.", c.Channel]).Value),
            .. changes.Select(c => (c.Kind == LiveChangeKind.Edit
                ? words["{0}: the change of the live post did not go through. {1}", c.Channel, words[c.FailureWords ?? "The network did not say why."]]
                : words["{0}: the post could not be removed from the network. {1}", c.Channel, words[c.FailureWords ?? "The network did not say why."]]).Value),
            .. deliveries.Select(d => words["{0}: {1}", d.Channel, words[d.FailureWords ?? "The network did not say why."]].Value),
            .. comments.Select(c => words["{0}: the post is out, a comment below it is not. {1}", c.Channel, words[c.FailureWords ?? "The network did not say why."]].Value),
        ];
    }

    static string Cut(string words) => words.Length <= 120 ? words : $"{words[..119]}…";
}
