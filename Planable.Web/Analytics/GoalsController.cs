using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Analytics;

/// <summary>What channels should come to, and how far they are.</summary>
[Route("w/{workspace}/analytics/goals"), Requires(Permission.SeeAnalytics)]
public class GoalsController(PlanableDb db, GoalPages pages, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    string Path => $"{current.Root}/analytics/goals";

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await pages.List(new GoalForm(), cancel));

    [HttpPost]
    public async Task<IActionResult> Create(GoalForm form, CancellationToken cancel)
    {
        current.Member.Must(Permission.SetGoals);
        if (!ModelState.IsValid)
            return this.Invalid("_GoalForm", form, "Index", Request.IsHtmx() ? null : await pages.List(form, cancel));
        var channel = form.Channel is { } id ? await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel) : null;
        if (form.Channel is not null && channel is null)
            return NotFound();
        var goal = new Goal(current.Member, channel, form.Metric, form.Target!.Value, form.Starts ?? pages.Today, form.Ends!.Value, clock.GetUtcNow());
        db.Goals.Add(goal);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}#goal-{goal.Id}", words["The goal is set."]);
    }

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, GoalTermsForm form, CancellationToken cancel)
    {
        if (await db.Goals.Include(g => g.Channel).SingleOrDefaultAsync(g => g.Id == id && g.DroppedAt == null, cancel) is not { } goal)
            return NotFound();
        current.Member.Must(Permission.SetGoals);
        if (!ModelState.IsValid)
            throw new RuleBroken("GOAL_TARGET", "Say a whole number above zero.");
        db.Entry(goal).Property(g => g.Revision).OriginalValue = form.Revision;
        goal.Change(form.Target!.Value, form.Ends!.Value, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}#goal-{id}", words["Changed. What the goal said before stays beside it."]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (await db.Goals.Include(g => g.Channel).SingleOrDefaultAsync(g => g.Id == id, cancel) is not { } goal)
            return NotFound();
        goal.Drop(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["The goal is dropped. Its figures stay."]);
    }
}
