using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Notices;
using Planable.Web.People;

namespace Planable.Web.Logs;

/// <summary>
/// The log as a live stream to an open page. Every event carries its sequence as id, so a browser that lost the line resumes after the last one
/// it got: no gap, no double. How many notifications are unread goes with it, so that a page needs one stream only. Each read opens its own scope: a stream lasts long, a database connection must not.
/// </summary>
[Route("w/{workspace}/live")]
public class LiveController(Current current, LogBell bell, NoticeBell notices, IServiceScopeFactory scopes) : Controller
{
    /// <summary>What another node changed is heard of within three seconds.</summary>
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(2.5);

    const string Posts = "post";
    const string Changed = "post.changed";

    [HttpGet]
    public async Task Index(long? since, CancellationToken cancel)
    {
        var last = long.TryParse(Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : since ?? current.Workspace.LastSequence;
        var stream = await EventStream.Open(Response);
        var unread = -1;
        while (!stream.IsOver)
        {
            var rung = Task.WhenAny(bell.Next(current.Workspace.Id), notices.Next(current.Member.PersonId));
            if (await Read(last, cancel) is not { } read)
                return;
            foreach (var (sequence, subject, id, verb) in read.Entries)
                await stream.Write($"id: {sequence}\nevent: {subject}\ndata: {JsonSerializer.Serialize(new { id, verb })}");
            // A client's position moves on past what is not for them.
            if (read.Last > last && read.Entries.Count == 0)
                await stream.Write($"id: {read.Last}");
            if (read.Unread != unread)
                await stream.Write(UnreadEvent.Of(read.Unread));
            else if (read.Last == last)
                await stream.Beat();
            (last, unread) = (read.Last, read.Unread);
            await stream.Flush();
            await stream.Wait(rung, Poll);
        }
    }

    /// <returns>Null when the membership or the sign-in has ended.</returns>
    async Task<(IReadOnlyList<Told> Entries, long Last, int Unread)?> Read(long after, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        db.Enter(current.Workspace.Id, Via.Web);
        var session = User.SessionId();
        var member = await db.Members.AsNoTracking().Include(m => m.Person)
            .SingleOrDefaultAsync(m => m.Id == current.Member.Id && m.LeftAt == null && !db.SignInSessions.Any(s => s.Id == session && s.EndedAt != null), cancel);
        if (member is null)
            return null;
        db.SeeAs(member);
        var all = await db.Log.AsNoTracking().After(after).Take(200).ToListAsync(cancel);
        var last = all.Count > 0 ? all[^1].Sequence : after;
        // What is hidden from the client has to go from its open pages too: they are told to look again, and nothing else.
        all = await db.SeenOf(all, member, cancel);
        var told = member.IsClient ? await ForClient(db, all, member, cancel) : [.. all.Select(e => new Told(e.Sequence, e.Subject, e.SubjectId, e.Verb))];
        return (told, last, await db.UnreadOf(member.PersonId, cancel));
    }

    /// <summary>That the team changed a post a client sees is heard by the client's open pages; what was done to it is the team's own.</summary>
    static async Task<List<Told>> ForClient(PlanableDb db, List<LogEntry> all, Member member, CancellationToken cancel)
    {
        var theirs = all.Where(e => e.Audience == Audience.Client || e.Verb == FeedbackThread.Hidden).ToList();
        var touched = all.Except(theirs).Where(e => e.Subject == Posts).Select(e => e.SubjectId).Distinct().ToList();
        var seen = touched.Count == 0 ? [] : (await db.Posts.SeenBy(member).Where(p => touched.Contains(p.Id)).Select(p => p.Id).ToListAsync(cancel)).ToHashSet();
        return
        [
            .. theirs.Select(e => new Told(e.Sequence, e.Subject, e.SubjectId, e.Verb))
                .Concat(all.Except(theirs).Where(e => e.Subject == Posts && seen.Contains(e.SubjectId)).Select(e => new Told(e.Sequence, e.Subject, e.SubjectId, Changed)))
                .OrderBy(t => t.Sequence),
        ];
    }

    sealed record Told(long Sequence, string Subject, Guid Id, string Verb);
}
