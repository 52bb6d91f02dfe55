using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Publishing;

/// <summary>What a person does about a comment below a post that is out.</summary>
[Route("w/{workspace}/deliveries/{id:guid}/comments/{number:int}")]
public class CommentsController(PlanableDb db, Current current, PostPages pages, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpPost("retries")]
    public async Task<IActionResult> Retry(Guid id, int number, CancellationToken cancel)
    {
        if (await Find(id, number, cancel) is not { } comment)
            return NotFound();
        comment.Retry(current.Member, clock.GetUtcNow());
        return await Save(comment, words["The comment on {0} is tried again now.", comment.Delivery.Channel.Name], cancel);
    }

    [HttpPost("confirmations")]
    public async Task<IActionResult> Confirm(Guid id, int number, ConfirmationForm form, CancellationToken cancel)
    {
        if (await Find(id, number, cancel) is not { } comment)
            return NotFound();
        comment.Confirm(form.Out, current.Member, clock.GetUtcNow());
        return await Save(comment, form.Out ? words["Noted as published."] : words["Noted as not published. You can send it again."], cancel);
    }

    [HttpPost("drop")]
    public async Task<IActionResult> Drop(Guid id, int number, CancellationToken cancel)
    {
        if (await Find(id, number, cancel) is not { } comment)
            return NotFound();
        comment.Delivery.DropComment(comment, current.Member, clock.GetUtcNow());
        return await Save(comment, words["The comment is not written on {0}.", comment.Delivery.Channel.Name], cancel);
    }

    Task<CommentDelivery?> Find(Guid id, int number, CancellationToken cancel) =>
        db.CommentDeliveries.Include(c => c.Delivery).ThenInclude(d => d.Channel).Include(c => c.Delivery).ThenInclude(d => d.Comments)
            .SingleOrDefaultAsync(c => c.DeliveryId == id && c.Number == number && db.Posts.SeenBy(current.Member).Any(p => p.Id == c.PostId), cancel);

    async Task<IActionResult> Save(CommentDelivery comment, string flash, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        return this.Fragment("~/Posts/_Post.cshtml", await pages.Read(comment.PostId, cancel: cancel), otherwise: $"{current.Root}/posts/{comment.PostId}", flash);
    }
}
