using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Push;
using Planable.Jobs.Push;
using Planable.Web.Http;
using Planable.Web.People;
using Planable.Web.Shared;

namespace Planable.Web.Push;

public sealed record PushPage(IReadOnlyList<PushBrowser> Browsers);

public sealed record PushBrowser(Guid Id, string Device, DateTimeOffset MadeAt);

/// <summary>The browsers of a person that take notices. Asked for by a press of a button that says what for, never by opening a page.</summary>
[Authorize, Route("account/push")]
public class PushController(PlanableDb db, PushKeyRing ring, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int MostBrowsers = 20;

    Guid PersonId => User.PersonId()!.Value;

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(new PushPage(
        await db.PushSubscriptions.Where(s => s.PersonId == PersonId).OrderByDescending(s => s.MadeAt).Select(s => new PushBrowser(s.Id, s.Device, s.MadeAt)).ToListAsync(cancel)));

    /// <summary>The public key that browsers subscribe with.</summary>
    [HttpGet("key")]
    public async Task<IActionResult> Key(CancellationToken cancel) => Content((await ring.Identity(cancel)).PublicKey, "text/plain");

    [HttpPost]
    public async Task<IActionResult> Create(string? endpoint, string? key, string? secret, string? back, CancellationToken cancel)
    {
        var made = PushSubscription.Of(PersonId, endpoint, key, secret, Device.Words(Request.Headers.UserAgent.ToString()), clock.GetUtcNow());
        // A browser tells its address again when it is asked again, also for another person who sits at it now.
        await db.PushSubscriptions.Where(s => s.EndpointHash == made.EndpointHash).ExecuteDeleteAsync(cancel);
        if (await db.PushSubscriptions.CountAsync(s => s.PersonId == PersonId, cancel) >= MostBrowsers)
            throw new RuleBroken("BROWSERS_MANY", "{0} browsers take your notices already. Take one off the list first.", MostBrowsers);
        db.PushSubscriptions.Add(made);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Requests.LocalPath(back, "/account/push"), words["This browser takes your notices now."]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Remove(Guid id, CancellationToken cancel) =>
        await db.PushSubscriptions.Where(s => s.Id == id && s.PersonId == PersonId).ExecuteDeleteAsync(cancel) == 0 ? NotFound() : this.GoTo("/account/push", words["That browser takes no notices any more."]);
}
