using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Channels;

/// <summary>Asks each network whether its channels can still be used, so that a dead sign-in is noticed before a post needs it.</summary>
public sealed class ChannelChecks(PlanableDb db, ConnectorShelf connectors, ChannelKeys keys, TimeProvider clock)
{
    static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    public async Task CheckDue(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Every;
        var due = await db.Channels.Where(c => c.State == ChannelState.Connected && (c.CheckedAt == null || c.CheckedAt < before)).Take(100).ToListAsync(cancel);
        foreach (var channel in due)
        {
            await Check(channel, cancel);
            await db.SaveChangesAsync(cancel);
        }
    }

    async Task Check(Channel channel, CancellationToken cancel)
    {
        var connector = connectors.For(channel.Network);
        try
        {
            var profile = await connector.Check(keys.Open(channel), cancel);
            channel.Checked(profile.Name, profile.Handle, profile.AvatarUrl, clock.GetUtcNow());
        }
        catch (ConnectorFailure failure) when (failure.Failure.Class == FailureClass.TokenExpired)
        {
            if (await keys.Refresh(channel, connector, cancel) is { } why)
                channel.Break(why, clock.GetUtcNow());
            else
                channel.Checked(channel.Name, channel.Handle, channel.AvatarUrl, clock.GetUtcNow());
        }
        catch (ConnectorFailure failure) when (failure.Failure.Class == FailureClass.ReauthRequired)
        {
            channel.Break(failure.Failure.Words, clock.GetUtcNow());
        }
        catch (ConnectorFailure)
        {
            // The network is away or busy: that says nothing about the sign-in. The next round asks again.
        }
    }
}
