using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.LiveChecks;

namespace Planable.Jobs.Publishing;

/// <summary>
/// Takes what people want changed about live posts to the networks. A call may be repeated, so a lost answer is asked again; only when the network has said yes does the post
/// here say the same.
/// </summary>
public sealed class LiveChanger(PlanableDb db, ConnectorShelf connectors, ChannelKeys keys, OutgoingPosts outgoing, IOptions<PublishingSettings> settings, Lines lines, TimeProvider clock, ILogger<LiveChanger> log)
{
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    public async Task Act(Guid changeId, Guid leaseId, CancellationToken cancel)
    {
        var change = await db.LiveChanges.SingleOrDefaultAsync(c => c.Id == changeId && c.LeaseId == leaseId && c.State == LiveChangeState.Waiting, cancel);
        if (change is null)
            return;
        var post = await db.Posts.Whole().Include(p => p.Deliveries).ThenInclude(d => d.Version).Include(p => p.Deliveries).ThenInclude(d => d.Comments)
            .Include(p => p.Deliveries).ThenInclude(d => d.Changes)
            .Include(p => p.Deliveries).ThenInclude(d => d.Check).SingleOrDefaultAsync(p => p.Id == change.PostId, cancel);
        if (post is null)
        {
            // Its delivery is still needed for the words of the log.
            await db.Deliveries.Include(d => d.Channel).SingleAsync(d => d.Id == change.DeliveryId, cancel);
            change.Fail(new Failure(FailureClass.Permanent, "post-deleted", "The post was deleted in Planable."), isSure: true, clock.GetUtcNow());
        }
        else
        {
            await Carry(change, post, post.Deliveries.Single(d => d.Id == change.DeliveryId), cancel);
        }

        await Save(change, cancel);
    }

    async Task Carry(LiveChange change, Post post, Delivery delivery, CancellationToken cancel)
    {
        var stops = await PublishingStops.Now(db, clock.GetUtcNow(), cancel);
        // Words wait for nobody's pause in silence; what has to go must be able to go while all else stands still.
        if (change.Kind == LiveChangeKind.Edit && stops.Of(delivery.Channel) is { } stop)
        {
            change.Fail(new Failure(FailureClass.Permanent, "stopped", stop.Words), isSure: change.Tries == 0, clock.GetUtcNow());
            return;
        }

        if (change.Kind == LiveChangeKind.Edit && post.IsUnderWay)
        {
            change.Wait(clock.GetUtcNow() + Moment);
            return;
        }

        if ((await lines.Ask([LineCall.Of(change, delivery.Channel)], cancel)).GetValueOrDefault(change.Id) is { } wait)
        {
            change.AwaitLine(wait.Code, wait.Words, wait.Until);
            return;
        }

        change.Begin();
        var sent = 0;
        try
        {
            if (change.Kind == LiveChangeKind.Edit)
                await Edit(change, delivery, () => sent++, cancel);
            else
                await Remove(change, delivery, cancel);
            await Settle(change, post, delivery, cancel);
        }
        catch (ConnectorFailure failure)
        {
            await Refuse(change, post, delivery, failure.Failure, sent, cancel);
        }
    }

    async Task Settle(LiveChange change, Post post, Delivery delivery, CancellationToken cancel)
    {
        var by = await db.Members.Include(m => m.Person).SingleAsync(m => m.Id == change.ById, cancel);
        // Another channel began to be sent meanwhile. The same words can be sent again once it is out.
        if (!post.TakeLive(change, delivery, by, clock.GetUtcNow()))
            change.Wait(clock.GetUtcNow() + Moment);
    }

    /// <summary>All parts of a thread, one after the other.</summary>
    async Task Edit(LiveChange change, Delivery delivery, Action done, CancellationToken cancel)
    {
        if (connectors.For(delivery.Channel.Network) is not IEditPosts network)
            throw new ConnectorFailure(FailureClass.Permanent, "no-edits", "The network does not let apps change posts that are out.");
        var content = delivery.Version.Content.Saying(delivery.ChannelId, change.Text, change.PostTitle);
        for (var part = 0; part < delivery.RemoteIds.Count; part++)
        {
            var (post, _, refused) = await outgoing.Make(delivery, content, part, cancel);
            if (refused is not null)
                throw new ConnectorFailure(refused);
            if (post.PartCount != delivery.RemoteIds.Count)
                throw new ConnectorFailure(FailureClass.Permanent, "thread-length", $"The thread has {delivery.RemoteIds.Count} parts, and these words would make {post.PartCount}. Parts cannot be added or taken away once they are out.");
            await Call(change, delivery, () => network.Edit(post, delivery.RemoteIds[part], cancel));
            done();
        }
    }

    /// <summary>Answers before what they answer.</summary>
    async Task Remove(LiveChange change, Delivery delivery, CancellationToken cancel)
    {
        var (connector, account) = (connectors.For(delivery.Channel.Network), keys.Open(delivery.Channel));
        foreach (var id in delivery.RemoteIds.Reverse())
            await Call(change, delivery, () => connector.Delete(account, id, cancel));
    }

    /// <summary>What the network answers says something about its line, whatever it says about the post.</summary>
    async Task Call(LiveChange change, Delivery delivery, Func<Task> call)
    {
        var (usage, line) = (new Usage(), LineCall.Of(change, delivery.Channel));
        try
        {
            await UsageSigns.During(usage, async () =>
            {
                await call();
                return true;
            });
        }
        catch (ConnectorFailure failure)
        {
            await lines.Heard(line, LineSigns.Of(failure.Failure), CancellationToken.None);
            throw;
        }

        await lines.Heard(line, usage.IsNearLimit ? LineSign.Busy : LineSign.Works, CancellationToken.None);
    }

    async Task Refuse(LiveChange change, Post post, Delivery delivery, Failure failure, int sent, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        switch (failure.Class)
        {
            case FailureClass.RateLimited or FailureClass.QuotaExhausted:
                change.TryAgain(failure, now + (failure.RetryAfter ?? settings.Value.RetryAfter(change.Tries)), counts: false);
                break;
            case FailureClass.Transient or FailureClass.UnknownOutcome when change.Tries < Delivery.MaxTries:
                change.TryAgain(failure, now + (failure.RetryAfter ?? settings.Value.RetryAfter(change.Tries)), counts: true);
                break;
            case FailureClass.TokenExpired when change.Tries < Delivery.MaxTries && await keys.Refresh(delivery.Channel, connectors.For(delivery.Channel.Network), cancel) is var trouble && trouble is null or { IsPassing: true }:
                change.TryAgain(failure, trouble is null ? now : now + settings.Value.RetryAfter(change.Tries), counts: true);
                break;
            case FailureClass.TokenExpired or FailureClass.ReauthRequired:
                delivery.Channel.Break(failure.Words, now);
                change.Fail(failure, IsSure(change, sent), now);
                break;
            case FailureClass.Permanent:
                change.Fail(failure, IsSure(change, sent), now);
                break;
            default:
                await ReadBack(change, post, delivery, failure, cancel);
                break;
        }
    }

    /// <summary>The answers were lost to the end. What the network shows tells whether it took the change.</summary>
    async Task ReadBack(LiveChange change, Post post, Delivery delivery, Failure failure, CancellationToken cancel)
    {
        var isSure = false;
        try
        {
            if (connectors.For(delivery.Channel.Network) is IReadPosts reader)
            {
                var isDone = change.Kind == LiveChangeKind.Removal ? await IsGone(delivery, reader, cancel)
                    : await Says(delivery, change.Text, change.PostTitle, reader, cancel);
                if (isDone)
                {
                    await Settle(change, post, delivery, cancel);
                    return;
                }

                isSure = change.Kind == LiveChangeKind.Edit && await Says(delivery, delivery.LiveText, null, reader, cancel);
            }
        }
        catch (ConnectorFailure)
        {
            // Then nobody knows, and the page says so.
        }

        change.Fail(failure, isSure, clock.GetUtcNow());
    }

    async Task<bool> IsGone(Delivery delivery, IReadPosts reader, CancellationToken cancel)
    {
        var account = keys.Open(delivery.Channel);
        foreach (var id in delivery.RemoteIds)
        {
            if (await reader.Read(account, id, cancel) is not null)
                return false;
        }

        return true;
    }

    async Task<bool> Says(Delivery delivery, string text, string? title, IReadPosts reader, CancellationToken cancel)
    {
        var (account, content) = (keys.Open(delivery.Channel), delivery.Version.Content.Saying(delivery.ChannelId, text, title));
        for (var part = 0; part < delivery.RemoteIds.Count; part++)
        {
            var wanted = (await outgoing.Make(delivery, content, part, cancel)).Post;
            if (await reader.Read(account, delivery.RemoteIds[part], cancel) is not { } live || LiveComparison.Of(delivery.Channel.Network, wanted, live).Any(d => d is LiveComparison.Text or LiveComparison.Title))
                return false;
        }

        return true;
    }

    /// <summary>A refusal at the first try, before any part was changed, means that nothing has changed.</summary>
    static bool IsSure(LiveChange change, int sent) => change.Tries <= 1 && sent == 0;

    async Task Save(LiveChange change, CancellationToken cancel)
    {
        try
        {
            await db.SaveAndSum(change.PostId, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody changed the post meanwhile. The lease runs out, and the same words are sent once more.
            log.LogWarning("Change {Change} was not saved: another worker or a person has its post.", change.Id);
        }
    }
}
