using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Risks;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Notices;

/// <summary>
/// Reads the log and tells people what they must know. A post that fails on three channels is one notice, and one more each time a person sent
/// it off again and it failed again: see <see cref="Attempts"/>.
/// </summary>
public sealed class NoticeWriter(PlanableDb db, ApprovalNotices approvals, CommentNotices comments, IStringLocalizer<Words> words, TimeProvider clock)
{
    public const string Reader = "notices";

    /// <summary>Time for the other channels of the same post to fail too, so that one mail tells all.</summary>
    static readonly TimeSpan Gather = TimeSpan.FromSeconds(30);

    static readonly string[] Alarming = ["post.delivery-failed", "post.delivery-held", "post.delivery-unknown", "post.comment-failed", "post.live-edit-failed", "post.live-removal-failed", "post.found-different", "post.found-removed", "channel.broken", "channel.renewal-refused", Notice.AtRisk, "invitation.asked-again", "media.conversion-failed"];

    const string FilesSent = "upload-request.received";

    static readonly string[] AccountArrived = ["connect-link.used", "connect-link.offered"];

    /// <summary>Reads on from where it stopped. Notices and cursor are saved together: a crash repeats nothing.</summary>
    public async Task ReadOn(CancellationToken cancel)
    {
        var cursor = await db.LogCursors.SingleOrDefaultAsync(c => c.Reader == Reader, cancel);
        if (cursor is null)
            db.LogCursors.Add(cursor = new LogCursor(Reader));
        while (await ReadSome(cursor, cancel))
        {
        }
    }

    async Task<bool> ReadSome(LogCursor cursor, CancellationToken cancel)
    {
        var entries = await db.Log.AsNoTracking().After(cursor.Sequence).Take(200).ToListAsync(cancel);
        if (entries.Count == 0)
            return false;
        var alarms = entries.Where(e => Alarming.Contains(e.Verb) && e.Facts.GetValueOrDefault("told") is null).ToList();
        if (alarms.Count > 0)
            await Tell(alarms, cancel);
        foreach (var sent in entries.Where(e => e.Verb == FilesSent).GroupBy(e => e.SubjectId))
            await TellOfFiles([.. sent], cancel);
        await approvals.Write(entries, cancel);
        await comments.Write(entries, cancel);
        foreach (var handed in entries.Where(HandoverNotices.Concerns))
            await new HandoverNotices(db, words, clock).Tell(handed, cancel);
        foreach (var arrived in entries.Where(e => AccountArrived.Contains(e.Verb)))
            await TellOfAccount(arrived, cancel);
        cursor.Advance(entries[^1].Sequence);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    async Task Tell(IReadOnlyList<LogEntry> alarms, CancellationToken cancel)
    {
        var team = (await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel)).FindAll(m => !m.IsClient);
        var postIds = alarms.Where(a => a.Subject == "post").Select(a => a.SubjectId).Distinct().ToList();
        var posts = await db.Posts.Where(p => postIds.Contains(p.Id)).Select(p => new { p.Id, p.AuthorId, p.ScheduledAt }).ToListAsync(cancel);
        var (authors, due) = (posts.ToDictionary(p => p.Id, p => p.AuthorId), posts.ToDictionary(p => p.Id, p => p.ScheduledAt));
        var attempts = await Attempts.Of(postIds, db, cancel);
        var videos = await VideoUse.Of([.. alarms.Where(a => a.Subject == "media").Select(a => a.SubjectId)], db, cancel);
        var now = clock.GetUtcNow();
        foreach (var alarm in alarms)
        {
            foreach (var reader in team.Where(m => Concerns(m, alarm, authors, videos) && (alarm.Subject != "post" || alarm.Verb == Notice.AtRisk || attempts.IsNewsTo(m.Id, alarm))))
            {
                var postId = alarm.Subject switch { "post" => alarm.SubjectId, "media" => videos.PostOf(alarm.SubjectId), _ => (Guid?)null };
                db.Notices.Add(new Notice(reader.Id, $"{alarm.Verb}:{alarm.SubjectId:N}:{alarm.Sequence}", alarm.Verb, postId, Say(alarm), now, MailAt(alarm, due, now), alarm.Sequence));
            }
        }
    }

    /// <summary>Whoever asked for the files. What comes while the notice is unread is told by the same one.</summary>
    async Task TellOfFiles(IReadOnlyList<LogEntry> sent, CancellationToken cancel)
    {
        var (last, now) = (sent[^1], clock.GetUtcNow());
        if (!Guid.TryParse(last.Facts.GetValueOrDefault("to"), out var askerId) || await db.Members.AnyAsync(m => m.Id == askerId && m.LeftAt != null, cancel))
            return;
        var received = await db.UploadRequests.Where(r => r.Id == last.SubjectId).Select(r => r.Received).SingleOrDefaultAsync(cancel);
        var from = last.Facts.GetValueOrDefault("from") ?? "";
        var said = received == 1 ? words["{0} sent a file.", from] : words["{0} sent files: {1} are here now.", from, received];
        var start = $"{FilesSent}:{last.SubjectId:N}:";
        if (await db.Notices.FirstOrDefaultAsync(n => n.MemberId == askerId && n.ReadAt == null && n.Key.StartsWith(start), cancel) is { } unread)
            unread.Say(said, now);
        else
            db.Notices.Add(new Notice(askerId, $"{start}{last.Sequence}", FilesSent, null, said, now, now + Gather, last.Sequence));
    }

    /// <summary>What may still be mended in peace is mailed about on the last day, if it stands so long.</summary>
    static DateTimeOffset MailAt(LogEntry alarm, Dictionary<Guid, DateTimeOffset?> due, DateTimeOffset now) =>
        alarm.Verb == Notice.AtRisk && due.GetValueOrDefault(alarm.SubjectId) - Preflight.Day is { } lastDay && lastDay > now ? lastDay : now + Gather;

    /// <summary>Whoever asked for the account; those who may connect channels, if that person has left.</summary>
    async Task TellOfAccount(LogEntry arrived, CancellationToken cancel)
    {
        var (facts, now) = (arrived.Facts, clock.GetUtcNow());
        var team = await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel);
        var asker = team.FindAll(m => m.Id.ToString() == facts.GetValueOrDefault("to"));
        var said = arrived.Verb == "connect-link.offered"
            ? words["{0} connected “{1}” instead of “{2}”. Say whether it is used.", facts["person"]!, facts["name"]!, facts["asked"]!]
            : words["{0} connected “{1}”.", facts["person"]!, facts["name"]!];
        foreach (var reader in asker.Count > 0 ? asker : team.FindAll(m => m.Can(Permission.ConnectChannels)))
            db.Notices.Add(new Notice(reader.Id, $"{arrived.Verb}:{arrived.SubjectId:N}", arrived.Verb, null, said, now, now + Gather, arrived.Sequence));
    }

    /// <summary>Nobody is told about a post that was deleted meanwhile.</summary>
    static bool Concerns(Member member, LogEntry alarm, Dictionary<Guid, Guid> authors, VideoUse videos) => alarm.Subject switch
    {
        "post" => authors.TryGetValue(alarm.SubjectId, out var authorId) && (member.Id == authorId || member.Can(Permission.PublishPosts)),
        "media" => videos.Concerns(member, alarm.SubjectId),
        "channel" => member.Can(Permission.ConnectChannels),
        _ => member.Can(Permission.InviteTeam),
    };

    string Say(LogEntry alarm)
    {
        var facts = alarm.Facts;
        return alarm.Verb switch
        {
            "channel.broken" => words["{0} has to be reconnected: {1}", facts["name"]!, words[facts["why"]!]],
            "channel.renewal-refused" => words["The sign-in of {0} cannot be renewed by itself. Sign in again before {1} UTC.", facts["name"]!, facts.GetValueOrDefault("ends") ?? "–"],
            Notice.AtRisk => words["At risk: {0}", words[facts["why"]!]],
            "invitation.asked-again" when facts.GetValueOrDefault("email") is { } email => words["{0} found an expired invitation and asks for a new one.", email],
            "invitation.asked-again" => words["Somebody found an expired invitation and asks for a new one."],
            "media.conversion-failed" => words["{0} could not be converted: {1} Posts with it will not go out.", facts["name"]!, words[facts["why"]!]],
            "post.comment-failed" => words["{0}: the post is out, a comment below it is not. {1}", facts["channel"]!, words[facts["why"]!]],
            "post.found-different" => words["{0}: what is live differs from the approved version.", facts["channel"]!],
            "post.found-removed" => words["{0}: the post is no longer there, and nobody removed it here.", facts["channel"]!],
            "post.live-edit-failed" => words["{0}: the change of the live post did not go through. {1}", facts["channel"]!, words[facts["why"]!]],
            "post.live-removal-failed" => words["{0}: the post could not be removed from the network. {1}", facts["channel"]!, words[facts["why"]!]],
            _ => words["{0}: {1}", facts["channel"]!, words[facts["why"]!]],
        };
    }
}
