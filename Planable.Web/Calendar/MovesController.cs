using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Conversations;
using Planable.Data.Posts;
using Planable.Data.Slots;
using Planable.Data.Times;
using Planable.Web.Http;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Calendar;

public sealed class MoveForm
{
    /// <summary>Empty takes the date away.</summary>
    [Display(Name = "Date")]
    public DateOnly? Date { get; set; }

    /// <summary>Empty keeps the time of day.</summary>
    [Display(Name = "Time")]
    public TimeOnly? Time { get; set; }

    /// <summary>Which of two, where the clocks go back.</summary>
    public bool? Second { get; set; }

    /// <summary>Back into the schedule, when the removal of a date is taken back.</summary>
    public bool Schedule { get; set; }

    /// <summary>They were told whose approvals fall.</summary>
    public bool Anyway { get; set; }

    /// <summary>So many open comments they were told of.</summary>
    public int? Despite { get; set; }
}

/// <param name="Instead">What to offer in place of a time the clocks skip.</param>
/// <param name="AsksWhich">The time comes twice.</param>
/// <param name="AsksApproval">The move takes approvals back.</param>
/// <param name="GivesUpDate">It is to have no date any more; there is nothing to type.</param>
public sealed record MovePage(
    Guid PostId, string Words, string City, MoveForm Form, string? Problem = null, TimeOnly? Instead = null, bool AsksWhich = false, bool AsksApproval = false, bool GivesUpDate = false);

[Route("w/{workspace}/posts/{postId:guid}")]
public class MovesController(PlanableDb db, Current current, FreeSlots slots, TimeWords times, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet("move")]
    public async Task<IActionResult> New(Guid postId)
    {
        if (await Find(postId) is not { } post)
            return NotFound();
        if (!post.CanBeMovedBy(current.Member))
            return StatusCode(StatusCodes.Status403Forbidden);
        var local = post.ScheduledAt is { } at ? times.Local(at) : await FirstTime(post, DateOnly.FromDateTime(times.LocalNow).AddDays(1));
        return this.PageOr("_Move", PageOf(post, new MoveForm { Date = DateOnly.FromDateTime(local), Time = TimeOnly.FromDateTime(local) }), "Move");
    }

    [HttpPost("moves")]
    public async Task<IActionResult> Create(Guid postId, MoveForm form)
    {
        if (await Find(postId) is not { } post)
            return NotFound();
        if (!post.CanBeMovedBy(current.Member))
            return StatusCode(StatusCodes.Status403Forbidden);
        if (!ModelState.IsValid)
            return this.Invalid("_Move", PageOf(post, form, words["This is no date or time that can be used."]), "Move");

        var undo = Undo(post);
        if (form.Date is { } date)
        {
            var local = form.Time is { } time ? date.ToDateTime(time) : post.ScheduledAt is { } at ? date.ToDateTime(TimeOnly.FromDateTime(times.Local(at))) : await FirstTime(post, date);
            if (Ask(post, form, local) is { } question)
                return this.Invalid("_Move", question, "Move");
            var planned = PlannedTime.Read(local, current.Workspace.Zone, form.Second);
            if (AskApproval(post, form, planned) is { } concern)
                return this.Invalid("_Move", concern, "Move");
            try
            {
                if (form.Schedule)
                {
                    Stages.MustBeReady(post);
                    await db.LookForComments(post, form.Despite, HttpContext.RequestAborted);
                    post.Schedule(planned, current.Member, clock.GetUtcNow());
                }
                else
                    post.Plan(planned, current.Member, clock.GetUtcNow());
            }
            catch (RuleBroken rule) when (IsTyped && post.IsMovable && rule.Code is not (Post.LockedCode or Post.CommentsOpen))
            {
                return this.Invalid("_Move", PageOf(post, form, words[rule.Words, rule.Arguments]), "Move");
            }
        }
        else
        {
            if (AskApproval(post, form) is { } concern)
                return this.Invalid("_Move", concern, "Move");
            post.Unschedule(keepDate: false, current.Member, clock.GetUtcNow());
        }

        await db.SaveChangesAsync();
        // Without its approval it cannot go back into the schedule, only to its old date.
        return Moved(post, form.Anyway ? undo.Replace("&schedule=true", "&anyway=true", StringComparison.Ordinal) : undo);
    }

    /// <summary>In the form, which can be corrected; a drop and an undo have none.</summary>
    bool IsTyped => Request.HasFormContentType && Request.Form.ContainsKey(nameof(MoveForm.Time));

    Task<Post?> Find(Guid postId) =>
        db.Posts.OpenTo(current.Member)
            .Include(p => p.Variants).ThenInclude(v => v.Channel).Include(p => p.Deliveries).Include(p => p.Media).ThenInclude(m => m.Asset).Include(p => p.Labels).ThenInclude(l => l.Label).Include(p => p.Versions.OrderByDescending(v => v.Number).Take(1))
            .AsSplitQuery()
            .SingleOrDefaultAsync(p => p.Id == postId);

    /// <summary>A wall-clock time that does not exist, or exists twice, is asked about in the form it came from.</summary>
    MovePage? Ask(Post post, MoveForm form, DateTime local)
    {
        // What cannot be moved any more is refused by the verb and not asked about.
        if (!post.IsMovable)
            return null;
        form.Time = TimeOnly.FromDateTime(local);
        ModelState.Remove(nameof(MoveForm.Time));
        return Zones.Read(local, current.Workspace.Zone) switch
        {
            LocalReading.Never never => PageOf(
                post, form, words["{0} does not exist on {1} in {2}: the clocks go forward. Use {3}?", Clock(local), Day(local), times.City, Clock(never.Instead)], TimeOnly.FromDateTime(never.Instead)),
            LocalReading.Twice when form.Second is null => PageOf(
                post, form, words["{0} comes twice on {1} in {2}: the clocks go back. Say whether you mean the first or the second.", Clock(local), Day(local), times.City], asksWhich: true),
            _ => null,
        };
    }

    /// <summary>Whose approvals fall is said before the move is saved. What is locked is refused by the verb.</summary>
    MovePage? AskApproval(Post post, MoveForm form, PlannedTime time)
    {
        var falling = form.Anyway || post.IsLocked(current.Workspace) ? [] : post.FallingWith(time.Instant, current.Workspace);
        return falling.Count == 0
            ? null
            : PageOf(post, form, words["Moving it by more than {0} hours takes back the approval of {1}.", current.Workspace.Approvals.Resets.TimeHours, string.Join(", ", falling.Select(f => f.Name).Distinct())]) with { AsksApproval = true };
    }

    /// <summary>The same where the date is given up.</summary>
    MovePage? AskApproval(Post post, MoveForm form)
    {
        var falling = form.Anyway || !post.IsMovable || post.IsLocked(current.Workspace) ? [] : post.FallingUndated(current.Workspace);
        return falling.Count == 0
            ? null
            : PageOf(post, form, words["Without its date the approval of {0} is taken back.", string.Join(", ", falling.Select(f => f.Name).Distinct())]) with { AsksApproval = true, GivesUpDate = true };
    }

    IActionResult Moved(Post post, string undo)
    {
        var said = post.ScheduledAt is { } at
            ? post.State == PostState.Scheduled && Request.HasFormContentType && Request.Form.ContainsKey(nameof(MoveForm.Schedule)) ? words["Scheduled for {0}", times.Short(at)].Value : words["Moved to {0} {1}", times.Local(at).ToString("dddd d MMMM, HH:mm", CultureInfo.CurrentCulture), times.City].Value
            : words["Moved to the unscheduled posts. It has no date now."].Value;
        var day = post.ScheduledAt is { } moved ? DateOnly.FromDateTime(times.Local(moved)) : (DateOnly?)null;
        if (!Request.IsHtmx())
            TempData["Undo"] = undo;
        Response.Headers["HX-Retarget"] = "#flash";
        Response.Headers["HX-Reswap"] = "innerHTML";
        return this.Fragment("_Toast", new Toast(said, Undo: undo), otherwise: Back(day), flash: said);
    }

    /// <summary>The address that puts the post back to where it is now.</summary>
    string Undo(Post post)
    {
        var path = $"{current.Root}/posts/{post.Id}/moves";
        if (post.ScheduledAt is not { } at)
            return path;
        var local = times.Local(at);
        return string.Create(CultureInfo.InvariantCulture, $"{path}?date={local:yyyy-MM-dd}&time={local:HH:mm:ss}&second={(post.PlannedIsSecond ? "true" : "false")}&schedule={(post.State == PostState.Scheduled ? "true" : "false")}");
    }

    /// <summary>To the view somebody looked at last, where the post is now.</summary>
    string Back(DateOnly? day) => current.Root + (LastLook.Of(Request) ?? CalendarQuery.Read(_ => null)).At(day).Address();

    /// <summary>What had no time yet takes the first free slot of the day.</summary>
    async Task<DateTime> FirstTime(Post post, DateOnly date) =>
        (await slots.FirstOn(date, [.. post.Variants.Select(v => v.Channel)], post.Id, [.. post.Labels.Select(l => l.LabelId)], current.Workspace, HttpContext.RequestAborted))?.Local ?? DefaultTime(date);

    /// <summary>Without a slot: today the next full hour, on other days nine.</summary>
    DateTime DefaultTime(DateOnly date)
    {
        var now = times.LocalNow;
        var nine = date.ToDateTime(new TimeOnly(9, 0));
        var next = now.Date.AddHours(now.Hour + 1);
        if (date != DateOnly.FromDateTime(now))
            return nine;
        return next.Date == now.Date ? next : now.Date.AddHours(23).AddMinutes(59);
    }

    MovePage PageOf(Post post, MoveForm form, string? problem = null, TimeOnly? instead = null, bool asksWhich = false) =>
        new(post.Id, post.Text.Length > 80 ? post.Text[..80] : post.Text, times.City, form, problem, instead, asksWhich);

    static string Clock(DateTime local) => local.ToString("HH:mm", CultureInfo.InvariantCulture);

    static string Day(DateTime local) => local.ToString("d MMM yyyy", CultureInfo.CurrentCulture);
}
