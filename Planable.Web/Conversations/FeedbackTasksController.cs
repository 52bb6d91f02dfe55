using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Posts;

namespace Planable.Web.Conversations;

/// <param name="Id">Made when the form was shown: sent twice, it is given once.</param>
/// <param name="Due">Empty: without a day.</param>
public sealed record TaskForm(Guid Id, string? Text, Guid Owner, DateOnly? Due);

/// <summary>What people agree to do, in a thread.</summary>
[Route("w/{workspace}/posts/{postId:guid}/threads/{threadId:guid}/tasks")]
public class FeedbackTasksController(PlanableDb db, Current current, ConversationReader conversations, TimeProvider clock) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid postId, Guid threadId, TaskForm form, CancellationToken cancel)
    {
        current.Member.Must(Permission.Comment);
        if (!ModelState.IsValid)
            throw new RuleBroken("TASK_UNREADABLE", "This day cannot be read.");
        var owner = await db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.Id == form.Owner && m.LeftAt == null, cancel);
        return await Change(postId, threadId, thread => thread.Give(form.Id == Guid.Empty ? Guid.CreateVersion7() : form.Id, form.Text, owner ?? throw new RuleBroken("TASK_OWNER", "Say who does it."), form.Due, current.Member, clock.GetUtcNow()), cancel);
    }

    [HttpPost("{taskId:guid}/completion")]
    public Task<IActionResult> Finish(Guid postId, Guid threadId, Guid taskId, CancellationToken cancel) =>
        Change(postId, threadId, thread => thread.Finish(taskId, current.Member, clock.GetUtcNow()), cancel);

    [HttpPost("{taskId:guid}/completion/undo")]
    public Task<IActionResult> Unfinish(Guid postId, Guid threadId, Guid taskId, CancellationToken cancel) =>
        Change(postId, threadId, thread => thread.Unfinish(taskId, current.Member, clock.GetUtcNow()), cancel);

    [HttpPost("{taskId:guid}/removal")]
    public Task<IActionResult> Destroy(Guid postId, Guid threadId, Guid taskId, CancellationToken cancel) =>
        Change(postId, threadId, thread => thread.Drop(taskId, current.Member, clock.GetUtcNow()), cancel);

    async Task<IActionResult> Change(Guid postId, Guid threadId, Action<FeedbackThread> act, CancellationToken cancel)
    {
        if (await db.FeedbackThreads.Where(t => t.Id == threadId && t.PostId == postId).FindWhole(current.Member, cancel) is not { } thread)
            return NotFound();
        act(thread);
        await db.SaveChangesAsync(cancel);
        var page = $"{current.Root}/posts/{postId}";
        return this.Fragment("~/Conversations/_Conversation.cshtml", await conversations.Read(postId, current.Member, $"{page}/threads", $"{current.Root}/media", cancel: cancel), otherwise: $"{page}?tab={PostPage.ConversationTab}#thread-{threadId}");
    }
}
