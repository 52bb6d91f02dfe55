using Planable.Data.Publishing;
using Planable.Jobs.Connectors.Meta;

namespace Planable.Jobs.Connectors.Instagram;

/// <summary>Instagram accounts that are linked to a Facebook page, reached with the page's token.</summary>
public sealed class InstagramConnector(HttpCalls calls, NetworkAddresses addresses, TimeProvider clock)
    : InstagramPublishing(new Graph(calls, addresses, "instagram", "Instagram", Meta.Graph.Facebook), clock), IFindPlaces
{
    private protected override bool TakesVideosByBytes => true;

    public Task<IReadOnlyList<FoundPlace>> Places(ChannelAccount account, string words, CancellationToken cancel) => PlacePages.Find(Graph, words, Token(account), cancel);

    public override Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel) => Graph.Remove(remoteId, Token(account), cancel);

    /// <summary>A page's token has no end and no renewal: one that no longer works was taken back.</summary>
    public override Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) =>
        throw new ConnectorFailure(FailureClass.ReauthRequired, "no-refresh", "Instagram no longer accepts this connection. Connect the account again.");
}
