using Microsoft.AspNetCore.Mvc;
using Planable.Web.Http;

namespace Planable.Web.Conversations;

/// <summary>Files of comments, for those who may read the comment.</summary>
[Route("w/{workspace}/posts/{postId:guid}/threads/{threadId:guid}/comments/{commentId:guid}/files/{fileId:guid}")]
public class FeedbackFilesController(Current current, Attachments attachments) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(Guid postId, Guid threadId, Guid commentId, Guid fileId, CancellationToken cancel) =>
        await Attachments.Find(await attachments.ReadBy(current.Member, postId, threadId, cancel), commentId, fileId, cancel) is { } file ? await attachments.Answer(this, file) : NotFound();

    [HttpGet("still")]
    public async Task<IActionResult> Still(Guid postId, Guid threadId, Guid commentId, Guid fileId, CancellationToken cancel) =>
        await Attachments.Find(await attachments.ReadBy(current.Member, postId, threadId, cancel), commentId, fileId, cancel) is { } file ? await attachments.Still(this, file) : NotFound();
}
