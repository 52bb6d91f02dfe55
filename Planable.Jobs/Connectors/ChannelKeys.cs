using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Data.Secrets;

namespace Planable.Jobs.Connectors;

/// <summary>Opens a channel's secrets for a call, and renews them: one renewal per channel at a time, on whatever node.</summary>
public sealed class ChannelKeys(PlanableDb db, Vault vault, TimeProvider clock, ILogger<ChannelKeys> log)
{
    public ChannelAccount Open(Channel channel) =>
        new(channel.Id, RemoteIds.AtNetwork(channel), channel.Handle, channel.Server, vault.Open<ChannelSecrets>(channel.Secrets), channel.Limits);

    /// <summary>Renews the channel's secrets, unless somebody else did since <paramref name="channel"/> was read.</summary>
    /// <returns>Null when there are fresh secrets now; otherwise what was in the way, which need not be the sign-in.</returns>
    public async Task<Failure?> Refresh(Channel channel, IConnector connector, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // The row lock: refresh tokens are often good for one use, and a second worker must wait and then find new secrets.
        await db.Channels.Where(c => c.Id == channel.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Secrets, x => x.Secrets), cancel);
        var now = await db.Channels.AsNoTracking().Where(c => c.Id == channel.Id).Select(c => c.Secrets).SingleAsync(cancel);
        if (now != channel.Secrets)
        {
            await db.Entry(channel).ReloadAsync(cancel);
            return null;
        }

        try
        {
            var fresh = await connector.Refresh(Open(channel), cancel);
            channel.Renew(vault.Lock(fresh), fresh.RenewAt(clock.GetUtcNow()), fresh.ExpiresAt);
        }
        catch (ConnectorFailure failure)
        {
            log.LogWarning("The sign-in of channel {Channel} could not be renewed: {Code}.", channel.Id, failure.Failure.Code);
            return failure.Failure;
        }

        await db.Channels.Where(c => c.Id == channel.Id).ExecuteUpdateAsync(
            c => c.SetProperty(x => x.Secrets, channel.Secrets).SetProperty(x => x.RenewAt, channel.RenewAt).SetProperty(x => x.SignInEndsAt, channel.SignInEndsAt).SetProperty(x => x.RenewTroubleSince, channel.RenewTroubleSince), cancel);
        await transaction.CommitAsync(cancel);
        MarkSaved(db.Entry(channel).Property(c => c.Secrets));
        MarkSaved(db.Entry(channel).Property(c => c.RenewAt));
        MarkSaved(db.Entry(channel).Property(c => c.SignInEndsAt));
        MarkSaved(db.Entry(channel).Property(c => c.RenewTroubleSince));
        return null;
    }

    static void MarkSaved<T>(Microsoft.EntityFrameworkCore.ChangeTracking.PropertyEntry<Channel, T> property)
    {
        property.OriginalValue = property.CurrentValue;
        property.IsModified = false;
    }
}
