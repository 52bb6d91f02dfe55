using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Secrets;
using Planable.Data.Webhooks;
using Planable.Jobs.Webhooks;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Webhooks;

/// <summary>Who outside is told what happens here. An endpoint is told all that whoever answers for it may know, so those who manage the client make them.</summary>
[Route("w/{workspace}/settings/developers/webhooks"), Requires(Permission.ManageWorkspace)]
public class WebhooksController(PlanableDb db, Current current, WebhookReader reader, WebhookAddresses addresses, WebhookSender sender, Vault vault, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await reader.Read(new WebhookForm { Topics = [.. Data.Logs.EventTopics.All] }, cancel));

    [HttpPost]
    public async Task<IActionResult> Create(WebhookForm form, CancellationToken cancel)
    {
        form.Id = null;
        WebhookEndpoint? endpoint = null;
        if (ModelState.IsValid && await Takes(form, cancel))
            (endpoint, TempData["WebhookSecret"]) = WebhookEndpoint.Make(form.Terms, vault, current.Member, clock.GetUtcNow());
        if (endpoint is null)
            return this.Invalid("_WebhookForm", form, "Index", Request.IsHtmx() ? null : await reader.Read(form, cancel));
        await db.WebhookEndpoints.MustHaveRoom(cancel);
        db.WebhookEndpoints.Add(endpoint);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{endpoint.Id}", words["The webhook is made. Its secret is shown this once."]);
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) => await reader.Read(id, null, TempData["WebhookSecret"] as string, cancel) is { } page ? View(page) : NotFound();

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, WebhookForm form, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } endpoint)
            return NotFound();
        form.Id = id;
        if (!ModelState.IsValid || !await Takes(form, cancel))
            return this.Invalid("_WebhookForm", form, "Show", Request.IsHtmx() ? null : await reader.Read(id, form, null, cancel));
        endpoint.Change(form.Terms, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{id}", words["Saved."]);
    }

    [HttpPost("{id:guid}/secret")]
    public async Task<IActionResult> Rotate(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } endpoint)
            return NotFound();
        TempData["WebhookSecret"] = endpoint.Rotate(vault, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{id}", words["The secret is replaced. The old one signs along for 24 hours."]);
    }

    [HttpPost("{id:guid}/pings")]
    public async Task<IActionResult> Ping(Guid id, CancellationToken cancel)
    {
        if (await sender.Endpoints().SingleOrDefaultAsync(e => e.Id == id, cancel) is not { } endpoint)
            return NotFound();
        return this.GoTo($"{Path}/{id}", Said((await sender.Ping(endpoint, cancel)).Attempts[^1]));
    }

    [HttpPost("{id:guid}/pause")]
    public async Task<IActionResult> Pause(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } endpoint)
            return NotFound();
        endpoint.Pause(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{id}", words["Paused. What happens meanwhile is told when it is resumed."]);
    }

    [HttpPost("{id:guid}/resume")]
    public async Task<IActionResult> Resume(Guid id, bool skip, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } endpoint)
            return NotFound();
        endpoint.Resume(await db.WebhookDeliveries.InFront(id, cancel), skip, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{id}", skip ? words["Resumed from now on. What it missed is left out."] : words["Resumed. What it missed is told now, in order."]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } endpoint)
            return NotFound();
        endpoint.Remove(current.Member, clock.GetUtcNow());
        db.WebhookEndpoints.Remove(endpoint);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Removed: {0} is told nothing any more.", endpoint.Name]);
    }

    [HttpGet("{id:guid}/deliveries/{sentId:guid}")]
    public async Task<IActionResult> Sent(Guid id, Guid sentId, CancellationToken cancel) => await reader.ReadSent(id, sentId, cancel) is { } page ? View(page) : NotFound();

    [HttpPost("{id:guid}/deliveries/{sentId:guid}/copies")]
    public async Task<IActionResult> SendAgain(Guid id, Guid sentId, CancellationToken cancel)
    {
        if (await sender.Endpoints().SingleOrDefaultAsync(e => e.Id == id, cancel) is not { } endpoint || await db.WebhookDeliveries.SingleOrDefaultAsync(d => d.Id == sentId && d.EndpointId == id, cancel) is not { } delivery)
            return NotFound();
        var again = await sender.SendAgain(endpoint, delivery, cancel);
        return this.GoTo($"{Path}/{id}/deliveries/{again.Id}", Said(again.Attempts[^1]));
    }

    string Path => $"{current.Root}/settings/developers/webhooks";

    string Said(WebhookAttempt attempt) => attempt switch
    {
        { IsFine: true } => words["It arrived: the answer is {0}, after {1} ms.", attempt.Status!, attempt.Milliseconds],
        { Status: { } status } => words["It was refused: the answer is {0}.", status],
        _ => words["It did not arrive. {0}", words[attempt.Trouble!]],
    };

    Task<WebhookEndpoint?> Find(Guid id, CancellationToken cancel) => db.WebhookEndpoints.SingleOrDefaultAsync(e => e.Id == id, cancel);

    /// <summary>What is wrong with an address, or missing, is said beside its field.</summary>
    async Task<bool> Takes(WebhookForm form, CancellationToken cancel)
    {
        try
        {
            form.Terms.Check();
            await addresses.MustBeOutside(form.Terms, cancel);
            return true;
        }
        catch (RuleBroken rule) when (rule.Code is "WEBHOOK_ADDRESS" or "WEBHOOK_TOPICS")
        {
            ModelState.AddModelError(rule.Code == "WEBHOOK_ADDRESS" ? nameof(form.Address) : nameof(form.Topics), words[rule.Words, rule.Arguments]);
            return false;
        }
    }
}
