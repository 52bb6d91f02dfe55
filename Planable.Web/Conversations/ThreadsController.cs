using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Conversations;

/// <summary>What the members of a workspace say about a post.</summary>
[Route("w/{workspace}/posts/{postId:guid}/threads")]
public class ThreadsController(PlanableDb db, Current current, ConversationReader conversations, Attachments attachments, SentFiles sent, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(Guid postId, string? q, CancellationToken cancel)
    {
        ViewData["Pinboard"] = true;
        return await conversations.Read(postId, current.Member, Path(postId), $"{current.Root}/media", q, cancel) is { } conversation
            ? this.Fragment("~/Conversations/_Conversation.cshtml", conversation, otherwise: Page(postId, q is null ? "" : $"&q={Uri.EscapeDataString(q)}"))
            : NotFound();
    }

    [HttpPost, RequestSizeLimit(Attachments.FormBytes), RequestFormLimits(MultipartBodyLengthLimit = Attachments.FormBytes)]
    public async Task<IActionResult> Create(Guid postId, CommentForm form, CancellationToken cancel)
    {
        var post = await db.Posts.SeenBy(current.Member).Include(p => p.Variants).ThenInclude(v => v.Channel).Include(p => p.Media).ThenInclude(m => m.Asset).AsSplitQuery().SingleOrDefaultAsync(p => p.Id == postId, cancel);
        if (post is null)
            return NotFound();
        MustBeValid();
        if (await db.FeedbackComments.AnyAsync(c => c.Id == form.Id, cancel))
            return await Answer(postId, null, null, cancel);
        var thread = post.Comment(form.Draft(await Everyone(cancel), await Files(form, cancel)), form.Audience, form.Anchor, current.Member, clock.GetUtcNow());
        db.FeedbackThreads.Add(thread);
        await db.SaveChangesAsync(cancel);
        await sent.Forget(form.Uploads);
        return await Answer(postId, thread.Id, null, cancel);
    }

    [HttpPost("{threadId:guid}/comments"), RequestSizeLimit(Attachments.FormBytes), RequestFormLimits(MultipartBodyLengthLimit = Attachments.FormBytes)]
    public async Task<IActionResult> Reply(Guid postId, Guid threadId, CommentForm form, CancellationToken cancel)
    {
        MustBeValid();
        if (await Find(postId, threadId, cancel) is null)
            return NotFound();
        // Sent twice, its files are not there the second time.
        if (form.Uploads.Count > 0 && await db.FeedbackComments.AnyAsync(c => c.Id == form.Id && c.ThreadId == threadId, cancel))
            return await Answer(postId, threadId, null, cancel);
        var (everyone, files) = (await Everyone(cancel), current.Can(Permission.Comment) ? await Files(form, cancel) : []);
        var answer = await Change(postId, threadId, (thread, me, now) => thread.Reply(form.Draft(everyone, files), form.Audience ?? thread.Audience, me, now), null, cancel);
        await sent.Forget(form.Uploads);
        return answer;
    }

    [HttpPost("{threadId:guid}/comments/{commentId:guid}")]
    public async Task<IActionResult> Edit(Guid postId, Guid threadId, Guid commentId, CommentForm form, CancellationToken cancel)
    {
        MustBeValid();
        var everyone = await Everyone(cancel);
        return await Change(postId, threadId, (thread, me, now) => thread.Edit(commentId, form.Draft(everyone), me, now), null, cancel);
    }

    [HttpPost("{threadId:guid}/comments/{commentId:guid}/removal")]
    public Task<IActionResult> Remove(Guid postId, Guid threadId, Guid commentId, CancellationToken cancel) =>
        Change(postId, threadId, (thread, me, now) => thread.Remove(commentId, me, now), null, cancel);

    [HttpPost("{threadId:guid}/comments/{commentId:guid}/removal/undo")]
    public Task<IActionResult> Restore(Guid postId, Guid threadId, Guid commentId, CancellationToken cancel) =>
        Change(postId, threadId, (thread, me, now) => thread.Restore(commentId, me, now), null, cancel);

    [HttpPost("{threadId:guid}/comments/{commentId:guid}/reactions")]
    public Task<IActionResult> React(Guid postId, Guid threadId, Guid commentId, string kind, CancellationToken cancel) =>
        Change(postId, threadId, (thread, me, now) => thread.React(commentId, kind ?? "", me, now), null, cancel);

    [HttpPost("{threadId:guid}/resolution")]
    public Task<IActionResult> Resolve(Guid postId, Guid threadId, CancellationToken cancel) =>
        Change(postId, threadId, (thread, me, now) => thread.Resolve(me, now), null, cancel);

    [HttpPost("{threadId:guid}/reopening")]
    public Task<IActionResult> Reopen(Guid postId, Guid threadId, CancellationToken cancel) =>
        Change(postId, threadId, (thread, me, now) => thread.Reopen(me, now), null, cancel);

    /// <param name="agreed">The clients whose names were shown beside the question.</param>
    [HttpPost("{threadId:guid}/showing")]
    public async Task<IActionResult> Show(Guid postId, Guid threadId, List<Guid> agreed, CancellationToken cancel)
    {
        var everyone = await Everyone(cancel);
        return await Change(postId, threadId, (thread, me, now) => thread.ShowToClient(everyone, agreed, me.Member!, now), words["The client sees this thread now."], cancel);
    }

    [HttpPost("{threadId:guid}/hiding")]
    public async Task<IActionResult> Hide(Guid postId, Guid threadId, CancellationToken cancel)
    {
        if (await Find(postId, threadId, cancel) is not { } thread)
            return NotFound();
        thread.HideFromClient(current.Member, clock.GetUtcNow());
        await db.TakeBack(threadId, cancel);
        await db.SaveChangesAsync(cancel);
        return await Answer(postId, threadId, words["The client does not see this thread any more."], cancel);
    }

    /// <param name="seen">The text that stood beside the suggestion.</param>
    [HttpPost("{threadId:guid}/comments/{commentId:guid}/acceptance")]
    public async Task<IActionResult> Accept(Guid postId, Guid threadId, Guid commentId, string? seen, CancellationToken cancel)
    {
        if (await db.FindForPart(postId, current.Member, cancel) is not { } post || await Find(postId, threadId, cancel) is not { } thread)
            return NotFound();
        try
        {
            var version = post.Accept(thread, commentId, (seen ?? "").ReplaceLineEndings("\n"), current.Member, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return await Answer(postId, threadId, words["Accepted: version {0} is by {1} and {2}.", version.Number, version.ByName, version.CreditedTo ?? version.ByName], cancel);
        }
        catch (RuleBroken moved) when (moved.Code == Post.TextMovedOn)
        {
            db.ChangeTracker.Clear();
            Response.StatusCode = StatusCodes.Status409Conflict;
            return await Answer(postId, threadId, words[moved.Words], cancel);
        }
    }

    [HttpPost("{threadId:guid}/comments/{commentId:guid}/refusal")]
    public Task<IActionResult> Decline(Guid postId, Guid threadId, Guid commentId, CancellationToken cancel) =>
        Change(postId, threadId, (thread, me, now) => thread.Decline(commentId, me.Member!, now), null, cancel);

    async Task<IActionResult> Change(Guid postId, Guid threadId, Action<FeedbackThread, Decider, DateTimeOffset> act, string? flash, CancellationToken cancel)
    {
        if (await Find(postId, threadId, cancel) is not { } thread)
            return NotFound();
        act(thread, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return await Answer(postId, threadId, flash, cancel);
    }

    async Task<IActionResult> Answer(Guid postId, Guid? threadId, string? flash, CancellationToken cancel)
    {
        ViewData["Pinboard"] = true;
        return this.Fragment("~/Conversations/_Conversation.cshtml", await conversations.Read(postId, current.Member, Path(postId), $"{current.Root}/media", cancel: cancel), otherwise: Page(postId) + (threadId is { } id ? $"#thread-{id}" : ""), flash);
    }

    void MustBeValid()
    {
        if (ModelState.Values.SelectMany(v => v.Errors).FirstOrDefault() is { } wrong)
            throw new RuleBroken("COMMENT_WRONG", wrong.ErrorMessage);
    }

    async Task<IReadOnlyList<FeedbackFile>> Files(CommentForm form, CancellationToken cancel)
    {
        var mine = current.Member.Id;
        return [.. await attachments.Take(form.Files, cancel), .. await sent.Take(db.Uploads.Where(u => u.MemberId == mine && u.RequestId == null), form.Uploads, cancel)];
    }

    Task<FeedbackThread?> Find(Guid postId, Guid threadId, CancellationToken cancel) =>
        db.FeedbackThreads.Where(t => t.Id == threadId && t.PostId == postId).FindWhole(current.Member, cancel);

    Task<List<Member>> Everyone(CancellationToken cancel) => db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel);

    string Path(Guid postId) => $"{current.Root}/posts/{postId}/threads";

    string Page(Guid postId, string more = "") => $"{current.Root}/posts/{postId}?tab={PostPage.ConversationTab}{more}";
}
