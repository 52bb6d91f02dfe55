using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Kinds;
using Planable.Data.Posts;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Kinds;

/// <summary>Content without a network as a reader would get it.</summary>
/// <param name="Text">With the title on its first line.</param>
public sealed record Document(ContentKind Kind, string Text, string? Link, IReadOnlyList<ComposerForm.Picture> Pictures);

/// <summary>A person says that content without a network is out.</summary>
[Route("w/{workspace}/posts/{postId:guid}/live")]
public class LiveMarksController(PlanableDb db, Current current, PostPages pages, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid postId, string? url, string? note, CancellationToken cancel)
    {
        if (await Find(postId, cancel) is not { } post)
            return NotFound();
        post.MarkLive(url, note, current.Member, clock.GetUtcNow());
        return await Saved(postId, words["Marked as live."], cancel);
    }

    [HttpPost("removal")]
    public async Task<IActionResult> Destroy(Guid postId, CancellationToken cancel)
    {
        if (await Find(postId, cancel) is not { } post)
            return NotFound();
        post.TakeBackLive(current.Member, clock.GetUtcNow());
        return await Saved(postId, words["It does not count as live any more."], cancel);
    }

    Task<Post?> Find(Guid id, CancellationToken cancel) => db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == id, cancel);

    async Task<IActionResult> Saved(Guid id, string flash, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        return this.Fragment("~/Posts/_Post.cshtml", await pages.Read(id, cancel: cancel), otherwise: $"{current.Root}/posts/{id}", flash);
    }
}
