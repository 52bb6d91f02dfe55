using Planable.Data.Publishing;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.Mastodon;

/// <summary>Reads the server out of whatever a person types for "where is your account".</summary>
internal static class MastodonServer
{
    /// <summary>Understands mastodon.social, @me@mastodon.social and https://mastodon.social/@me.</summary>
    /// <returns>The origin, with nothing after the host.</returns>
    /// <exception cref="ConnectorFailure">Permanent: no server can be made out, or it cannot be reached from here.</exception>
    public static Uri Read(string? typed, OutboundGuard guard)
    {
        var words = (typed ?? "").Trim();
        var isAddress = words.Contains("://", StringComparison.Ordinal);
        if (!isAddress) words = $"https://{words[(words.LastIndexOf('@') + 1)..]}";
        if (!Uri.TryCreate(words, UriKind.Absolute, out var address)
            || address.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic
            || !(isAddress || address.Host.Contains('.', StringComparison.Ordinal)))
            throw new ConnectorFailure(FailureClass.Permanent, "server-unreadable", "Type the name of your server, for example mastodon.social.");

        try
        {
            guard.MustAllow(address);
        }
        catch (OutboundRefused refused)
        {
            throw new ConnectorFailure(FailureClass.Permanent, "address-refused", refused.Message, inner: refused);
        }

        return new UriBuilder(address.Scheme, address.IdnHost, address.Port).Uri;
    }
}
