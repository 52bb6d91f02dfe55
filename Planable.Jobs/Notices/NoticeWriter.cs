using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Notices;

/// <summary>
/// Reads the log and tells people what they must know. A post that fails on three channels is one notice: its key is the post and its schedule.
/// </summary>
public sealed class NoticeWriter(PlanableDb db, TimeProvider clock)
{
    const string Reader = "notices";

    /// <summary>Time for the other channels of the same post to fail too, so that one mail tells all.</summary>
    static readonly TimeSpan Gather = TimeSpan.FromSeconds(30);

    static readonly string[] Alarming = ["post.delivery-failed", "post.delivery-held", "post.delivery-unknown", "channel.broken", "invitation.asked-again"];

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
        var alarms = entries.Where(e => Alarming.Contains(e.Verb)).ToList();
        if (alarms.Count > 0)
            await Tell(alarms, cancel);
        cursor.Advance(entries[^1].Sequence);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    async Task Tell(IReadOnlyList<LogEntry> alarms, CancellationToken cancel)
    {
        var team = await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel);
        var postIds = alarms.Where(a => a.Subject == "post").Select(a => a.SubjectId).Distinct().ToList();
        var posts = await db.Posts.Where(p => postIds.Contains(p.Id)).Select(p => new { p.Id, p.AuthorId, p.ScheduledAt, p.Text }).ToDictionaryAsync(p => p.Id, cancel);
        var told = new HashSet<(Guid, string)>();
        foreach (var alarm in alarms)
        {
            var post = posts.GetValueOrDefault(alarm.SubjectId);
            var key = post is null ? $"{alarm.Verb}:{alarm.SubjectId:N}:{alarm.Sequence}" : $"post-trouble:{post.Id:N}:{post.ScheduledAt?.UtcTicks}";
            var readers = team.Where(m => !m.IsClient && Concerns(m, alarm, post?.AuthorId)).ToList();
            var ids = readers.Select(r => r.Id).ToList();
            var before = await db.Notices.Where(n => n.Key == key && ids.Contains(n.MemberId)).Select(n => n.MemberId).ToListAsync(cancel);
            foreach (var reader in readers.Where(r => !before.Contains(r.Id) && told.Add((r.Id, key))))
                db.Notices.Add(new Notice(reader.Id, key, alarm.Verb, post?.Id, Words(alarm), clock.GetUtcNow(), clock.GetUtcNow() + Gather));
        }
    }

    static bool Concerns(Member member, LogEntry alarm, Guid? authorId) => alarm.Subject switch
    {
        "post" => member.Id == authorId || member.Can(Permission.PublishPosts),
        "channel" => member.Can(Permission.ConnectChannels),
        _ => member.Can(Permission.InviteTeam),
    };

    static string Words(LogEntry alarm)
    {
        var facts = alarm.Facts;
        return alarm.Verb switch
        {
            "channel.broken" => $"{facts["name"]} has to be reconnected: {facts["why"]}",
            "invitation.asked-again" => $"{facts.GetValueOrDefault("email") ?? "Somebody"} found an expired invitation and asks for a new one.",
            _ => $"{facts["channel"]}: {facts["why"]}",
        };
    }
}
