using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Readings;

/// <summary>What comes between while a channel is read: a network that refuses, and people who change the same post.</summary>
public sealed class Interruptions(PlanableDb db, ConnectorShelf connectors, ChannelKeys keys, TimeProvider clock)
{
    const int MaxTries = 4;

    /// <summary>A network that asks for a pause gets it, one that fails is asked again later and later, and a dead sign-in is told. What was read stands.</summary>
    public async Task Stop(IReading reading, Failure failure, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        switch (failure.Class)
        {
            case FailureClass.RateLimited or FailureClass.QuotaExhausted:
                reading.Wait(failure.Words, now + (failure.RetryAfter ?? TimeSpan.FromMinutes(15)), counts: false);
                break;
            case FailureClass.TokenExpired when reading.Tries < MaxTries && await keys.Refresh(reading.Channel, connectors.For(reading.Channel.Network), cancel) is null:
                reading.Wait(failure.Words, now, counts: true);
                break;
            case FailureClass.Transient or FailureClass.UnknownOutcome when reading.Tries < MaxTries:
                reading.Wait(failure.Words, now + (TimeSpan.FromMinutes(1) * Math.Pow(4, reading.Tries)), counts: true);
                break;
            case FailureClass.TokenExpired or FailureClass.ReauthRequired:
                reading.Channel.Break(failure.Words, now);
                reading.Fail(failure.Words, now);
                break;
            default:
                reading.Fail(failure.Words, now);
                break;
        }
    }

    /// <summary>A delivery that somebody changes at this moment learns what was read the next time.</summary>
    public async Task Save(CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException conflict) when (conflict.Entries.All(e => e.Entity is Delivery))
        {
            foreach (var entry in conflict.Entries)
                entry.State = EntityState.Detached;
            await db.SaveChangesAsync(cancel);
        }
    }
}
