using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Publishing;

/// <summary>
/// Takes one claimed delivery the next step: check, prepare, arm, send, confirm; or, when an armed marker is found, look before anything else.
/// See Planable.Data/Publishing/README.md for the guarantees.
/// </summary>
public sealed class Publisher(
    PlanableDb db, ConnectorShelf connectors, ChannelKeys keys, OutgoingPosts outgoing, IOptions<PublishingSettings> settings, PublishingMetrics metrics, TimeProvider clock, ILogger<Publisher> log)
{
    const string NotSeen = "not-seen-yet";

    static readonly TimeSpan ConfirmLimit = TimeSpan.FromMinutes(10);

    public async Task Act(Guid deliveryId, Guid leaseId, CancellationToken cancel)
    {
        var delivery = await Load(deliveryId, leaseId, cancel);
        if (delivery is null)
            return;
        switch (delivery.State)
        {
            case DeliveryState.Waiting or DeliveryState.Preparing:
                await Send(delivery, cancel);
                break;
            case DeliveryState.Armed:
                await Look(delivery, cancel);
                break;
            case DeliveryState.Confirming:
                await Confirm(delivery, cancel);
                break;
        }
    }

    async Task<Delivery?> Load(Guid deliveryId, Guid leaseId, CancellationToken cancel) =>
        await db.Deliveries
            .Include(d => d.Channel)
            .Include(d => d.Version)
            .Include(d => d.Post)
            .SingleOrDefaultAsync(d => d.Id == deliveryId && d.LeaseId == leaseId, cancel);

    async Task Send(Delivery delivery, CancellationToken cancel)
    {
        var pauses = await Pauses(cancel);
        if (WhyNotNow(delivery, pauses) is { } hold)
        {
            delivery.Hold(hold.Reason, hold.Words, clock.GetUtcNow());
            await Save(delivery, cancel);
            return;
        }

        if (await ContentNow(delivery.PostId, cancel) is { } content && content.Hash() != delivery.Version.Hash)
        {
            delivery.Hold(HoldReason.ContentChanged, "The content is not the version that was scheduled. Look at it and schedule it again.", clock.GetUtcNow());
            await Save(delivery, cancel);
            return;
        }

        var connector = connectors.For(delivery.Channel.Network);
        var post = await outgoing.Make(delivery, cancel);
        Prepared prepared;
        try
        {
            prepared = await Prepare(connector, post, delivery, cancel);
        }
        catch (ConnectorFailure failure)
        {
            await Refused(delivery, failure.Failure, cancel);
            return;
        }

        if (!await Arm(delivery, prepared, cancel))
            return;

        Receipt receipt;
        try
        {
            // Once armed, stopping the app must not cut the call: its answer is worth the seconds.
            using var enough = new CancellationTokenSource(settings.Value.Lease * 0.8, clock);
            receipt = await connector.Send(post with { ArmedAt = delivery.ArmedAt }, prepared, enough.Token);
        }
        catch (ConnectorFailure failure) when (failure.Failure.Class != FailureClass.UnknownOutcome)
        {
            await Refused(delivery, failure.Failure, CancellationToken.None);
            return;
        }
        catch (Exception exception) when (exception is ConnectorFailure or OperationCanceledException)
        {
            var failure = (exception as ConnectorFailure)?.Failure ?? new Failure(FailureClass.UnknownOutcome, "no-answer", "The network did not answer in time.");
            metrics.Failed(delivery.Channel.Network, failure.Class);
            delivery.Look(failure, clock.GetUtcNow() + settings.Value.LookAfter(delivery.Looks), clock.GetUtcNow());
            await Save(delivery, CancellationToken.None);
            return;
        }

        await Received(delivery, receipt, found: false, CancellationToken.None);
    }

    /// <summary>Uploads may take longer than a lease: it is renewed while they run, so that no second worker begins the same.</summary>
    async Task<Prepared> Prepare(IConnector connector, OutgoingPost post, Delivery delivery, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var preparing = connector.Prepare(post, stop.Token);
        while (await Task.WhenAny(preparing, Task.Delay(settings.Value.Lease / 3, clock, cancel)) != preparing)
        {
            var until = clock.GetUtcNow() + settings.Value.Lease;
            var held = await db.Deliveries.Where(d => d.Id == delivery.Id && d.LeaseId == delivery.LeaseId).ExecuteUpdateAsync(d => d.SetProperty(x => x.LeasedUntil, until), cancel);
            if (held == 0)
                await stop.CancelAsync();
        }

        return await preparing;
    }

    /// <summary>Commits the marker. A pause that was set meanwhile wins, and so does another worker that took the lease over.</summary>
    async Task<bool> Arm(Delivery delivery, Prepared prepared, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var pauses = await Pauses(cancel);
        if (WhyNotNow(delivery, pauses) is { } hold)
        {
            delivery.Hold(hold.Reason, hold.Words, now);
            await Save(delivery, cancel);
            return false;
        }

        delivery.Arm(prepared.Values, now, settings.Value.Lease);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The lease ran out while preparing and another worker has it: nothing was sent here, and nothing will be.
            log.LogWarning("Delivery {Delivery} was taken over by another worker before it was armed.", delivery.Id);
            return false;
        }

        return true;
    }

    async Task Look(Delivery delivery, CancellationToken cancel)
    {
        var connector = connectors.For(delivery.Channel.Network);
        var post = await outgoing.Make(delivery, cancel);
        Finding finding;
        try
        {
            finding = await connector.Find(post, new Prepared(delivery.Prepared), cancel);
        }
        catch (ConnectorFailure failure)
        {
            // A renewed sign-in can ask again at the next look.
            if (failure.Failure.Class == FailureClass.TokenExpired)
                await keys.Refresh(delivery.Channel, connector, cancel);
            finding = new Finding.CannotTell(failure.Failure.Words);
        }

        var now = clock.GetUtcNow();
        switch (finding)
        {
            case Finding.Published published:
                await Received(delivery, published.Receipt, found: true, cancel);
                return;
            // Networks show a post a moment after they took it: believe an absence only when it was seen twice.
            case Finding.Absent when delivery.Looks >= 2 && delivery.FailureCode == NotSeen:
                if (delivery.Tries >= Delivery.MaxTries)
                    delivery.Fail(new Failure(FailureClass.Transient, "lost-calls", "The network lost the call several times. Nothing was published."), now);
                else
                    delivery.Disarm(now, now);
                break;
            case Finding.CannotTell cannot when delivery.Looks >= Delivery.MaxLooks:
                delivery.GiveUpLooking($"The network took the call but its answer was lost, and it cannot tell whether the post is out. {cannot.Why}", now);
                break;
            case Finding.CannotTell cannot:
                delivery.Look(new Failure(FailureClass.UnknownOutcome, "cannot-tell", cannot.Why), now + settings.Value.LookAfter(delivery.Looks), now);
                break;
            default:
                delivery.Look(new Failure(FailureClass.UnknownOutcome, NotSeen, "The network does not show the post yet; looking again."), now + settings.Value.LookAfter(delivery.Looks), now);
                break;
        }

        await Save(delivery, cancel);
    }

    async Task Confirm(Delivery delivery, CancellationToken cancel)
    {
        var connector = connectors.For(delivery.Channel.Network);
        var post = await outgoing.Make(delivery, cancel);
        try
        {
            await Received(delivery, await connector.Confirm(post, new Receipt(delivery.RemoteId!, null, IsPending: true), cancel), found: false, cancel);
        }
        catch (ConnectorFailure failure) when (failure.Failure.Class is FailureClass.Permanent)
        {
            await Refused(delivery, failure.Failure, cancel);
        }
        catch (ConnectorFailure failure)
        {
            if (failure.Failure.Class == FailureClass.TokenExpired)
                await keys.Refresh(delivery.Channel, connector, cancel);
            var now = clock.GetUtcNow();
            if (now - delivery.ArmedAt > ConfirmLimit)
                delivery.GiveUpLooking($"The network has not said for ten minutes whether the post is out. {failure.Failure.Words}", now);
            else
                delivery.Accept(delivery.RemoteId!, now, failure.Failure.RetryAfter ?? settings.Value.LookAfter(1));
            await Save(delivery, cancel);
        }
    }

    async Task Received(Delivery delivery, Receipt receipt, bool found, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (!receipt.IsPending)
        {
            delivery.Publish(receipt.RemoteId, receipt.Permalink, now, found);
            metrics.Published(delivery.Channel.Network, now - delivery.DueAt);
        }
        else if (now - delivery.ArmedAt > ConfirmLimit)
        {
            delivery.GiveUpLooking("The network has been working on the post for ten minutes without publishing it.", now);
        }
        else
        {
            delivery.Accept(receipt.RemoteId, now, settings.Value.LookAfter(1));
        }

        await Save(delivery, cancel);
    }

    /// <summary>The network said no, or nothing was sent: surely not out.</summary>
    async Task Refused(Delivery delivery, Failure failure, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        metrics.Failed(delivery.Channel.Network, failure.Class);
        delivery.CountTry();
        switch (failure.Class)
        {
            case FailureClass.RateLimited or FailureClass.QuotaExhausted:
                delivery.TryAgain(failure, now + (failure.RetryAfter ?? settings.Value.RetryAfter(delivery.Tries + 1)), now, counts: false);
                break;
            case FailureClass.Transient when delivery.Tries < Delivery.MaxTries:
                delivery.TryAgain(failure, now + (failure.RetryAfter ?? settings.Value.RetryAfter(delivery.Tries)), now, counts: true);
                break;
            case FailureClass.TokenExpired when delivery.Tries < Delivery.MaxTries:
                await RenewAndTryAgain(delivery, failure, now, cancel);
                break;
            case FailureClass.TokenExpired or FailureClass.ReauthRequired:
                delivery.Channel.Break(failure.Words, now);
                delivery.Fail(failure with { Class = FailureClass.ReauthRequired }, now);
                break;
            default:
                delivery.Fail(failure, now);
                break;
        }

        await Save(delivery, cancel);
    }

    async Task RenewAndTryAgain(Delivery delivery, Failure failure, DateTimeOffset now, CancellationToken cancel)
    {
        switch (await keys.Refresh(delivery.Channel, connectors.For(delivery.Channel.Network), cancel))
        {
            case null:
                delivery.TryAgain(failure, now, now, counts: true);
                break;
            // The network was away while we asked: the sign-in may still be good.
            case { IsPassing: true } away:
                delivery.TryAgain(away, now + (away.RetryAfter ?? settings.Value.RetryAfter(delivery.Tries)), now, counts: true);
                break;
            case { } refused:
                delivery.Channel.Break(refused.Words, now);
                delivery.Fail(refused with { Class = FailureClass.ReauthRequired }, now);
                break;
        }
    }

    async Task Save(Delivery delivery, CancellationToken cancel)
    {
        try
        {
            await db.SaveAndSum(delivery.PostId, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The lease was lost in the middle. Whoever holds it finds the armed marker and looks, so nothing is sent twice.
            log.LogWarning("The outcome of delivery {Delivery} was not saved: another worker has it.", delivery.Id);
        }
    }

    (HoldReason Reason, string Words)? WhyNotNow(Delivery delivery, PauseState pauses)
    {
        if (pauses.Company is { } company)
            return (HoldReason.Paused, $"{company.By} paused all publishing: {company.Why}");
        if (pauses.Workspace is { } workspace)
            return (HoldReason.Paused, $"{workspace.By} paused publishing for this client: {workspace.Why}");
        if (delivery.Channel.Pause is { } channel)
            return (HoldReason.Paused, $"{channel.By} paused this channel: {channel.Why}");
        if (delivery.Channel.State != ChannelState.Connected)
            return (HoldReason.ChannelBroken, $"{delivery.Channel.Name} has to be reconnected before anything can be published there.");
        if (delivery.IsLate(TimeSpan.FromMinutes(pauses.LateMinutes), clock.GetUtcNow()))
            return (HoldReason.Late, "Planable could not publish at the planned time. Publish it now, give it a new time, or drop it.");
        return null;
    }

    /// <summary>As the rows stand now, past every cache: a change made directly in the database counts too.</summary>
    async Task<PostContent?> ContentNow(Guid postId, CancellationToken cancel)
    {
        var post = await db.Posts.AsNoTracking().Include(p => p.Variants).Include(p => p.Media).ThenInclude(m => m.Asset).AsSplitQuery().SingleOrDefaultAsync(p => p.Id == postId, cancel);
        return post?.Content();
    }

    async Task<PauseState> Pauses(CancellationToken cancel) =>
        await db.Workspaces.AsNoTracking().Where(w => w.Id == db.WorkspaceId)
            .Join(db.Companies, w => w.CompanyId, c => c.Id, (w, c) => new PauseState(c.Pause, w.Pause, w.LateMinutes))
            .SingleAsync(cancel);

    sealed record PauseState(Pause? Company, Pause? Workspace, int LateMinutes);
}
