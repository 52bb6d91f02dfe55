using Planable.Data.Publishing;
using Planable.Jobs.Connectors.Meta;

namespace Planable.Jobs.Connectors.Instagram;

/// <summary>Instagram accounts connected with Instagram's own sign-in, without a Facebook page.</summary>
public sealed class InstagramStandaloneConnector(HttpCalls calls, NetworkAddresses addresses, TimeProvider clock)
    : InstagramPublishing(new Graph(calls, addresses, "instagram-standalone", "Instagram", Meta.Graph.Instagram), clock)
{
    readonly LongTokens tokens = new(new Graph(calls, addresses, "instagram-standalone", "Instagram", Meta.Graph.Instagram), clock, "https://graph.instagram.com/", "ig");

    public override bool CanDelete => false;

    public override Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel) =>
        throw new ConnectorFailure(FailureClass.Permanent, "no-delete", "Instagram lets other programs delete posts only of accounts that are connected through a Facebook page. Delete it in Instagram.");

    public override Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) => tokens.Renew(account.Secrets, cancel);
}
