using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Demographics;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Readings;

namespace Planable.Jobs.Demographics;

/// <summary>Reads once a week who follows a channel. What was told before stays beside it.</summary>
public sealed class DemographicsReader(PlanableDb db, ConnectorShelf connectors, ChannelKeys keys, ReadingLeave leave, Interruptions interruptions, TimeProvider clock, ILogger<DemographicsReader> log)
{
    public async Task QueueDue(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (week, day) = (now - ChannelAudience.Every, now - ChannelAudience.AfterFailure);
        var networks = connectors.Networks.Where(n => connectors.For(n) is IReadDemographics).ToList();
        var due = await db.Channels.Where(c => c.State == ChannelState.Connected && networks.Contains(c.Network)
                && !db.ChannelAudiences.Any(a => a.ChannelId == c.Id && (a.ActAt != null || a.AskedAt > day || (a.AskedAt > week && a.State != SyncState.Failed))))
            .OrderBy(c => c.Id).Take(200).ToListAsync(cancel);
        var ids = due.ConvertAll(c => c.Id);
        var known = await db.ChannelAudiences.Where(a => ids.Contains(a.ChannelId)).ToDictionaryAsync(a => a.ChannelId, cancel);
        foreach (var channel in due)
        {
            if (!known.TryGetValue(channel.Id, out var audience))
                db.ChannelAudiences.Add(audience = new ChannelAudience(channel));
            audience.Queue(now);
        }

        await db.SaveChangesAsync(cancel);
    }

    public async Task Read(Guid id, Guid leaseId, CancellationToken cancel)
    {
        if (await db.ChannelAudiences.Include(a => a.Channel).SingleOrDefaultAsync(a => a.Id == id && a.LeaseId == leaseId, cancel) is not { } audience)
            return;
        try
        {
            await Read(audience, cancel);
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            log.LogInformation("Reading who follows channel {Channel} was taken over.", audience.ChannelId);
        }
    }

    async Task Read(ChannelAudience audience, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (!audience.Channel.IsUsable || connectors.For(audience.Channel.Network) is not IReadDemographics network)
        {
            audience.Fail("The channel has to be reconnected.", now);
            return;
        }

        if (await leave.WhyNot(audience.Channel, cancel) is { } wait)
        {
            audience.Wait(wait.Words, wait.Until, counts: false);
            return;
        }

        try
        {
            var told = await network.Demographics(keys.Open(audience.Channel), DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1), cancel);
            db.Demographics.AddRange(told.Select(t => new Demographic(audience.ChannelId, t, now)));
            audience.Finish(now);
        }
        catch (ConnectorFailure refused) when (refused.Failure.Class == FailureClass.ReauthRequired)
        {
            // Networks ask for a permission of its own for this. Posts may well go out all the same: reading the figures tells if the sign-in is dead.
            audience.Fail(refused.Failure.Words, now);
        }
        catch (ConnectorFailure failure)
        {
            await interruptions.Stop(audience, failure.Failure, cancel);
        }
    }
}
