using Microsoft.Extensions.Options;
using Planable.Data.Media;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Publishing;

/// <summary>What an answer of a network means for a delivery: out, sent again, looked for, waited for, failed, or for a person to say.</summary>
public sealed class Verdicts(ConnectorShelf connectors, ChannelKeys keys, IOptions<PublishingSettings> settings, PublishingMetrics metrics, TimeProvider clock)
{
    const string NotSeen = "not-seen-yet";

    static readonly TimeSpan ConfirmLimit = TimeSpan.FromMinutes(10);

    static readonly TimeSpan MediaPatience = TimeSpan.FromSeconds(10);

    /// <param name="stops">As they are at this moment; only a delivery that is ready to be sent needs them.</param>
    /// <param name="asks">The client wants to be asked about full accounts.</param>
    internal async Task Take(Delivery delivery, OutgoingPost post, Answer answer, PublishingStops? stops, bool asks)
    {
        var now = clock.GetUtcNow();
        switch (answer)
        {
            // A pause that was set while preparing wins: no call starts after it.
            case Answer.Ready when stops!.WhyNot(delivery, now) is { } hold:
                delivery.Hold(hold.Reason, hold.Words, now);
                break;
            case Answer.Ready ready:
                delivery.Arm(ready.Prepared.Values, now, settings.Value.Lease);
                break;
            case Answer.NotYet { Missing: { State: ConversionState.Failed } failed }:
                delivery.Fail(new Failure(FailureClass.Permanent, "not-converted", $"The video could not be made into what the network takes: {failed.Why}"), now);
                break;
            case Answer.NotYet:
                delivery.AwaitMedia("The video is still being converted.", now + MediaPatience, now);
                break;
            case Answer.Got got:
                Receive(delivery, post, got.Receipt, found: false, now);
                break;
            case Answer.Saw saw:
                Conclude(delivery, post, saw.Finding, now);
                break;
            case Answer.Refused refused:
                await Refuse(delivery, refused.Failure, asks, now);
                break;
            case Answer.Lost lost:
                metrics.Failed(delivery.Channel.Network, lost.Failure.Class);
                delivery.Look(lost.Failure, now + settings.Value.LookAfter(delivery.Looks), now);
                break;
            case Answer.Unsure unsure:
                await Doubt(delivery, post, unsure.Failure, now);
                break;
        }
    }

    void Receive(Delivery delivery, OutgoingPost post, Receipt receipt, bool found, DateTimeOffset now)
    {
        if (!receipt.IsPending && post.Part + 1 < post.PartCount)
        {
            delivery.PublishPart(receipt.RemoteId, receipt.Permalink, post.PartCount, now);
        }
        else if (!receipt.IsPending)
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
    }

    void Conclude(Delivery delivery, OutgoingPost post, Finding finding, DateTimeOffset now)
    {
        switch (finding)
        {
            case Finding.Published published:
                Receive(delivery, post, published.Receipt, found: true, now);
                break;
            // Networks show a post a moment after they took it: believe an absence only when it was seen twice.
            case Finding.Absent when delivery.Looks >= 2 && delivery.FailureCode == NotSeen && delivery.Tries >= Delivery.MaxTries:
                delivery.Fail(new Failure(FailureClass.Transient, "lost-calls", "The network lost the call several times. Nothing was published."), now);
                break;
            case Finding.Absent when delivery.Looks >= 2 && delivery.FailureCode == NotSeen:
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
    }

    /// <summary>The network said no, or nothing was sent: surely not out.</summary>
    async Task Refuse(Delivery delivery, Failure failure, bool asks, DateTimeOffset now)
    {
        metrics.Failed(delivery.Channel.Network, failure.Class);
        delivery.CountTry();
        switch (failure.Class)
        {
            case FailureClass.QuotaExhausted when asks:
                delivery.Hold(HoldReason.Quota, $"{failure.Words} Publish it when there is room, or give it a new time.", now);
                break;
            case FailureClass.RateLimited or FailureClass.QuotaExhausted:
                delivery.TryAgain(failure, now + (failure.RetryAfter ?? settings.Value.RetryAfter(delivery.Tries + 1)), now, counts: false);
                break;
            case FailureClass.Transient when delivery.Tries < Delivery.MaxTries:
                delivery.TryAgain(failure, now + (failure.RetryAfter ?? settings.Value.RetryAfter(delivery.Tries)), now, counts: true);
                break;
            case FailureClass.TokenExpired when delivery.Tries < Delivery.MaxTries:
                await RenewAndTryAgain(delivery, failure, now);
                break;
            case FailureClass.TokenExpired or FailureClass.ReauthRequired:
                delivery.Channel.Break(failure.Words, now);
                delivery.Fail(failure with { Class = FailureClass.ReauthRequired }, now);
                break;
            default:
                delivery.Fail(failure, now);
                break;
        }
    }

    /// <summary>The network did not say whether it is out.</summary>
    async Task Doubt(Delivery delivery, OutgoingPost post, Failure failure, DateTimeOffset now)
    {
        // A renewed sign-in can ask again at the next look.
        if (failure.Class == FailureClass.TokenExpired)
            await keys.Refresh(delivery.Channel, connectors.For(delivery.Channel.Network), CancellationToken.None);
        if (delivery.State == DeliveryState.Armed)
            Conclude(delivery, post, new Finding.CannotTell(failure.Words), now);
        else if (now - delivery.ArmedAt > ConfirmLimit)
            delivery.GiveUpLooking($"The network has not said for ten minutes whether the post is out. {failure.Words}", now);
        else
            delivery.Accept(delivery.RemoteId!, now, failure.RetryAfter ?? settings.Value.LookAfter(1));
    }

    async Task RenewAndTryAgain(Delivery delivery, Failure failure, DateTimeOffset now)
    {
        switch (await keys.Refresh(delivery.Channel, connectors.For(delivery.Channel.Network), CancellationToken.None))
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
}
