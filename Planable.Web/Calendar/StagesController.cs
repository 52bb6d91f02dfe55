using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Conversations;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Web.Http;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Calendar;

static class Stages
{
    /// <summary>What its channels would refuse is not scheduled.</summary>
    public static void MustBeReady(Post post)
    {
        if (PostProblems.Of(post).FirstOrDefault(p => p.Blocks) is { } problem)
            throw new RuleBroken(problem.Code, problem.Words, [.. problem.Arguments]);
    }
}

/// <summary>Puts a post into another column of the board, where a verb leads there.</summary>
[Route("w/{workspace}/posts/{postId:guid}/stage")]
public class StagesController(PlanableDb db, Current current, TimeWords times, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Update(Guid postId, string? to, int? despite, CancellationToken cancel)
    {
        if (await db.Posts.OpenTo(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == postId, cancel) is not { } post)
            return NotFound();
        if (!post.CanBeMovedBy(current.Member))
            return StatusCode(StatusCodes.Status403Forbidden);
        return to switch
        {
            "draft" => await Unschedule(post, cancel),
            "scheduled" => await Schedule(post, despite, cancel),
            _ => BadRequest(),
        };
    }

    async Task<IActionResult> Unschedule(Post post, CancellationToken cancel)
    {
        post.Unschedule(keepDate: true, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return Done(post, words["It is a draft again and keeps its date. Nothing goes out."], "scheduled");
    }

    async Task<IActionResult> Schedule(Post post, int? despite, CancellationToken cancel)
    {
        if (post is { State: PostState.Draft, PlannedLocal: null })
        {
            var tomorrow = DateOnly.FromDateTime(times.LocalNow).AddDays(1);
            var form = new MoveForm { Date = tomorrow, Time = new TimeOnly(9, 0), Schedule = true };
            var asked = new MovePage(post.Id, post.Text.Length > 80 ? post.Text[..80] : post.Text, times.City, form, words["It has no date yet. When does it go out?"]);
            return this.Invalid("_Move", asked, "Move");
        }

        Stages.MustBeReady(post);
        var planned = post.PlannedLocal is { } local ? PlannedTime.Read(local, current.Workspace.Zone, post.PlannedIsSecond) : throw new RuleBroken("POST_NOT_MOVABLE", "This post has been handed to its channels and keeps its time.");
        await db.LookForComments(post, despite, cancel);
        post.Schedule(planned, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return Done(post, words["Scheduled for {0}", times.Short(planned.Instant)], "draft");
    }

    IActionResult Done(Post post, string said, string back)
    {
        var undo = $"{current.Root}/posts/{post.Id}/stage?to={back}";
        if (!Request.IsHtmx())
            TempData["Undo"] = undo;
        Response.Headers["HX-Retarget"] = "#flash";
        Response.Headers["HX-Reswap"] = "innerHTML";
        return this.Fragment("_Toast", new Toast(said, Undo: undo), otherwise: current.Root + (LastLook.Of(Request) ?? CalendarQuery.Read(_ => null).In(CalendarView.Board)).Address(), flash: said);
    }
}
