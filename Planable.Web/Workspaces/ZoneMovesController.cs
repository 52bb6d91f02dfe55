using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Workspaces;

/// <param name="Shown">The first of the posts that would move.</param>
public sealed record ZoneMovePage(string From, string To, int Posts, IReadOnlyList<ZonedPost> Shown, DateTimeOffset Now);

/// <summary>A planned post before and after the client moves to another zone, by either rule.</summary>
public sealed record ZonedPost(Guid Id, string Text, DateTime Local, DateTimeOffset Instant, string To)
{
    public DateTimeOffset InstantIfLocalKept => Zones.ToInstantLeniently(Local, To);

    public DateTime LocalIfInstantKept => Zones.ToLocal(Instant, To);
}

/// <summary>The client moves to another time zone. What is planned moves with it by the rule a person chose; what is out stays as it was.</summary>
[Route("w/{workspace}/settings/zone")]
public class ZoneMovesController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int Shown = 100;

    [HttpGet, Requires(Permission.ManageWorkspace)]
    public async Task<IActionResult> New(string? zone, CancellationToken cancel)
    {
        if (!Zones.Knows(zone))
            return NotFound();
        if (zone == current.Workspace.Zone)
            return this.GoTo($"{current.Root}/settings", words["{0} is the zone already.", Zones.City(zone!)]);
        var posts = await Planned().OrderBy(p => p.ScheduledAt).Take(Shown).Select(p => new ZonedPost(p.Id, p.Text.Substring(0, 120), p.PlannedLocal!.Value, p.ScheduledAt!.Value, zone!)).ToListAsync(cancel);
        return View(new ZoneMovePage(current.Workspace.Zone, zone!, await Planned().CountAsync(cancel), posts, clock.GetUtcNow()));
    }

    [HttpPost]
    public async Task<IActionResult> Create(string zone, bool? keepLocal, CancellationToken cancel)
    {
        current.Member.Must(Permission.ManageWorkspace);
        if (keepLocal is not { } keep)
            throw new RuleBroken("RULE_MISSING", "Choose whether planned posts keep their local time or their instant.");
        var posts = await Planned().Include(p => p.Deliveries).ToListAsync(cancel);
        var at = clock.GetUtcNow();
        current.Workspace.MoveTo(zone, keep, posts.Count, current.Member, at);
        foreach (var post in posts)
            post.ChangeZone(zone, keep, current.Member, at);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/settings", words["Everything is planned in {0} time now.", Zones.City(zone)]);
    }

    IQueryable<Post> Planned() => db.Posts.Where(p => p.ScheduledAt != null && p.PlannedLocal != null && (p.State == PostState.Draft || p.State == PostState.Scheduled));
}
