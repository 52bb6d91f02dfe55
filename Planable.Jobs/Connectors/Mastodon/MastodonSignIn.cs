using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Planable.Data.Publishing;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.Mastodon;

/// <summary>Connecting an account of any Mastodon server: registers an app there, sends the browser there, and trades the code it brings back.</summary>
public sealed class MastodonSignIn(HttpCalls calls, OutboundGuard guard) : IConnectByOAuth
{
    private const string Scopes = "read:accounts read:statuses write:statuses write:media";

    public async Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel)
    {
        var origin = MastodonServer.Read(server, guard);
        var app = await calls.Ask(
            Form(origin, "api/v1/apps", new() { ["client_name"] = "Planable", ["redirect_uris"] = returnTo.AbsoluteUri, ["scopes"] = Scopes }),
            (status, body) => IsMastodon(body) ? MastodonRefusals.Explain(origin.Host, status, body) : NoMastodon(origin.Host, status),
            cancel);

        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var address = QueryHelpers.AddQueryString(new Uri(origin, "oauth/authorize").AbsoluteUri, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = app.Required("client_id"),
            ["redirect_uri"] = returnTo.AbsoluteUri,
            ["scope"] = Scopes,
            ["state"] = state,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        });
        return new OAuthStart(new Uri(address), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["server"] = origin.AbsoluteUri.TrimEnd('/'),
            ["client_id"] = app.Required("client_id"),
            ["client_secret"] = app.Required("client_secret"),
            ["code_verifier"] = verifier,
        });
    }

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var origin = new Uri(start.Keep["server"]);
        var token = await calls.Ask(
            Form(origin, "oauth/token", new()
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["client_id"] = start.Keep["client_id"],
                ["client_secret"] = start.Keep["client_secret"],
                ["redirect_uri"] = returnTo.AbsoluteUri,
                ["code_verifier"] = start.Keep["code_verifier"],
                ["scope"] = Scopes,
            }),
            (status, _) => status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized
                ? new Failure(FailureClass.Permanent, "code-refused", $"The permission {origin.Host} gave has expired or was used already. Connect again.")
                : null,
            cancel);
        OAuthCodes.MustGrantAll(token, Scopes.Split(' '));

        var secrets = new ChannelSecrets(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["access_token"] = token.Required("access_token"),
            ["client_id"] = start.Keep["client_id"],
            ["client_secret"] = start.Keep["client_secret"],
        });
        var account = await calls.Ask(Get(origin, "api/v1/accounts/verify_credentials", secrets), Explain(origin), cancel);
        var instance = await Instance(origin, secrets, cancel);
        var domain = instance.Optional("domain") ?? instance.Optional("uri") ?? origin.Authority;
        return
        [
            new ConnectedAccount(
                account.Required("id"), MastodonConnector.DisplayName(account), $"{account.Required("username")}@{domain}", account.Optional("avatar"),
                start.Keep["server"], secrets, Limits(instance.Json)),
        ];
    }

    private async Task<HttpAnswer> Instance(Uri origin, ChannelSecrets secrets, CancellationToken cancel)
    {
        try
        {
            return await calls.Ask(Get(origin, "api/v2/instance", secrets), Explain(origin), cancel);
        }
        catch (ConnectorFailure older) when (older.Failure.Code == "http-404")
        {
            return await calls.Ask(Get(origin, "api/v1/instance", secrets), Explain(origin), cancel);
        }
    }

    private static Dictionary<string, int> Limits(JsonElement instance)
    {
        var limits = new Dictionary<string, int>(StringComparer.Ordinal);
        Take("text", "statuses", "max_characters");
        Take("url", "statuses", "characters_reserved_per_url");
        Take("images", "statuses", "max_media_attachments");
        Take("alt", "media_attachments", "description_limit");
        Take("imageBytes", "media_attachments", "image_size_limit");
        Take("imagePixels", "media_attachments", "image_matrix_limit");
        Take("videoBytes", "media_attachments", "video_size_limit");
        Take("videoPixels", "media_attachments", "video_matrix_limit");
        return limits;

        void Take(string key, string section, string name)
        {
            if (instance.ValueKind == JsonValueKind.Object
                && instance.TryGetProperty("configuration", out var configuration) && configuration.ValueKind == JsonValueKind.Object
                && configuration.TryGetProperty(section, out var values) && values.ValueKind == JsonValueKind.Object
                && values.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var limit) && limit > 0)
                limits[key] = (int)Math.Min(limit, int.MaxValue);
        }
    }

    private static bool IsMastodon(JsonElement body) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out _);

    private static Failure? NoMastodon(string host, HttpStatusCode status) =>
        (int)status < 500 && status != HttpStatusCode.TooManyRequests
            ? new Failure(FailureClass.Permanent, "not-mastodon", $"{host} does not seem to be a Mastodon server.")
            : null;

    private static ExplainRefusal Explain(Uri origin) => (status, body) => MastodonRefusals.Explain(origin.Host, status, body);

    private static HttpRequestMessage Form(Uri origin, string path, Dictionary<string, string> fields) =>
        new(HttpMethod.Post, new Uri(origin, path)) { Content = new FormUrlEncodedContent(fields) };

    private static HttpRequestMessage Get(Uri origin, string path, ChannelSecrets secrets) =>
        new(HttpMethod.Get, new Uri(origin, path)) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", secrets["access_token"]) } };
}
