using Planable.Data.Channels;

namespace Planable.Jobs.Connectors;

/// <summary>
/// How a channel remembers its account. Servers of one network number their accounts each for itself, so "1" at one server is somebody else than
/// "1" at another: with such ids the host goes along. Decentralised ids ("did:...") are the same everywhere and stay as they are.
/// </summary>
static class RemoteIds
{
    public static string Lasting(ConnectedAccount account) =>
        account.Server is { } server && account.RemoteId.All(char.IsAsciiLetterOrDigit) ? $"{account.RemoteId}@{new Uri(server).Authority}" : account.RemoteId;

    /// <summary>The id as the network itself says it.</summary>
    public static string AtNetwork(Channel channel) => channel.RemoteId.Split('@')[0];
}
