using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Reviews;
using Planable.Web.Http;

namespace Planable.Web.Reviews;

/// <summary>Tells an open page that a post it shows has changed, or that the link is over. Each read opens its own scope: a stream lasts long, a database connection must not.</summary>
[AllowAnonymous, Route("r/{token}/live")]
public class ReviewLiveController(ReviewDoor door, Current current, LogBell bell, IServiceScopeFactory scopes, TimeProvider clock) : Controller
{
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(3);

    [HttpGet]
    public async Task<IActionResult> Index(string token, long? since, CancellationToken cancel)
    {
        ReviewHeaders.Set(Response);
        if (!await door.Open(token, cancel) || door.State != ReviewLinkState.Open || door.IsLocked || door.Link.IsFrozen)
            return NoContent();
        var workspace = current.Workspace;
        var last = long.TryParse(Request.Headers["Last-Event-ID"], System.Globalization.CultureInfo.InvariantCulture, out var seen) ? seen : since ?? workspace.LastSequence;
        var stream = await EventStream.Open(Response);
        while (!stream.IsOver)
        {
            var rung = bell.Next(workspace.Id);
            if (await Read(door.Link.Id, workspace.Id, workspace.Zone, last, cancel) is not { } read)
            {
                await stream.Write("event: over\ndata: {}");
                await stream.Flush();
                return new EmptyResult();
            }

            foreach (var post in read.Posts)
                await stream.Write($"event: post\ndata: {JsonSerializer.Serialize(new { id = post })}");
            if (read.Last > last)
                await stream.Write($"id: {read.Last.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
            else
                await stream.Beat();
            last = read.Last;
            await stream.Flush();
            await stream.Wait(rung, Poll);
        }

        return new EmptyResult();
    }

    /// <returns>Posts of the link that something happened to; null when the link is over. What happened is not told: much of it is the team's own.</returns>
    async Task<(IReadOnlyList<Guid> Posts, long Last)?> Read(Guid linkId, Guid workspaceId, string zone, long after, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        db.Enter(workspaceId, Via.Link);
        if (await db.ReviewLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == linkId, cancel) is not { } link || link.StateAt(clock.GetUtcNow()) != ReviewLinkState.Open)
            return null;
        var entries = await db.Log.AsNoTracking().After(after).Take(200).Select(e => new { e.Sequence, e.Subject, e.SubjectId, e.Audience }).ToListAsync(cancel);
        if (entries.Count == 0)
            return ([], after);
        var touched = entries.Where(e => e.Subject == "post" || (e.Subject == FeedbackThread.LogSubject && e.Audience == Audience.Client)).Select(e => e.SubjectId).Distinct().ToList();
        var shown = touched.Count == 0 ? [] : await db.Posts.ShownBy(link, zone).Where(p => touched.Contains(p.Id)).Select(p => p.Id).ToListAsync(cancel);
        return (shown, entries[^1].Sequence);
    }
}
