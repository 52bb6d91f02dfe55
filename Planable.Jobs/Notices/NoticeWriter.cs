using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Languages;
using Planable.Data.Logs;
using Planable.Data.Notices;

namespace Planable.Jobs.Notices;

/// <summary>Reads the log and has everybody told whom a source names: one act, one member, one notice.</summary>
public sealed class NoticeWriter(PlanableDb db, IEnumerable<INoticeSource> sources, NoticeDesk desk, NoticeBell bell, TimeProvider clock)
{
    public const string Reader = "notices";

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
        var concerned = sources.Select(s => (Source: s, Entries: entries.FindAll(s.Concerns))).Where(c => c.Entries.Count > 0).ToList();
        IReadOnlyList<Guid> heard = concerned.Count > 0 ? await Tell(concerned, entries, cancel) : [];
        cursor.Advance(entries[^1].Sequence);
        await db.SaveChangesAsync(cancel);
        foreach (var person in heard)
            bell.Ring(person);
        return true;
    }

    /// <returns>The people who heard something.</returns>
    async Task<IReadOnlyList<Guid>> Tell(IReadOnlyList<(INoticeSource Source, List<LogEntry> Entries)> concerned, List<LogEntry> entries, CancellationToken cancel)
    {
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var members = await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToDictionaryAsync(m => m.Id, cancel);
        var postIds = concerned.SelectMany(c => c.Entries).Where(e => e.Subject == "post").Select(e => e.SubjectId).Distinct().ToList();
        var posts = await db.Posts.Where(p => postIds.Contains(p.Id)).Select(p => new NoticedPost(p.Id, p.AuthorId, p.Text, p.ScheduledAt, p.Audience)).ToDictionaryAsync(p => p.Id, cancel);
        var round = new NoticeRound(workspace, entries, members, posts, clock.GetUtcNow());

        var told = new List<Told>();
        // Each is told in their own language, so what there is to tell is said once in each.
        foreach (var readers in members.Values.GroupBy(m => Speech.To(m, workspace)))
        {
            using var speech = readers.Key.ForNow();
            var ids = readers.Select(m => m.Id).ToHashSet();
            foreach (var (source, own) in concerned)
                told.AddRange((await source.Tell(own, round, cancel)).Where(t => ids.Contains(t.MemberId)));
        }

        told.RemoveAll(t => !members.ContainsKey(t.MemberId) || (t.Entry.ActorKind != ActorKind.Planable && t.Entry.ActorId == t.MemberId) || (t.Entry.Subject == "post" && !posts.ContainsKey(t.Entry.SubjectId)));
        await db.HideUnseen(told, members, cancel);
        var keys = told.Select(t => t.Key).Distinct().ToList();
        var known = (await db.Notices.Where(n => keys.Contains(n.Key)).ToListAsync(cancel)).ToDictionary(n => (n.MemberId, n.Key));
        foreach (var act in told.GroupBy(t => (t.MemberId, t.Key)))
        {
            var reasons = act.Select(t => t.Reason).OfType<string>().Distinct().ToList();
            if (known.GetValueOrDefault(act.Key) is { } before)
                before.Add(reasons);
            else
                await Raise([.. act.OrderBy(t => NoticeEvents.Of(t.Kind).Event)], reasons, round, cancel);
        }

        return [.. told.Select(t => members[t.MemberId].PersonId).Distinct()];
    }

    /// <param name="act">What one member is told about one act, what matters most first.</param>
    async Task Raise(IReadOnlyList<Told> act, List<string> reasons, NoticeRound round, CancellationToken cancel)
    {
        var first = act[0];
        if (first.InPlaceOf is { } start && await db.Notices.FirstOrDefaultAsync(n => n.MemberId == first.MemberId && n.ReadAt == null && n.Key.StartsWith(start), cancel) is { } unread)
        {
            unread.Say(first.Words, round.Now);
            return;
        }

        var post = first.PostId is { } id ? round.Posts.GetValueOrDefault(id) : null;
        var text = new NoticeText(first.Key, first.Kind, first.Words)
        {
            PostId = first.PostId,
            Post = post?.Text,
            Slot = post?.ScheduledAt,
            Path = act.Select(t => t.Path).FirstOrDefault(p => p is not null),
            MailAt = first.MailAt,
            Sequence = first.Entry.Sequence,
            Reasons = reasons,
        };
        desk.Raise(round.Members[first.MemberId], round.Workspace, text, [.. act.Skip(1).Select(t => NoticeEvents.Of(t.Kind)).Distinct()]);
    }
}
