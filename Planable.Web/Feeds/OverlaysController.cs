using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Feeds;
using Planable.Data.Members;
using Planable.Jobs.Outbound;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Feeds;

public sealed class OverlayForm
{
    [Display(Name = "Name"), Required(ErrorMessage = "Give the calendar a name."), StringLength(Overlay.NameLength)]
    public string Name { get; set; } = "";

    [Display(Name = "Address"), Required(ErrorMessage = "Enter the calendar's address."), StringLength(Overlay.AddressLength)]
    public string Address { get; set; } = "";

    [Display(Name = "Show it to the client too")]
    public bool IsPublic { get; set; }
}

public sealed record CalendarsPage(OverlayForm Form, IReadOnlyList<Overlay> Overlays, IReadOnlyList<CalendarFeed> Feeds, string? Opened);

/// <summary>Calendars that come in, and those that go out.</summary>
[Route("w/{workspace}/settings/calendars"), Requires(Permission.ManageWorkspace)]
public class OverlaysController(PlanableDb db, Current current, OutboundGuard guard, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await PageOf(new OverlayForm(), cancel));

    [HttpPost]
    public async Task<IActionResult> Create(OverlayForm form, CancellationToken cancel)
    {
        if (ModelState.IsValid && OverlayAddress.Read(form.Address, guard) is not { } address)
            ModelState.AddModelError(nameof(form.Address), words["Enter the whole address of an iCal calendar; it begins with https:// or webcal://."]);
        if (!ModelState.IsValid)
            return this.Invalid("_OverlayForm", form, "Index", await PageOf(form, cancel));
        if (await db.Overlays.CountAsync(cancel) >= OverlayAddress.MostOverlays)
            throw new RuleBroken("OVERLAYS_MANY", "A client has at most {0} calendars from outside.", OverlayAddress.MostOverlays);
        db.Overlays.Add(Overlay.Add(current.Workspace, form.Name, OverlayAddress.Read(form.Address, guard)!, form.IsPublic, current.Member, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Added. It is read within a minute."]);
    }

    [HttpPost("{id:guid}/reading")]
    public async Task<IActionResult> Update(Guid id, CancellationToken cancel)
    {
        if (await db.Overlays.SingleOrDefaultAsync(o => o.Id == id, cancel) is not { } overlay)
            return NotFound();
        overlay.ReadSoon(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["It is read again within a minute."]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (await db.Overlays.SingleOrDefaultAsync(o => o.Id == id, cancel) is not { } overlay)
            return this.GoTo(Path);
        overlay.Removed(current.Member, clock.GetUtcNow());
        db.Overlays.Remove(overlay);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["{0} is not shown any more.", overlay.Name]);
    }

    async Task<CalendarsPage> PageOf(OverlayForm form, CancellationToken cancel) =>
        new(
            form,
            await db.Overlays.AsNoTracking().OrderBy(o => o.Name).ToListAsync(cancel),
            await db.CalendarFeeds.AsNoTracking().Where(f => f.RevokedAt == null).OrderBy(f => f.Name).ToListAsync(cancel),
            TempData["Feed"] as string);

    string Path => $"{current.Root}/settings/calendars";
}
