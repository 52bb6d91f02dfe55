using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Publishing;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Workspaces;

/// <param name="Missed">Posts that came due while publishing stood still and wait for a choice.</param>
public sealed record PausePage(Pause? Pause, IReadOnlyList<MissedPost> Missed);

public sealed record MissedPost(Guid Id, string Text, DateTimeOffset? ScheduledAt, string? Why);

[Route("w/{workspace}/pause")]
public class PausesController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet, Requires(Permission.PausePublishing)]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var missed = await db.Posts
            .Where(p => p.Deliveries.Any(d => d.State == DeliveryState.Held && d.HeldFor == HoldReason.Paused))
            .OrderBy(p => p.ScheduledAt)
            .Select(p => new MissedPost(p.Id, p.Text.Substring(0, 120), p.ScheduledAt, p.Deliveries.Where(d => d.HeldFor == HoldReason.Paused).Select(d => d.FailureWords).FirstOrDefault()))
            .ToListAsync(cancel);
        return View(new PausePage(current.Workspace.Pause, missed));
    }

    [HttpPost]
    public async Task<IActionResult> Create(string? why, CancellationToken cancel)
    {
        current.Workspace.PauseAll(current.Member, why ?? "", clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/pause", words["{0} is paused. Nothing goes out until it is resumed.", current.Workspace.Name]);
    }

    /// <summary>Publishes nothing that was missed: each waits for a person's choice.</summary>
    [HttpPost("end")]
    public async Task<IActionResult> End(CancellationToken cancel)
    {
        current.Workspace.Resume(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/pause", words["Publishing for {0} goes on.", current.Workspace.Name]);
    }
}
