using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Reviews;
using Planable.Web.Conversations;
using Planable.Web.Shared;

namespace Planable.Web.Reviews;

/// <summary>Guests talk with the agency. The team's own threads are not there for them.</summary>
[AllowAnonymous, Route("r/{token}/posts/{id:guid}/comments"), EnableRateLimiting("review-link")]
public class ReviewTalkController(PlanableDb db, ReviewDoor door, ReviewReader reader, Attachments attachments, SentFiles sent, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpPost, RequestSizeLimit(Attachments.FormBytes), RequestFormLimits(MultipartBodyLengthLimit = Attachments.FormBytes)]
    public async Task<IActionResult> Create(string token, [FromRoute] Guid id, TalkForm form, CancellationToken cancel)
    {
        ReviewHeaders.Set(Response);
        if (!await door.Open(token, cancel) || door.State != ReviewLinkState.Open || door.IsLocked)
            return Redirect($"/r/{token}");
        if (await reader.Posts.Whole().SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } post)
            return NotFound();
        if (door.Link.Reach == ReviewReach.Look || !post.Variants.All(v => door.Link.Scope.Shows(v.ChannelId)))
            return StatusCode(StatusCodes.Status403Forbidden);
        // Sent twice, its files are not there the second time.
        if (form.Uploads.Count > 0 && await db.FeedbackComments.AnyAsync(c => c.Id == form.Id, cancel))
            return Redirect($"{door.Path}/posts/{id}#talk");
        try
        {
            if (door.Member is null && (door.Visit?.Name is null || !string.IsNullOrWhiteSpace(form.Name)))
                door.Begin().Call(form.Name ?? door.Visit?.Name, clock.GetUtcNow());
            var by = await door.Speaker(cancel);
            var linkId = door.Link.Id;
            IReadOnlyList<FeedbackFile> files = [.. await attachments.TakeFromGuest(form.Files ?? [], cancel), .. await sent.Take(db.Uploads.Where(u => u.RequestId == linkId), form.Uploads, cancel)];
            var said = FeedbackDraft.Of(form.Text, [], form.Id) with { Files = files, Suggestion = form.Thread is null ? OtherWords.In(form.Suggested, form.Origin, form.Own) : null };
            if (form.Thread is not { } threadId)
                db.FeedbackThreads.Add(post.Comment(said, Audience.Client, null, by, clock.GetUtcNow()));
            else if (await db.FeedbackThreads.ForClient().Whole().SingleOrDefaultAsync(t => t.Id == threadId && t.PostId == id, cancel) is { } thread)
                thread.Reply(said, Audience.Client, by, clock.GetUtcNow());
            else
                return NotFound();
            await db.SaveChangesAsync(cancel);
            await sent.Forget(form.Uploads);
            return Redirect($"{door.Path}/posts/{id}#talk");
        }
        catch (RuleBroken rule)
        {
            db.ChangeTracker.Clear();
            if (await reader.Page(id, cancel) is not { } page)
                return NotFound();
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("~/Reviews/Review/Show.cshtml", page with { Unsaid = (words[rule.Words, rule.Arguments], form) });
        }
    }

    /// <summary>What goes with a comment that guests read.</summary>
    [HttpGet("{commentId:guid}/files/{fileId:guid}")]
    public async Task<IActionResult> File(string token, [FromRoute] Guid id, Guid commentId, Guid fileId, CancellationToken cancel) =>
        await Find(token, id, commentId, fileId, cancel) is { } file ? await attachments.Answer(this, file) : NotFound();

    [HttpGet("{commentId:guid}/files/{fileId:guid}/still")]
    public async Task<IActionResult> Still(string token, [FromRoute] Guid id, Guid commentId, Guid fileId, CancellationToken cancel) =>
        await Find(token, id, commentId, fileId, cancel) is { } file ? await attachments.Still(this, file) : NotFound();

    async Task<FeedbackFile?> Find(string token, Guid id, Guid commentId, Guid fileId, CancellationToken cancel)
    {
        ReviewHeaders.Set(Response);
        if (!await door.Open(token, cancel) || door.State != ReviewLinkState.Open || door.IsLocked)
            return null;
        var channels = await reader.Posts.Where(p => p.Id == id).Select(p => p.Variants.Select(v => v.ChannelId).ToList()).SingleOrDefaultAsync(cancel);
        return channels is not null && channels.TrueForAll(door.Link.Scope.Shows) ? await Attachments.Find(attachments.ReadByGuests(id), commentId, fileId, cancel) : null;
    }
}
