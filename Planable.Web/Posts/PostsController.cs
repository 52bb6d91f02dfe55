using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Databases;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Posts;

/// <param name="By">Null if the log does not say.</param>
public sealed record DeletedPostPage(Guid Id, string Title, DateTimeOffset At, string? By);

[Route("w/{workspace}/posts/{id:guid}")]
public class PostsController(PlanableDb db, Current current, PostPages pages, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(Guid id, string? tab, Guid? channel, int? from, int? to, string? q, CancellationToken cancel) =>
        await pages.Read(id, tab, channel, from, to, search: q, cancel: cancel) is { } page ? this.PageOr("_Post", page) : await Deleted(id, cancel);

    /// <summary>What the page shows of the post's history, line by line.</summary>
    [HttpGet("activity.csv"), ForMachines]
    public async Task<IActionResult> Activity(Guid id, [FromServices] Logs.LogWords log, [FromServices] Times.TimeWords times, CancellationToken cancel)
    {
        if (await pages.Read(id, PostPage.ActivityTab, cancel: cancel) is not { } page)
            return NotFound();
        var csv = new System.Text.StringBuilder(Jobs.Exports.CsvText.Line([words["Time"], words["Actor"], words["What happened"], words["Version"], words["Channel of action"]]));
        foreach (var (entry, version) in page.Activity)
            csv.Append(Jobs.Exports.CsvText.Line([times.Full(entry.At), log.Actor(entry), log.Sentence(entry), version == 0 ? "" : version.ToString(System.Globalization.CultureInfo.InvariantCulture), log.Via(entry.Via)]));
        return File(System.Text.Encoding.UTF8.GetPreamble().Concat(System.Text.Encoding.UTF8.GetBytes(csv.ToString())).ToArray(), "text/csv; charset=utf-8", $"{current.Workspace.Slug}-post-activity.csv");
    }

    [HttpGet("previews")]
    public async Task<IActionResult> Previews(Guid id, CancellationToken cancel) => await pages.Previews(id, cancel) is { } page ? View(page) : NotFound();

    /// <summary>Asked for by the page once it is there: a warning, which nobody has to wait for.</summary>
    [HttpGet("neighbours")]
    public async Task<IActionResult> Neighbours(Guid id, CancellationToken cancel) =>
        await pages.Neighbours(id, clock.GetUtcNow(), cancel) is { } found ? this.Fragment("_Neighbours", found, otherwise: Path(id)) : NotFound();

    [HttpPost("deletion")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } post)
            return NotFound();
        post.Delete(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        TempData["Undo"] = $"{Path(id)}/deletion/undo";
        return this.GoTo($"{current.Root}/calendar", words["Deleted: {0}", PostPage.TitleOf(post.Text)]);
    }

    [HttpPost("deletion/undo")]
    public async Task<IActionResult> Restore(Guid id, CancellationToken cancel)
    {
        var post = await db.Posts.IncludingDeleted().SeenBy(current.Member).SingleOrDefaultAsync(p => p.Id == id, cancel);
        if (post is null)
            return NotFound();
        post.Undelete(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path(id), post is { State: PostState.Draft, ScheduledAt: not null } ? words["The post is back, as a draft. Schedule it again if it was to go out."] : words["The post is back."]);
    }

    [HttpPost("copies")]
    public async Task<IActionResult> Duplicate(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } post)
            return NotFound();
        var copy = post.Duplicate(current.Workspace, current.Member, clock.GetUtcNow());
        db.Posts.Add(copy);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path(copy.Id), words["This is the copy: a draft without a date."]);
    }

    [HttpPost("unscheduling")]
    public async Task<IActionResult> Unschedule(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } post)
            return NotFound();
        post.Unschedule(keepDate: true, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return await Changed(id, PostPage.DeliveriesTab, words["It is a draft again and keeps its date. Nothing goes out."], cancel);
    }

    [HttpPost("publication")]
    public async Task<IActionResult> Publish(Guid id, int? despite, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } post)
            return NotFound();
        if (this.AltMissing(post, current, words) is { } missing)
            return missing;
        await db.LookForComments(post, despite, cancel);
        post.PublishNow(current.Member, current.Workspace.Zone, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return await Changed(id, PostPage.DeliveriesTab, words["Going out in ten seconds."], cancel);
    }

    [HttpPost("publication/recall")]
    public async Task<IActionResult> CallBack(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } post)
            return NotFound();
        post.CallBack(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return await Changed(id, PostPage.DeliveriesTab, words["Cancelled. It is a draft again and nothing was sent."], cancel);
    }

    [HttpPost("versions/{number:int}/restoration")]
    public async Task<IActionResult> RestoreVersion(Guid id, int number, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } post || post.Versions.SingleOrDefault(v => v.Number == number) is not { } version)
            return NotFound();
        var channelIds = version.Content.Variants.Select(v => v.ChannelId).ToList();
        var mediaIds = version.Content.Media.Select(m => m.Id).ToList();
        var channels = await db.Channels.Where(c => channelIds.Contains(c.Id)).ToListAsync(cancel);
        var assets = await db.Media.Where(m => mediaIds.Contains(m.Id)).ToListAsync(cancel);
        var restored = post.Restore(version, channels, assets, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return await Changed(id, PostPage.VersionsTab, words["Version {0} is the content again, as version {1}.", number, restored.Number], cancel);
    }

    /// <summary>Opening a post means its notices were seen. A POST of its own: opening pages changes nothing.</summary>
    [HttpPost("reading")]
    public async Task<IActionResult> Read(Guid id, int version, [FromServices] NoticeBell bell, CancellationToken cancel)
    {
        if (current.Member.IsClient && !Reviews.Agents.Knows(Request.Headers.UserAgent))
            await See(id, version, cancel);
        if (await db.ReadAbout(id, current.Member, clock.GetUtcNow(), cancel) > 0)
            bell.Ring(current.Member.PersonId);
        return NoContent();
    }

    /// <summary>The team is told who of the client has seen which version.</summary>
    async Task See(Guid id, int version, CancellationToken cancel)
    {
        if (await db.Posts.SeenBy(current.Member).Where(p => p.Id == id).Select(p => (int?)p.LatestVersion).SingleOrDefaultAsync(cancel) is not { } latest)
            return;
        await db.See(id, Math.Clamp(version, 0, latest), Viewer.Of(current.Member), clock.GetUtcNow(), cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsDuplicate())
        {
            // Two pages opened at the same moment say the same.
        }
    }

    async Task<IActionResult> Deleted(Guid id, CancellationToken cancel)
    {
        var gone = await db.Posts.IncludingDeleted().AsNoTracking().SeenBy(current.Member).Where(p => p.Id == id && p.DeletedAt != null)
            .Select(p => new
            {
                p.Text,
                p.AuthorId,
                At = p.DeletedAt!.Value,
                By = db.Log.Where(e => e.SubjectId == id && e.Verb == "post.deleted").OrderByDescending(e => e.Sequence).Select(e => e.ActorName).FirstOrDefault(),
            })
            .SingleOrDefaultAsync(cancel);
        if (gone is null || !(current.Can(Permission.DeletePosts) || (gone.AuthorId == current.Member.Id && current.Can(Permission.WritePosts))))
            return NotFound();
        return this.PageOr("_Deleted", new DeletedPostPage(id, PostPage.TitleOf(gone.Text), gone.At, gone.By), "Deleted");
    }

    Task<Post?> Find(Guid id, CancellationToken cancel) => db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == id, cancel);

    async Task<IActionResult> Changed(Guid id, string tab, string flash, CancellationToken cancel) =>
        this.Fragment("_Post", await pages.Read(id, tab, cancel: cancel), otherwise: $"{Path(id)}?tab={tab}", flash);

    string Path(Guid id) => $"{current.Root}/posts/{id}";
}
