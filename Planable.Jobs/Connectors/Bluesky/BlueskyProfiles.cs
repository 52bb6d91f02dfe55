using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Bluesky;

/// <summary>Name and picture of an account.</summary>
public sealed class BlueskyProfiles(Xrpc xrpc)
{
    public async Task<AccountProfile> Of(Uri server, string did, string handle, string token, CancellationToken cancel)
    {
        try
        {
            var seen = await xrpc.Query(server, "app.bsky.actor.getProfile", token, cancel, ("actor", did));
            return new AccountProfile(Name(seen.Json, handle), handle, seen.Optional("avatar"));
        }
        catch (ConnectorFailure unseen) when (unseen.Failure.Class == FailureClass.Permanent)
        {
            // A server on its own has no reader's view of its accounts, but it keeps what they wrote about themselves.
            return await Written(server, did, handle, token, cancel);
        }
    }

    private async Task<AccountProfile> Written(Uri server, string did, string handle, string token, CancellationToken cancel)
    {
        try
        {
            var record = await xrpc.Query(server, "com.atproto.repo.getRecord", token, cancel,
                ("repo", did), ("collection", "app.bsky.actor.profile"), ("rkey", "self"));
            var profile = Xrpc.ObjectIn(record, "value");
            return new AccountProfile(Name(profile, handle), handle, Avatar(server, did, profile));
        }
        catch (ConnectorFailure none) when (none.Failure.Code == BlueskyConnector.NoSuchRecord)
        {
            return new AccountProfile(handle, handle, AvatarUrl: null);
        }
    }

    private static string Name(JsonElement profile, string handle) =>
        profile.ValueKind == JsonValueKind.Object && profile.TryGetProperty("displayName", out var name) && name.GetString()?.Trim() is { Length: > 0 } words
            ? words
            : handle;

    private static string? Avatar(Uri server, string did, JsonElement profile) =>
        profile.TryGetProperty("avatar", out var blob) && blob.TryGetProperty("ref", out var reference) && reference.TryGetProperty("$link", out var cid)
            ? Xrpc.Address(server, "com.atproto.sync.getBlob", ("did", did), ("cid", cid.GetString()!)).AbsoluteUri
            : null;
}
