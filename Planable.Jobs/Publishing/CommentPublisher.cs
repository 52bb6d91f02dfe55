using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Planable.Data;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Publishing;

/// <summary>
/// Takes one claimed comment as far as it goes, with the guarantee that posts have: prepare, commit the armed marker, send; or, where a marker is found, look before anything else.
/// </summary>
public sealed class CommentPublisher(
    PlanableDb db, ConnectorShelf connectors, ChannelKeys keys, OutgoingPosts outgoing, IOptions<PublishingSettings> settings, Lines lines, TimeProvider clock, ILogger<CommentPublisher> log)
{
    const string NotSeen = "not-seen-yet";

    public async Task Act(Guid commentId, Guid leaseId, CancellationToken cancel)
    {
        var comment = await db.CommentDeliveries.Include(c => c.Delivery).ThenInclude(d => d.Channel).Include(c => c.Delivery).ThenInclude(d => d.Version)
            .SingleOrDefaultAsync(c => c.Id == commentId && c.LeaseId == leaseId, cancel);
        if (comment is null)
            return;
        if (comment.State == DeliveryState.Armed || await MayGoOut(comment, cancel))
            await Go(comment, cancel);
        await Save(comment);
    }

    /// <summary>A network that is away for everybody is left alone; whoever is told to wait has not been tried.</summary>
    async Task Go(CommentDelivery comment, CancellationToken cancel)
    {
        if ((await lines.Ask([LineCall.Of(comment)], cancel)).GetValueOrDefault(comment.Id) is { } wait)
            comment.AwaitLine(wait.Code, wait.Words, wait.Until);
        else if (comment.State == DeliveryState.Armed)
            await Find(comment, cancel);
        else
            await Send(comment, cancel);
    }

    /// <summary>Holds it otherwise.</summary>
    async Task<bool> MayGoOut(CommentDelivery comment, CancellationToken cancel)
    {
        var (stops, now) = (await PublishingStops.Now(db, clock.GetUtcNow(), cancel), clock.GetUtcNow());
        // The posts' filter leaves out what was deleted.
        var why = !await db.Posts.AnyAsync(p => p.Id == comment.PostId, cancel) ? "The post was deleted in Planable."
            : stops.Of(comment.Delivery.Channel)?.Words ?? (comment.IsLate(stops.Patience, now) ? "Planable could not comment at the planned time." : null);
        if (why is not null)
            comment.Hold(why, now);
        return why is null;
    }

    async Task Send(CommentDelivery comment, CancellationToken cancel)
    {
        var connector = connectors.For(comment.Delivery.Channel.Network);
        var answer = await Hearing(comment, () => NetworkCalls.Prepare(connector, outgoing.Make(comment), cancel));
        // A pause that was set while preparing wins: no call starts after it.
        if (answer is Answer.Ready ready)
        {
            if (!await MayGoOut(comment, cancel))
                return;
            comment.Arm(ready.Prepared.Values, clock.GetUtcNow(), settings.Value.Lease);
            if (!await Save(comment))
                return;
            answer = await Hearing(comment, () => NetworkCalls.Send(connector, outgoing.Make(comment), ready.Prepared, settings.Value.Lease * 0.8, clock));
        }

        await Take(comment, answer);
    }

    /// <summary>What the network answers says something about its line, whatever it says about the comment.</summary>
    async Task<Answer> Hearing(CommentDelivery comment, Func<Task<Answer>> call)
    {
        var (usage, line) = (new Usage(), LineCall.Of(comment));
        var answer = await UsageSigns.During(usage, call);
        if (LineSigns.Of(answer, usage) is { } sign)
            await lines.Heard(line, sign, CancellationToken.None);
        return answer;
    }

    async Task Find(CommentDelivery comment, CancellationToken cancel) =>
        await Take(comment, await Hearing(comment, () => NetworkCalls.Find(connectors.For(comment.Delivery.Channel.Network), outgoing.Make(comment), new Prepared(comment.Prepared), cancel)));

    async Task Take(CommentDelivery comment, Answer answer)
    {
        var now = clock.GetUtcNow();
        switch (answer)
        {
            case Answer.Got { Receipt: var receipt }:
                comment.Publish(receipt.RemoteId, receipt.Permalink, now);
                break;
            case Answer.Saw { Finding: Finding.Published { Receipt: var found } }:
                comment.Publish(found.RemoteId, found.Permalink, now);
                break;
            // Networks show a comment a moment after they took it: believe an absence only when it was seen twice.
            case Answer.Saw { Finding: Finding.Absent } when comment is { Looks: >= 2, FailureCode: NotSeen }:
                if (comment.Tries >= Delivery.MaxTries)
                    comment.Fail(new Failure(FailureClass.Transient, "lost-calls", "The network lost the call several times. Nothing was published."), now);
                else
                    comment.Disarm(now);
                break;
            case Answer.Saw { Finding: Finding.Absent }:
                comment.Look(new Failure(FailureClass.UnknownOutcome, NotSeen, "The network does not show the comment yet; looking again."), now + settings.Value.LookAfter(comment.Looks));
                break;
            case Answer.Saw { Finding: Finding.CannotTell cannot }:
                Doubt(comment, new Failure(FailureClass.UnknownOutcome, "cannot-tell", cannot.Why), now);
                break;
            case Answer.Lost lost:
                comment.Look(lost.Failure, now + settings.Value.LookAfter(comment.Looks));
                break;
            case Answer.Unsure unsure:
                if (unsure.Failure.Class == FailureClass.TokenExpired)
                    await keys.Refresh(comment.Delivery.Channel, connectors.For(comment.Delivery.Channel.Network), CancellationToken.None);
                Doubt(comment, unsure.Failure, now);
                break;
            case Answer.Refused refused:
                await Refuse(comment, refused.Failure, now);
                break;
        }
    }

    void Doubt(CommentDelivery comment, Failure failure, DateTimeOffset now)
    {
        if (comment.Looks >= Delivery.MaxLooks)
            comment.GiveUpLooking($"The network took the call but its answer was lost, and it cannot tell whether the comment is out. {failure.Words}", now);
        else
            comment.Look(failure, now + settings.Value.LookAfter(comment.Looks));
    }

    /// <summary>The network said no, or nothing was sent: surely not out.</summary>
    async Task Refuse(CommentDelivery comment, Failure failure, DateTimeOffset now)
    {
        // A try that was armed is counted already.
        var tries = comment.State == DeliveryState.Armed ? comment.Tries : comment.Tries + 1;
        switch (failure.Class)
        {
            case FailureClass.RateLimited or FailureClass.QuotaExhausted:
                comment.TryAgain(failure, now + (failure.RetryAfter ?? settings.Value.RetryAfter(tries + 1)), counts: false);
                break;
            case FailureClass.Transient when tries < Delivery.MaxTries:
                comment.TryAgain(failure, now + (failure.RetryAfter ?? settings.Value.RetryAfter(tries)), counts: true);
                break;
            case FailureClass.TokenExpired when tries < Delivery.MaxTries:
                await RenewAndTryAgain(comment, failure, tries, now);
                break;
            case FailureClass.TokenExpired or FailureClass.ReauthRequired:
                comment.Delivery.Channel.Break(failure.Words, now);
                comment.Fail(failure with { Class = FailureClass.ReauthRequired }, now);
                break;
            default:
                comment.Fail(failure, now);
                break;
        }
    }

    async Task RenewAndTryAgain(CommentDelivery comment, Failure failure, int tries, DateTimeOffset now)
    {
        var channel = comment.Delivery.Channel;
        switch (await keys.Refresh(channel, connectors.For(channel.Network), CancellationToken.None))
        {
            case null:
                comment.TryAgain(failure, now, counts: true);
                break;
            case { IsPassing: true } away:
                comment.TryAgain(away, now + (away.RetryAfter ?? settings.Value.RetryAfter(tries)), counts: true);
                break;
            case { } refused:
                channel.Break(refused.Words, now);
                comment.Fail(refused with { Class = FailureClass.ReauthRequired }, now);
                break;
        }
    }

    /// <returns>False if somebody else saved it meanwhile. Whoever has it finds the marker that was committed and looks, so nothing is sent twice.</returns>
    async Task<bool> Save(CommentDelivery comment)
    {
        try
        {
            // What is known by now must not be lost because the app stops.
            await db.SaveChangesAsync(CancellationToken.None);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            log.LogWarning("Comment {Comment} was not saved: another worker or a person has it.", comment.Id);
            db.ChangeTracker.Clear();
            return false;
        }
    }
}
