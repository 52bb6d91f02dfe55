using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Slots;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Times;

namespace Planable.Web.Approvals;

/// <summary>Another time for a post that missed its own because nobody had decided, or too late, by one press.</summary>
[Route("w/{workspace}/posts/{postId:guid}/approval/slot")]
public class MissedController(PlanableDb db, Current current, MissedTimes missed, PostPages pages, TimeWords times, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid postId, CancellationToken cancel)
    {
        if (await db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == postId, cancel) is not { } post)
            return NotFound();
        var wasHeld = post.HeldLate().Count > 0;
        var time = await missed.Next(post, cancel);
        post.GiveNewSlot(time, current.Member, clock.GetUtcNow());
        await db.SaveAndSum(postId, cancel);
        var said = wasHeld ? words["It goes out {0}.", times.Short(time.Instant)] : words["New time: {0}. It still waits for {1}.", times.Short(time.Instant), post.Approval!.WaitingNames];
        var tab = wasHeld ? PostPage.DeliveriesTab : PostPage.ApprovalTab;
        return this.Fragment("~/Posts/_Post.cshtml", await pages.Read(postId, tab, cancel: cancel), otherwise: $"{current.Root}/posts/{postId}?tab={tab}", said);
    }
}
