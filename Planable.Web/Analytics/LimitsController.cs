using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Members;
using Planable.Data.Readings;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Analytics;

public sealed class LimitForm
{
    public Guid? Channel { get; set; }

    [Required]
    public string Metric { get; set; } = MetricName.Reach;

    [Required, Range(0.01, 100_000_000_000)]
    public double? Least { get; set; }

    public int Days { get; set; } = 7;
}

/// <summary>Figures that are not to fall under a number; they are shown among the goals.</summary>
[Route("w/{workspace}/analytics/limits"), Requires(Permission.SeeAnalytics)]
public class LimitsController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    string Path => $"{current.Root}/analytics/goals";

    [HttpPost]
    public async Task<IActionResult> Create(LimitForm form, CancellationToken cancel)
    {
        current.Member.Must(Permission.SetGoals);
        if (!ModelState.IsValid)
            throw new RuleBroken("LIMIT_LEAST", "Say a number above zero.");
        var channel = form.Channel is { } id ? await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel) : null;
        if (form.Channel is not null && channel is null)
            return NotFound();
        var limit = new FigureLimit(current.Member, channel, form.Metric, form.Days, form.Least!.Value, clock.GetUtcNow());
        db.FigureLimits.Add(limit);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}#limit-{limit.Id}", words["The limit is set. It is looked at every morning."]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (await db.FigureLimits.Include(l => l.Channel).SingleOrDefaultAsync(l => l.Id == id, cancel) is not { } limit)
            return NotFound();
        limit.Drop(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["The limit is dropped."]);
    }
}
