using System.Net;

namespace Planable.Jobs.Connectors.Bluesky;

/// <summary>Where readers find a post.</summary>
public sealed class PostAddresses(BlueskySettings settings)
{
    // What servers say when a handle's domain no longer points to its account.
    private const string LostHandle = "handle.invalid";

    private static readonly Uri App = new("https://bsky.app");

    // Names that exist only in test beds and inside houses; the public network never sees servers of that kind.
    private static readonly string[] PrivateEndings = [".localhost", ".test", ".local", ".internal", ".lan", ".home.arpa", ".example", ".invalid"];

    public string Of(ChannelAccount account, string recordKey)
    {
        var server = Xrpc.ServerOf(account);
        if ((settings.PublicUrl ?? (IsPublic(server) ? App : null)) is { } site)
            return new Uri(site, $"/profile/{(account.Handle == LostHandle ? account.RemoteId : account.Handle)}/post/{recordKey}").AbsoluteUri;

        // A server outside the public network has no reader's site: its own record is what really opens.
        return Xrpc.Address(server, "com.atproto.repo.getRecord",
            ("repo", account.RemoteId), ("collection", BlueskyConnector.Collection), ("rkey", recordKey)).AbsoluteUri;
    }

    private static bool IsPublic(Uri server) =>
        !IPAddress.TryParse(server.IdnHost.Trim('[', ']'), out _) && server.IdnHost.Contains('.', StringComparison.Ordinal) &&
        !PrivateEndings.Any(e => server.IdnHost.EndsWith(e, StringComparison.OrdinalIgnoreCase));
}
