using System.Text.Json;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors.Meta;

namespace Planable.Jobs.Connectors.Instagram;

/// <summary>Instagram accounts that are linked to a Facebook page, reached with the page's token.</summary>
public sealed class InstagramConnector(HttpCalls calls, NetworkAddresses addresses, TimeProvider clock)
    : InstagramPublishing(new Graph(calls, addresses, "instagram", "Instagram", Meta.Graph.Facebook), clock), IFindPlaces, IReadProfiles
{
    private protected override bool TakesVideosByBytes => true;

    public Task<IReadOnlyList<FoundPlace>> Places(ChannelAccount account, string words, CancellationToken cancel) => PlacePages.Find(Graph, words, Token(account), cancel);

    /// <summary>Business and creator accounts only; of others Instagram tells nothing.</summary>
    public async Task<PublicProfile> Profile(ChannelAccount account, string handle, CancellationToken cancel)
    {
        if (!handle.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_'))
            throw new ConnectorFailure(FailureClass.Permanent, "no-profile", "Names on Instagram have letters, digits, dots and underscores only.");
        var answer = await Graph.Read(account.RemoteId, Token(account), cancel, ("fields", $"business_discovery.username({handle}){{username,name,followers_count,media_count}}"));
        var found = Meta.Graph.Inside(answer.Json, "business_discovery");
        if (found.ValueKind != JsonValueKind.Object)
            throw new ConnectorFailure(FailureClass.Permanent, "no-profile", "Instagram shows nothing of this account.");
        return new PublicProfile(found.Text("name") is { Length: > 0 } name ? name : handle, $"https://www.instagram.com/{handle}/", Count("followers_count"), Count("media_count"));

        long? Count(string field) => Meta.Graph.Inside(found, field) is { ValueKind: JsonValueKind.Number } count ? count.GetInt64() : null;
    }

    public override Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel) => Graph.Remove(remoteId, Token(account), cancel);

    /// <summary>A page's token has no end and no renewal: one that no longer works was taken back.</summary>
    public override Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) =>
        throw new ConnectorFailure(FailureClass.ReauthRequired, "no-refresh", "Instagram no longer accepts this connection. Connect the account again.");
}
