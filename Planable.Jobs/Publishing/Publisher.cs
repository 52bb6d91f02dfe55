using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Publishing;

/// <summary>
/// Takes claimed deliveries of one workspace as far as they go: check, prepare, arm, send, confirm; or, where an armed marker is found, look
/// before anything else. The networks are called side by side; whatever has answered meanwhile is saved together, so under load one commit
/// carries many deliveries. See Planable.Data/Publishing/README.md for the guarantees.
/// </summary>
public sealed class Publisher(
    PlanableDb db, ConnectorShelf connectors, OutgoingPosts outgoing, Verdicts verdicts, IOptions<PublishingSettings> settings, Lines lines, TimeProvider clock, ILogger<Publisher> log)
{
    readonly List<Turn> running = [];

    bool asksAboutQuotas;

    public async Task Act(IReadOnlyCollection<Guid> deliveryIds, Guid leaseId, CancellationToken cancel)
    {
        await Begin(await Load(deliveryIds, leaseId, cancel), cancel);
        while (running.Count > 0)
        {
            var answered = await NextAnswers(cancel);
            var stops = answered.Exists(t => t.Answer is Answer.Ready) ? await PublishingStops.Now(db, clock.GetUtcNow(), cancel) : null;
            foreach (var turn in answered)
            {
                await verdicts.Take(turn.Delivery, turn.Post, turn.Answer!, stops, asksAboutQuotas);
                if (LineSigns.Of(turn.Answer!, turn.Usage) is { } sign)
                    await lines.Heard(LineCall.Of(turn.Delivery), sign, CancellationToken.None);
            }

            // From here on the answers are known: stopping the app must not lose them.
            var lost = await Save([.. answered.Select(t => t.Delivery)], CancellationToken.None);
            var ready = answered.FindAll(t => t.Delivery.State == DeliveryState.Armed && t.Answer is Answer.Ready && !lost.Contains(t.Delivery));
            running.AddRange(ready.Select(Send));
            foreach (var turn in answered.Except(ready))
                PublishingTraces.End(turn.Span, turn.Delivery);
        }
    }

    async Task<List<Delivery>> Load(IReadOnlyCollection<Guid> ids, Guid leaseId, CancellationToken cancel) =>
        await db.Deliveries
            .Include(d => d.Channel)
            .Include(d => d.Version)
            .Include(d => d.Post)
            .Where(d => ids.Contains(d.Id) && d.LeaseId == leaseId)
            .OrderBy(d => d.ActAt)
            .ToListAsync(cancel);

    /// <summary>The first call for each delivery; those that may not go out are held instead.</summary>
    async Task Begin(List<Delivery> deliveries, CancellationToken cancel)
    {
        var toSend = deliveries.FindAll(d => d.State is DeliveryState.Waiting or DeliveryState.Preparing);
        var held = await HoldBack(toSend, cancel);
        held.AddRange(await WaitForLines([.. deliveries.Except(held).Where(d => d.State is not (DeliveryState.Confirming or DeliveryState.HandedOver) && d.PhoneOf is null)], cancel));
        var handed = await HandOver([.. deliveries.Except(held).Where(d => d.State == DeliveryState.HandedOver || (d.PhoneOf is not null && toSend.Contains(d) && !d.HasBegun))], cancel);
        if (held.Count + handed.Count > 0)
            await Save([.. held, .. handed], cancel);

        foreach (var delivery in deliveries.Except(held).Except(handed))
        {
            var connector = connectors.For(delivery.Channel.Network);
            var (post, missing, refused) = await outgoing.Make(delivery, cancel);
            running.Add(Call(delivery, post, PublishingTraces.Begin(delivery), delivery.State switch
            {
                DeliveryState.Armed => ("find", () => NetworkCalls.Find(connector, post, new Prepared(delivery.Prepared), cancel)),
                DeliveryState.Confirming => ("confirm", () => NetworkCalls.Confirm(connector, post, new Receipt(delivery.RemoteId!, null, IsPending: true), cancel)),
                _ when refused is not null => ("prepare", () => Task.FromResult<Answer>(new Answer.Refused(refused))),
                _ when missing is not null => ("prepare", () => Task.FromResult<Answer>(new Answer.NotYet(missing))),
                _ => ("prepare", () => NetworkCalls.Prepare(connector, post, cancel)),
            }));
        }
    }

    /// <summary>A network that is away for everybody is left alone; whoever is told to wait has not been tried.</summary>
    async Task<List<Delivery>> WaitForLines(List<Delivery> deliveries, CancellationToken cancel)
    {
        var waits = await lines.Ask([.. deliveries.Select(LineCall.Of)], cancel);
        var waiting = deliveries.FindAll(d => waits.ContainsKey(d.Id));
        foreach (var delivery in waiting)
            delivery.AwaitLine(waits[delivery.Id].Code, waits[delivery.Id].Words, waits[delivery.Id].Until, clock.GetUtcNow());
        return waiting;
    }

    async Task<List<Delivery>> HoldBack(List<Delivery> deliveries, CancellationToken cancel)
    {
        if (deliveries.Count == 0)
            return [];
        var stops = await PublishingStops.Now(db, clock.GetUtcNow(), cancel);
        asksAboutQuotas = stops.AsksAboutQuotas;
        var now = clock.GetUtcNow();
        var contents = await ContentsNow([.. deliveries.Select(d => d.PostId).Distinct()], cancel);
        var held = new List<Delivery>();
        foreach (var delivery in deliveries)
        {
            if (stops.WhyNot(delivery, now) is { } hold)
                delivery.Hold(hold.Reason, hold.Words, clock.GetUtcNow());
            else if (!contents.TryGetValue(delivery.PostId, out var content))
                continue;
            else if (content.Hash != delivery.Version.Hash || !delivery.Version.IsGenuine)
                delivery.Hold(HoldReason.ContentChanged, "Content changed: it is not the version that was scheduled. Look at it and schedule it again.", clock.GetUtcNow());
            else if (stops.RequiresApproval && content.Approved is null)
                delivery.Hold(HoldReason.NotApproved, "Nothing of this client goes out before it is approved, and this post is not.", clock.GetUtcNow());
            else if (stops.RequiresApproval && content.Approved != content.Hash)
                delivery.Hold(HoldReason.ContentChanged, "Content changed: what would go out is not what was approved. Look at it and send it for approval again.", clock.GetUtcNow());
            else if (content.Ended is { } ended)
                delivery.Hold(HoldReason.Rights, $"{ended} may no longer be shown: its licence has ended. Take it off the post, or renew the licence in the media library.", clock.GetUtcNow());
            else if (content.Gone is { } gone)
                delivery.Hold(HoldReason.FileGone, $"{gone} was deleted from the media library. Bring it back there, or take another file.", clock.GetUtcNow());
            else
                continue;
            held.Add(delivery);
        }

        foreach (var (delivery, full) in await FullAccounts.Among(deliveries, held, db, clock.GetUtcNow(), cancel))
        {
            FullAccounts.Wait(delivery, full, asksAboutQuotas, clock.GetUtcNow());
            held.Add(delivery);
        }

        return held;
    }

    /// <summary>To the phones of people, at its time; and who has not put it out in half an hour is late. No network is called.</summary>
    async Task<List<Delivery>> HandOver(List<Delivery> deliveries, CancellationToken cancel)
    {
        if (deliveries.Count == 0)
            return [];
        var team = (await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel)).FindAll(m => m.Can(Permission.SeeInternal));
        foreach (var delivery in deliveries)
        {
            if (delivery.State == DeliveryState.HandedOver)
                delivery.Overdue(clock.GetUtcNow());
            // Who was chosen has left: whoever answers for the post has it, and is told so.
            else if ((team.Find(m => m.Id == delivery.PhoneOf) ?? team.Find(m => m.Id == delivery.Post.AuthorId)) is { } person)
                delivery.HandOver(person, clock.GetUtcNow());
            else
                delivery.Hold(HoldReason.Phone, "Whoever was to publish it from their phone has left. Choose somebody else.", clock.GetUtcNow());
        }

        return deliveries;
    }

    /// <summary>Waits for at least one answer and takes all that are there. Meanwhile leases are renewed: an upload may take longer than one.</summary>
    async Task<List<Turn>> NextAnswers(CancellationToken cancel)
    {
        var any = Task.WhenAny(running.Select(t => t.Call));
        while (await Task.WhenAny(any, Task.Delay(settings.Value.Lease / 3, clock, cancel)) != any)
            await RenewLeases(cancel);
        var answered = running.FindAll(t => t.Call.IsCompleted);
        running.RemoveAll(answered.Contains);
        foreach (var turn in answered)
            turn.Answer = await turn.Call;
        return answered;
    }

    async Task RenewLeases(CancellationToken cancel)
    {
        var leases = running.Select(t => t.Delivery.LeaseId).ToList();
        var until = clock.GetUtcNow() + settings.Value.Lease;
        await db.Deliveries.Where(d => leases.Contains(d.LeaseId)).ExecuteUpdateAsync(d => d.SetProperty(x => x.LeasedUntil, until), cancel);
    }

    Turn Send(Turn turn) =>
        Call(turn.Delivery, turn.Post, turn.Span, ("send", () => NetworkCalls.Send(
            connectors.For(turn.Delivery.Channel.Network), turn.Post with { ArmedAt = turn.Delivery.ArmedAt }, ((Answer.Ready)turn.Answer!).Prepared, settings.Value.Lease * 0.8, clock)));

    static Turn Call(Delivery delivery, OutgoingPost post, Activity? span, (string Act, Func<Task<Answer>> Call) call)
    {
        var usage = new Usage();
        return new(delivery, post, span, usage, PublishingTraces.Call(call.Act, delivery.Channel.Network, span, () => UsageSigns.During(usage, call.Call)));
    }

    /// <summary>Saves all of them or, where somebody else saved one meanwhile, all others.</summary>
    /// <returns>Those that were not saved. Whoever has them finds the marker that was committed and looks, so nothing is sent twice.</returns>
    async Task<HashSet<Delivery>> Save(List<Delivery> deliveries, CancellationToken cancel)
    {
        var lost = new HashSet<Delivery>();
        while (deliveries.Count > 0)
        {
            try
            {
                await db.SaveAndSum([.. deliveries.Select(d => d.PostId)], cancel);
                break;
            }
            catch (DbUpdateConcurrencyException conflict)
            {
                foreach (var entry in conflict.Entries)
                {
                    if (entry.Entity is Delivery delivery)
                    {
                        log.LogWarning("Delivery {Delivery} was not saved: another worker or a person has it.", delivery.Id);
                        Forget(delivery);
                        deliveries.Remove(delivery);
                        lost.Add(delivery);
                    }
                    else
                    {
                        await entry.ReloadAsync(cancel);
                    }
                }
            }
        }

        return lost;
    }

    void Forget(Delivery delivery)
    {
        foreach (var happening in db.ChangeTracker.Entries<DeliveryEvent>().Where(e => e.Entity.DeliveryId == delivery.Id).ToArray())
            happening.State = EntityState.Detached;
        db.Entry(delivery).State = EntityState.Detached;
    }

    /// <summary>The contents as the rows stand now, past every cache: a change made directly in the database counts too.</summary>
    async Task<Dictionary<Guid, (string Hash, string? Approved, string? Ended, string? Gone)>> ContentsNow(List<Guid> postIds, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var posts = await db.Posts.AsNoTracking().IgnoreAutoIncludes().Include(p => p.Variants).Include(p => p.Media).ThenInclude(m => m.Asset).AsSplitQuery().Where(p => postIds.Contains(p.Id)).ToListAsync(cancel);
        return posts.ToDictionary(p => p.Id, p => (p.Content().Hash(), p.ApprovedHash, p.EndedLicence(p.Zone is { } zone ? Zones.ToLocal(now, zone) : now.UtcDateTime)?.FileName, p.MediaInOrder.FirstOrDefault(m => m.Asset.DeletedAt is not null)?.Asset.FileName));
    }

    /// <summary>A call to a network on its way, and its answer when it is there.</summary>
    sealed class Turn(Delivery delivery, OutgoingPost post, Activity? span, Usage usage, Task<Answer> call)
    {
        public Delivery Delivery => delivery;

        public OutgoingPost Post => post;

        public Activity? Span => span;

        public Usage Usage => usage;

        public Task<Answer> Call => call;

        public Answer? Answer { get; set; }
    }
}
