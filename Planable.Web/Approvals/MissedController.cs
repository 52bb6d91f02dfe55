using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Slots;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Times;

namespace Planable.Web.Approvals;

/// <summary>Another time for a post that missed its own because nobody had decided, by one press.</summary>
[Route("w/{workspace}/posts/{postId:guid}/approval/slot")]
public class MissedController(PlanableDb db, Current current, FreeSlots slots, PostPages pages, TimeWords times, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid postId, CancellationToken cancel)
    {
        if (await db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == postId, cancel) is not { } post)
            return NotFound();
        current.Member.Must(Permission.WritePosts);
        if (!post.CanBeEditedBy(current.Member))
            throw new NotAllowed("This post is somebody else's.");
        var free = post.HasMissedItsTime(clock.GetUtcNow()) ? await slots.Take([.. post.Variants.Select(v => v.Channel)], post.Id, [.. post.Labels.Select(l => l.LabelId)], current.Member, current.Workspace, cancel) : [];
        var time = free.Select(f => f.Time).OfType<PlannedTime>().OrderBy(t => t.Instant).FirstOrDefault() ?? SameHourLater(post);
        post.GiveNewSlot(time, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        var said = words["New time: {0}. It still waits for {1}.", times.Short(time.Instant), post.Approval!.WaitingNames];
        return this.Fragment("~/Posts/_Post.cshtml", await pages.Read(postId, PostPage.ApprovalTab, cancel: cancel), otherwise: $"{current.Root}/posts/{postId}?tab={PostPage.ApprovalTab}", said);
    }

    /// <summary>A channel without slots of its own: the hour it was planned for, on the next day on which something may go out.</summary>
    PlannedTime SameHourLater(Post post)
    {
        var (zone, hour) = (current.Workspace.Zone, post.PlannedLocal?.TimeOfDay ?? TimeSpan.FromHours(9));
        var day = times.LocalNow.Date;
        do
            day = day.AddDays(1);
        while (current.Workspace.BlackoutOn(DateOnly.FromDateTime(day)) is not null);
        var local = day + hour;
        return PlannedTime.Read(Zones.Read(local, zone) is LocalReading.Never never ? never.Instead : local, zone, second: false);
    }
}
