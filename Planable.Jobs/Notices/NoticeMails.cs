using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Languages;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Workspaces;
using Planable.Jobs.Mail;

namespace Planable.Jobs.Notices;

/// <summary>
/// Turns due notices into mails, one for all of an event that somebody is to hear. A mail tells how things stand when it is written: what was read, solved or taken back meanwhile
/// is left out, and nobody is disturbed in their quiet hours.
/// </summary>
public sealed class NoticeMails(PlanableDb db, NoticeMailWords words, Mailroom mailroom, UnsubscribeLinks unsubscribe, ReplyAddresses replies, TimeProvider clock)
{
    const int Most = 200;

    /// <summary>More of the same is still coming if the last came within this.</summary>
    static readonly TimeSpan Settle = TimeSpan.FromMinutes(1);

    /// <summary>What is due a little later comes along.</summary>
    static readonly TimeSpan Along = TimeSpan.FromMinutes(15);

    public async Task WriteDue(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var due = await db.Notices.Where(n => n.MailAt <= now).OrderBy(n => n.MailAt).Select(n => n.MemberId).Take(Most).ToListAsync(cancel);
        var (readers, soon) = (due.Distinct().ToList(), now + Along);
        var pending = await db.Notices.Where(n => readers.Contains(n.MemberId) && n.MailAt <= soon).OrderBy(n => n.At).ThenBy(n => n.Id).ToListAsync(cancel);
        var members = await db.Members.Include(m => m.Person).Where(m => readers.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancel);
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var postIds = pending.Select(n => n.PostId).OfType<Guid>().Distinct().ToList();
        var posts = await db.Posts.Where(p => postIds.Contains(p.Id)).Select(p => new NoticedPost(p.Id, p.AuthorId, p.Text, p.ScheduledAt, p.Audience)).ToDictionaryAsync(p => p.Id, cancel);
        foreach (var one in pending.GroupBy(n => (n.MemberId, Batch: BatchOf(n, members[n.MemberId]))))
            await Decide(members[one.Key.MemberId], [.. one], posts, workspace, now, cancel);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Whoever wants their mails together gets all events in one, except what is urgent.</summary>
    static string BatchOf(Notice notice, Member member) => member.Person.MailPace == MailPace.Soon || notice.Event.IsUrgent ? notice.Event.Event.ToString() : "";

    async Task Decide(Member member, List<Notice> batch, IReadOnlyDictionary<Guid, NoticedPost> posts, Workspace workspace, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var over in batch.FindAll(n => n.ReadAt is not null || !MayReach(member, n, posts)))
        {
            over.Unmailed();
            batch.Remove(over);
        }

        if (batch.Count == 0 || !batch.Exists(n => n.MailAt <= now) || IsStillComing(batch, now))
            return;
        var opens = batch.Min(n => NoticeDesk.Opens(member, workspace, n.Event, n.PostId is { } id ? posts.GetValueOrDefault(id)?.ScheduledAt : null, now));
        if (opens > now)
        {
            batch.ForEach(n => n.MailLater(opens));
            return;
        }

        batch.ForEach(n => n.Unmailed());
        await Write(member, batch, workspace, cancel);
    }

    /// <summary>Who left, or chose other ways meanwhile, hears nothing; nor does a client of what became the team's own.</summary>
    static bool MayReach(Member member, Notice notice, IReadOnlyDictionary<Guid, NoticedPost> posts) =>
        member.IsActive && member.NoticeChoices.For(notice.Event.Event).HasFlag(NoticeChannels.Mail)
        && (!member.IsClient || notice.PostId is not { } id || posts.GetValueOrDefault(id)?.Audience == Audience.Client);

    static bool IsStillComing(List<Notice> batch, DateTimeOffset now)
    {
        var rule = batch[0].Event;
        return rule.Longest > rule.Gather && batch[^1].At > now - Settle && batch[0].At > now - rule.Longest;
    }

    async Task Write(Member member, List<Notice> batch, Workspace workspace, CancellationToken cancel)
    {
        var events = batch.Select(n => n.Event.Event).Distinct().ToList();
        var leave = mailroom.Link(unsubscribe.For(member.Id, events));
        // What is about one conversation can be answered by mail.
        var replyTo = CommentNotices.ThreadOf(batch) is { } thread ? replies.For(thread, member.Id) : null;
        using var speech = Speech.To(member, workspace).ForNow();
        if (await words.Compose(member, batch, workspace, leave, cancel) is not { } mail)
            return;
        // A mail about an undelivered mail is the end of the line: one about that in turn would reach the same people.
        var carried = batch.Find(n => n.Kind != Notice.MailUndelivered)?.Id;
        var written = await mailroom.Write<NoticeMail>($"notice:{batch[0].Id:N}", member.Person.Email!, mail.Subject, new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(NoticeMail.Letter)] = mail with { TakesReplies = replyTo is not null } }, carried, leave, replyTo);
        batch.ForEach(n => n.MailedWith(written.Id));
    }
}
