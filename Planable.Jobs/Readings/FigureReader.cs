using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Readings;

/// <summary>
/// Reads what a network tells of a channel and its newest posts, post after post. Each post is saved as it is read, so that a pause the network asks for, or a process that dies,
/// loses nothing and asks nothing twice.
/// </summary>
public sealed class FigureReader(PlanableDb db, ConnectorShelf connectors, ChannelKeys keys, ReadingLeave leave, DayBook days, Interruptions interruptions, TimeProvider clock, ILogger<FigureReader> log)
{
    const int MostPosts = 100;

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Channels whose turn has come without anybody asking.</summary>
    public async Task QueueDue(CancellationToken cancel)
    {
        var (now, before) = (clock.GetUtcNow(), clock.GetUtcNow() - ChannelSync.Every);
        var networks = connectors.Networks.Where(n => connectors.For(n) is IReadMetrics).ToList();
        // An account is due after some hours, a channel with young posts as soon as one of them is; one that refuses is not pressed.
        var (young, pause) = (db.Deliveries.Where(ReadingRhythm.IsDue(now)), now - ChannelSync.Pause);
        var due = await db.Channels.Where(c => c.State == ChannelState.Connected && networks.Contains(c.Network)
                && !db.ChannelSyncs.Any(s => s.ChannelId == c.Id && (s.ActAt != null || s.AskedAt > pause || (s.AskedAt > before && (s.State == SyncState.Failed || !young.Any(d => d.ChannelId == c.Id))))))
            .OrderBy(c => c.Id).Take(200).ToListAsync(cancel);
        var ids = due.ConvertAll(c => c.Id);
        var known = await db.ChannelSyncs.Where(s => ids.Contains(s.ChannelId)).ToDictionaryAsync(s => s.ChannelId, cancel);
        foreach (var channel in due)
        {
            if (!known.TryGetValue(channel.Id, out var sync))
                db.ChannelSyncs.Add(sync = new ChannelSync(channel));
            sync.Queue(null, now);
        }

        await db.SaveChangesAsync(cancel);
    }

    public async Task Read(Guid syncId, Guid leaseId, CancellationToken cancel)
    {
        var sync = await db.ChannelSyncs.Include(s => s.Channel).SingleOrDefaultAsync(s => s.Id == syncId && s.LeaseId == leaseId, cancel);
        if (sync is null)
            return;
        try
        {
            sync.Begin(clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            await Read(sync, cancel);
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            log.LogInformation("Reading the figures of channel {Channel} was taken over.", sync.ChannelId);
        }
    }

    async Task Read(ChannelSync sync, CancellationToken cancel)
    {
        if (connectors.For(sync.Channel.Network) is not IReadMetrics network)
        {
            sync.Fail("This network tells Planable no figures.", clock.GetUtcNow());
            return;
        }

        if (!sync.Channel.IsUsable)
        {
            sync.Fail("The channel has to be reconnected.", clock.GetUtcNow());
            return;
        }

        if (await leave.WhyNot(sync.Channel, cancel) is { } wait)
        {
            sync.Wait(wait.Words, wait.Until, counts: false);
            return;
        }

        try
        {
            await ReadAccount(sync, network, cancel);
            await ReadPosts(sync, network, cancel);
            sync.Finish(clock.GetUtcNow());
        }
        catch (ConnectorFailure failure)
        {
            await interruptions.Stop(sync, failure.Failure, cancel);
        }
    }

    async Task ReadAccount(ChannelSync sync, IReadMetrics network, CancellationToken cancel)
    {
        if (sync.FiguresAt >= sync.StartedAt)
            return;
        var at = clock.GetUtcNow();
        var yesterday = DateOnly.FromDateTime(at.UtcDateTime).AddDays(-1);
        var told = await network.AccountMetrics(keys.Open(sync.Channel), yesterday, cancel);
        if (told.Keys.Any(metric => !MetricName.IsLevel(metric)))
            await ReadDaysBefore(sync, network, yesterday, cancel);
        await Keep(sync, told, yesterday, at, cancel);
        sync.Learn(told, at);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Days that were missed while nobody could ask, and those that the network may have counted again. One a network does not tell any more stays a gap.</summary>
    async Task ReadDaysBefore(ChannelSync sync, IReadMetrics network, DateOnly newest, CancellationToken cancel)
    {
        foreach (var day in await days.DaysToAsk(sync.Channel, newest, clock.GetUtcNow(), cancel))
        {
            try
            {
                var told = await network.AccountMetrics(keys.Open(sync.Channel), day, cancel);
                await Keep(sync, told.Where(t => !MetricName.IsLevel(t.Key)).ToDictionary(StringComparer.Ordinal), day, clock.GetUtcNow(), cancel);
                await db.SaveChangesAsync(cancel);
            }
            catch (ConnectorFailure refused) when (refused.Failure.Class == FailureClass.Permanent)
            {
                log.LogInformation("Channel {Channel} tells nothing of {Day}.", sync.ChannelId, day);
            }
        }
    }

    async Task Keep(ChannelSync sync, IReadOnlyDictionary<string, long> told, DateOnly day, DateTimeOffset at, CancellationToken cancel)
    {
        db.MetricReadings.AddRange(told.Select(t => new MetricReading(sync.ChannelId, "", t.Key, t.Value, ReadingSource.Account, at, MetricName.IsLevel(t.Key) ? null : day)));
        await days.Account(sync.Channel, told, day, at, cancel);
    }

    async Task ReadPosts(ChannelSync sync, IReadMetrics network, CancellationToken cancel)
    {
        var (now, started) = (clock.GetUtcNow(), sync.StartedAt);
        var since = now - ReadingRhythm.Asked;
        var due = sync.AskedBy is null
            ? db.Deliveries.Where(ReadingRhythm.IsDue(now))
            : db.Deliveries.Where(d => d.State == DeliveryState.Published && d.RemovedAt == null && d.RemoteId != null && d.PublishedAt >= since);
        var posts = await due.AsNoTracking().Where(d => d.ChannelId == sync.ChannelId && (d.FiguresAt == null || d.FiguresAt < started))
            .OrderByDescending(d => d.PublishedAt).Take(MostPosts).Select(d => new { d.Id, d.RemoteId }).ToListAsync(cancel);
        foreach (var post in posts)
        {
            var told = await Figures(network, sync.Channel, post.RemoteId!, cancel);
            var at = clock.GetUtcNow();
            db.MetricReadings.AddRange(told.Select(t => new MetricReading(sync.ChannelId, post.RemoteId!, t.Key, t.Value, ReadingSource.Post, at)));
            sync.Read(1);
            if (await db.Deliveries.SingleOrDefaultAsync(d => d.Id == post.Id, cancel) is { } delivery)
            {
                delivery.Learn(told, at);
                await days.Post(delivery, told, at, cancel);
            }

            await interruptions.Save(cancel);
            await db.ChannelSyncs.Where(s => s.Id == sync.Id && s.LeaseId == sync.LeaseId).ExecuteUpdateAsync(s => s.SetProperty(x => x.LeasedUntil, at + Lease), cancel);
        }

        await days.Gains(sync.Channel, clock.GetUtcNow(), cancel);
    }

    /// <summary>One post that a network does not know any more, or tells nothing of, keeps nobody from reading the others.</summary>
    async Task<IReadOnlyDictionary<string, long>> Figures(IReadMetrics network, Channel channel, string remoteId, CancellationToken cancel)
    {
        try
        {
            return await network.PostMetrics(keys.Open(channel), remoteId, cancel);
        }
        catch (ConnectorFailure refused) when (refused.Failure.Class == FailureClass.Permanent)
        {
            return new Dictionary<string, long>();
        }
    }
}
