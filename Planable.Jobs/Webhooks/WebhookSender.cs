using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Webhooks;

namespace Planable.Jobs.Webhooks;

/// <summary>
/// Tells an endpoint what happened, in order: a message that does not arrive is tried again before anything later is, and all that gathered meanwhile follows in one.
/// The cursor moves in the transaction that writes the message down, so nothing is left out and nothing is written twice, wherever this app is stopped. The last word, whether a
/// message that was answered while the app went down arrived, is the receiver's: it comes again under the same id.
/// </summary>
public sealed class WebhookSender(PlanableDb db, WebhookBody bodies, WebhookCarrier carrier, TimeProvider clock)
{
    /// <summary>Events in one message.</summary>
    public const int MostEvents = 100;

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Then others have their turn.</summary>
    static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    /// <summary>Messages a minute that people and programs of one client send by hand: other people's servers are not to be stormed through us.</summary>
    public const int MostByHand = 10;

    /// <summary>How long a person's own sending is theirs; after that a job does what was left undone.</summary>
    public static readonly TimeSpan ByHand = TimeSpan.FromMinutes(1);

    /// <summary>Sends what an endpoint has not got, until all arrived or something did not.</summary>
    public async Task Run(Guid endpointId, CancellationToken cancel)
    {
        var began = clock.GetUtcNow();
        var until = began + Lease;
        if (await db.WebhookEndpoints.Where(e => e.Id == endpointId && (e.LeasedUntil == null || e.LeasedUntil < began)).ExecuteUpdateAsync(e => e.SetProperty(x => x.LeasedUntil, until), cancel) == 0)
            return;
        try
        {
            while (clock.GetUtcNow() - began < Turn && await Next(endpointId, cancel))
            {
            }
        }
        finally
        {
            await db.WebhookEndpoints.Where(e => e.Id == endpointId).ExecuteUpdateAsync(e => e.SetProperty(x => x.LeasedUntil, (DateTimeOffset?)null), CancellationToken.None);
        }
    }

    public async Task<WebhookDelivery> Ping(WebhookEndpoint endpoint, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await MustNotStorm(now, cancel);
        var ping = WebhookDelivery.Ping(endpoint, WebhookBody.Ping(endpoint, now), now, now + ByHand);
        db.WebhookDeliveries.Add(ping);
        await db.SaveChangesAsync(cancel);
        return await Finish(endpoint, ping, cancel);
    }

    public async Task<WebhookDelivery> SendAgain(WebhookEndpoint endpoint, WebhookDelivery delivery, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await MustNotStorm(now, cancel);
        var again = delivery.Again(now, now + ByHand);
        db.WebhookDeliveries.Add(again);
        await db.SaveChangesAsync(cancel);
        return await Finish(endpoint, again, cancel);
    }

    /// <summary>What a person sent by hand when the app went down.</summary>
    public async Task FinishLeftOver(Guid deliveryId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var later = now + ByHand;
        if (await db.WebhookDeliveries.Where(d => d.Id == deliveryId && d.State == WebhookState.Waiting && d.ActAt <= now).ExecuteUpdateAsync(d => d.SetProperty(x => x.ActAt, later), cancel) == 0)
            return;
        var delivery = await db.WebhookDeliveries.SingleAsync(d => d.Id == deliveryId, cancel);
        await Finish(await Endpoints().SingleAsync(e => e.Id == delivery.EndpointId, cancel), delivery, cancel);
    }

    public IQueryable<WebhookEndpoint> Endpoints() => db.WebhookEndpoints.Include(e => e.Member).ThenInclude(m => m.Person).Include(e => e.Member).ThenInclude(m => m.Workspace);

    async Task MustNotStorm(DateTimeOffset now, CancellationToken cancel)
    {
        var since = now.AddMinutes(-1);
        if (await db.WebhookDeliveries.CountAsync(d => d.Kind != WebhookKind.Events && d.At > since, cancel) >= MostByHand)
            throw new RuleBroken("WEBHOOK_BY_HAND", "{0} messages a minute can be sent by hand. Wait a moment, then try again.", MostByHand);
    }

    async Task<WebhookDelivery> Finish(WebhookEndpoint endpoint, WebhookDelivery delivery, CancellationToken cancel)
    {
        delivery.Tried(await carrier.Carry(endpoint, delivery, cancel));
        // Whoever closed the page has sent it all the same.
        await db.SaveChangesAsync(CancellationToken.None);
        if (delivery.State == WebhookState.Arrived)
        {
            // The receiver is there again: what waits for its next try need not wait. In the row alone, since the job may have it in its hands.
            var now = clock.GetUtcNow();
            await db.WebhookEndpoints.Where(e => e.Id == endpoint.Id && e.PausedAt == null && e.ActAt > now).ExecuteUpdateAsync(e => e.SetProperty(x => x.ActAt, now), CancellationToken.None);
        }

        return delivery;
    }

    /// <returns>True if there may be more to send.</returns>
    async Task<bool> Next(Guid endpointId, CancellationToken cancel)
    {
        // Read anew each time: it may have been paused or changed while the last message was on its way.
        db.ChangeTracker.Clear();
        if (await Endpoints().SingleOrDefaultAsync(e => e.Id == endpointId && e.PausedAt == null, cancel) is not { } endpoint)
            return false;
        if (endpoint.StopIfOrphaned(clock.GetUtcNow()))
        {
            await db.SaveChangesAsync(cancel);
            return false;
        }

        var waiting = await db.WebhookDeliveries.InFront(endpointId, cancel);
        if (waiting is null)
        {
            var (told, more) = await Gather(endpoint, cancel);
            if (told is null)
                return more;
            waiting = told;
        }

        var attempt = await carrier.Carry(endpoint, waiting, cancel);
        waiting.Tried(attempt);
        if (attempt.IsFine)
            endpoint.Arrived();
        else
            endpoint.Missed(attempt.Status == 410, clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            // It was removed while the message was on its way: there is nobody left to tell.
            return false;
        }

        return attempt.IsFine;
    }

    /// <summary>Writes the next message down and moves the cursor past it, both or neither.</summary>
    async Task<(WebhookDelivery? Told, bool More)> Gather(WebhookEndpoint endpoint, CancellationToken cancel)
    {
        var end = endpoint.Member.Workspace.LastSequence;
        if (end <= endpoint.Cursor)
            return (null, false);
        db.SeeAs(endpoint.Member);
        var log = db.Log.AsNoTracking().VisibleTo(endpoint.Member);
        if (endpoint.Audience == Audience.Client)
            log = log.Where(e => e.Audience == Audience.Client);
        var read = await log.Topical().Where(e => e.Sequence > endpoint.Cursor && e.Sequence <= end).OrderBy(e => e.Sequence).Take(MostEvents).ToListAsync(cancel);
        var entries = await db.SeenOf(read.FindAll(e => EventTopics.Of(e.Verb) is { } topic && endpoint.Topics.Contains(topic)), endpoint.Member, cancel);
        var last = read.Count == MostEvents ? read[^1].Sequence : end;
        endpoint.Told(last);
        WebhookDelivery? told = null;
        if (entries.Count > 0)
        {
            var types = string.Join(", ", entries.GroupBy(e => e.Verb).Select(g => g.Count() == 1 ? g.Key : $"{g.Key} ×{g.Count()}"));
            told = WebhookDelivery.Of(endpoint, await bodies.Of(endpoint, entries, cancel), types, entries.Count, entries[^1].Sequence, clock.GetUtcNow());
            db.WebhookDeliveries.Add(told);
        }

        await db.SaveChangesAsync(cancel);
        return (told, read.Count == MostEvents);
    }
}
