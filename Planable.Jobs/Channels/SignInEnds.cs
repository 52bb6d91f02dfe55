using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Data.Secrets;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Channels;

/// <summary>Takes sign-ins back at the network, and knows which channels end with one.</summary>
public sealed class SignInEnds(PlanableDb db, Vault vault, ConnectorShelf connectors, ChannelKeys keys)
{
    /// <summary>Can this network be told to forget a permission?</summary>
    public bool CanRevoke(string network) => connectors.For(network) is IRevoke;

    /// <summary>Does the network forget the whole sign-in, channels of other clients included?</summary>
    public bool EndsWholeSignIn(string network) => connectors.For(network) is IRevoke { EndsWholeSignIn: true };

    /// <summary>Other channels of this client that live on the same permission.</summary>
    public async Task<IReadOnlyList<Channel>> EndingWith(Channel channel, CancellationToken cancel)
    {
        if (channel.Secrets.Length == 0 || !CanRevoke(channel.Network))
            return [];
        var networks = NetworkAppKeys.For(channel.Network) is { } app ? NetworkAppKeys.Networks(app).ToList() : [channel.Network];
        var others = await db.Channels.Where(c => c.Id != channel.Id && c.Secrets != "" && networks.Contains(c.Network)).OrderBy(c => c.Name).ToListAsync(cancel);
        var tokens = TokensOf(channel);
        return others.FindAll(o => TokensOf(o).Overlaps(tokens));
    }

    /// <returns>Null if the network has forgotten it; otherwise what was in the way.</returns>
    public Task<Failure?> Revoke(Channel channel, CancellationToken cancel) => Revoke(channel.Network, keys.Open(channel), cancel);

    /// <summary>For an account that does not become a channel.</summary>
    public Task<Failure?> Revoke(string network, ConnectedAccount account, CancellationToken cancel) =>
        Revoke(network, new ChannelAccount(Guid.Empty, account.RemoteId, account.Handle, account.Server, account.Secrets, account.Limits), cancel);

    async Task<Failure?> Revoke(string network, ChannelAccount account, CancellationToken cancel)
    {
        if (connectors.For(network) is not IRevoke revoking)
            return null;
        try
        {
            await revoking.Revoke(account, cancel);
            return null;
        }
        catch (ConnectorFailure failure)
        {
            return failure.Failure;
        }
    }

    HashSet<string> TokensOf(Channel channel) =>
        [.. vault.Open<ChannelSecrets>(channel.Secrets).Values.Where(v => v.Key.EndsWith("token", StringComparison.Ordinal)).Select(v => v.Value)];
}
