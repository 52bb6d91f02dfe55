using System.Net.Http.Headers;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Google;

/// <summary>Google's sign-in, the same for all that belongs to it: access for an hour, renewal until somebody takes it back.</summary>
public sealed class GoogleAccess(OAuthCodes codes, NetworkApps apps, NetworkAddresses addresses, HttpCalls calls)
{
    public async Task<OAuthStart> Begin(string network, IEnumerable<string> scopes, Uri returnTo, string state, CancellationToken cancel) =>
        OAuthCodes.Begin(Dialect(network, scopes), await apps.Get(network, cancel), returnTo, state);

    /// <exception cref="ConnectorFailure">ReauthRequired: not everything was allowed.</exception>
    public async Task<ChannelSecrets> Complete(string network, IReadOnlyCollection<string> scopes, OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var token = await codes.Complete(Dialect(network, scopes), await apps.Get(network, cancel), start, returnTo, code, cancel);
        OAuthCodes.MustGrantAll(token, scopes);
        return codes.Read(token);
    }

    /// <summary>Renewals mostly bring no new refresh token: the old one stays good.</summary>
    public async Task<ChannelSecrets> Refresh(string network, ChannelAccount account, CancellationToken cancel) =>
        codes.Read(await codes.Refresh(Dialect(network, []), await apps.Get(network, cancel), account.Secrets, cancel), account.Secrets);

    /// <summary>Takes back all this person ever allowed the app, on every channel connected by the same sign-in.</summary>
    public async Task Revoke(string network, ChannelAccount account, CancellationToken cancel)
    {
        var token = account.Secrets.Find("refresh_token") ?? account.Secrets["access_token"];
        var request = new HttpRequestMessage(HttpMethod.Post, addresses.Of(network, "https://oauth2.googleapis.com/revoke"))
        {
            Content = new FormUrlEncodedContent([new("token", token)]),
        };
        try
        {
            await calls.Ask(request, (status, body) => body.Text("error") == "invalid_token" ? new Failure(FailureClass.ReauthRequired, "invalid_token", "Google no longer knows this permission.") : null, cancel);
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code == "invalid_token")
        {
            // Taken back already.
        }
    }

    public static HttpRequestMessage Request(HttpMethod method, Uri address, ChannelSecrets secrets, HttpContent? content = null) =>
        new(method, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", secrets["access_token"]) }, Content = content };

    OAuthDialect Dialect(string network, IEnumerable<string> scopes) =>
        new(addresses.Authorize(network, "https://accounts.google.com/o/oauth2/v2/auth"), addresses.Token(network, "https://oauth2.googleapis.com/token"), string.Join(' ', scopes))
        {
            HasPkce = true,
            // Without both there is no refresh token from the second connection on.
            Extras = new Dictionary<string, string>(StringComparer.Ordinal) { ["access_type"] = "offline", ["prompt"] = "consent" },
        };
}
