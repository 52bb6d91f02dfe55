using System.Globalization;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Bluesky;

/// <summary>Signs in with a handle or e-mail address and an app password. The password is not kept, only the session it opens.</summary>
public sealed class BlueskySignIn(Xrpc xrpc, BlueskyProfiles profiles, BlueskySettings settings) : IConnectByPassword
{
    public async Task<ConnectedAccount> SignIn(string server, string identifier, string password, CancellationToken cancel)
    {
        var address = AddressOf(server);
        var session = await Open(address, Plain(identifier).TrimStart('@'), Plain(password), cancel);
        var (did, handle, secrets) = (session.Required("did"), session.Required("handle"), Session.SecretsFrom(session));

        var profile = await profiles.Of(address, did, handle, secrets[Session.Access], cancel);
        var origin = address.GetLeftPart(UriPartial.Authority);
        return new ConnectedAccount(did, profile.Name, handle, profile.AvatarUrl, origin, secrets, new Dictionary<string, int>(StringComparer.Ordinal));
    }

    private async Task<HttpAnswer> Open(Uri server, string identifier, string password, CancellationToken cancel)
    {
        var input = new JsonObject { ["identifier"] = identifier, ["password"] = password };
        try
        {
            return await xrpc.Procedure(server, "com.atproto.server.createSession", token: null, input, cancel);
        }
        catch (ConnectorFailure refused) when (refused.Failure.Code is "AuthenticationRequired" or "http-401")
        {
            throw new ConnectorFailure(refused.Failure with { Words = $"{server.IdnHost} does not know this name with this app password." }, refused);
        }
    }

    private Uri AddressOf(string typed)
    {
        var server = Plain(typed);
        if (server.Length == 0) return settings.BaseUrl;
        if (!server.Contains("://", StringComparison.Ordinal)) server = "https://" + server;
        return Uri.TryCreate(server, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", Host.Length: > 0 }
            ? address
            : throw new ConnectorFailure(FailureClass.Permanent, "server-unclear", "That is not the address of a server.");
    }

    // Handles copied from Bluesky's own pages carry invisible marks of writing direction.
    private static string Plain(string typed) => string.Concat(typed.Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format)).Trim();
}
