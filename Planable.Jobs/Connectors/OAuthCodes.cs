using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors;

/// <summary>How one network speaks OAuth 2 (RFC 6749, RFC 7636), where it differs from others.</summary>
/// <param name="Scope">As the network wants it written: separated by blanks or commas.</param>
public sealed record OAuthDialect(Uri Authorize, Uri Token, string Scope)
{
    /// <summary>TikTok calls it client_key.</summary>
    public string ClientIdName { get; init; } = "client_id";

    /// <summary>Client id and secret go in the Authorization header of the token call instead of its form.</summary>
    public bool IsBasic { get; init; }

    /// <summary>The network checks a code verifier.</summary>
    public bool HasPkce { get; init; }

    /// <summary>What else stands in the address of the consent page, e.g. access_type=offline.</summary>
    public IReadOnlyDictionary<string, string> Extras { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>The authorization code grant: the consent address, the trade of the code, and the renewal.</summary>
public sealed class OAuthCodes(HttpCalls calls, TimeProvider clock)
{
    const string Verifier = "code_verifier";

    public static OAuthStart Begin(OAuthDialect dialect, AppCredentials app, Uri returnTo, string state)
    {
        var keep = new Dictionary<string, string>(StringComparer.Ordinal);
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            [dialect.ClientIdName] = app.ClientId,
            ["redirect_uri"] = returnTo.AbsoluteUri,
            ["scope"] = dialect.Scope,
            ["state"] = state,
        };
        foreach (var (name, value) in dialect.Extras)
            query[name] = value;
        if (dialect.HasPkce)
        {
            keep[Verifier] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            query["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(keep[Verifier])));
            query["code_challenge_method"] = "S256";
        }

        return new OAuthStart(new Uri(QueryHelpers.AddQueryString(dialect.Authorize.AbsoluteUri, query)), keep);
    }

    /// <summary>Trades the code the browser brought back.</summary>
    /// <exception cref="ConnectorFailure">Permanent, code-refused: expired, used already, or not meant for us.</exception>
    public Task<HttpAnswer> Complete(OAuthDialect dialect, AppCredentials app, OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = returnTo.AbsoluteUri };
        if (start.Keep.TryGetValue(Verifier, out var verifier))
            form[Verifier] = verifier;
        return calls.Ask(Request(dialect, app, form), (status, _) => IsRefusal(status)
            ? new Failure(FailureClass.Permanent, "code-refused", $"The permission {dialect.Token.Host} gave has expired or was used already. Connect again.")
            : null, cancel);
    }

    /// <exception cref="ConnectorFailure">ReauthRequired: the network no longer takes the refresh token.</exception>
    public Task<HttpAnswer> Refresh(OAuthDialect dialect, AppCredentials app, ChannelSecrets secrets, CancellationToken cancel)
    {
        if (secrets.Find("refresh_token") is not { } refresh)
            throw Over(dialect.Token.Host, "no-refresh");
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh };
        return calls.Ask(Request(dialect, app, form), (status, _) => IsRefusal(status) ? Over(dialect.Token.Host, "refresh-refused").Failure : null, cancel);
    }

    /// <summary>The secrets of a token answer. Where no new refresh token comes, the old one stays good.</summary>
    public ChannelSecrets Read(HttpAnswer token, ChannelSecrets? before = null)
    {
        var values = new Dictionary<string, string>(before?.Values ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal) { ["access_token"] = token.Required("access_token") };
        if (token.Optional("refresh_token") is { } refresh)
            values["refresh_token"] = refresh;
        return new ChannelSecrets(
            values, double.TryParse(token.Optional("expires_in"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? clock.GetUtcNow().AddSeconds(seconds) : null);
    }

    /// <summary>A network that tells the granted scopes must have granted all that were asked for; one that does not tell has (RFC 6749, 5.1).</summary>
    /// <exception cref="ConnectorFailure">ReauthRequired, scope-missing.</exception>
    public static void MustGrantAll(HttpAnswer token, IEnumerable<string> asked)
    {
        if (token.Optional("scope") is not { } granted)
            return;
        if (asked.Except(granted.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal).FirstOrDefault() is { } missing)
            throw MissingScope(token.Host, missing);
    }

    public static ConnectorFailure MissingScope(string host, string scope) =>
        new(FailureClass.ReauthRequired, "scope-missing", $"{host} did not give the permission {scope}. Connect again and allow everything that is asked for.");

    static HttpRequestMessage Request(OAuthDialect dialect, AppCredentials app, Dictionary<string, string> form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, dialect.Token);
        if (dialect.IsBasic)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{app.ClientId}:{app.ClientSecret}")));
        }
        else
        {
            form[dialect.ClientIdName] = app.ClientId;
            form["client_secret"] = app.ClientSecret;
        }

        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    static bool IsRefusal(HttpStatusCode status) => status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    static ConnectorFailure Over(string host, string code) => new(FailureClass.ReauthRequired, code, $"{host} no longer accepts this connection. Connect the channel again.");
}
