using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace Planable.Tests.Emulators;

/// <summary>The OAuth 2 sign-in of an emulated network: one app, a consent page, codes that work once, tokens that expire, are renewed and revoked.</summary>
public sealed class OAuthDesk(NetworkSite site)
{
    public const string ClientId = "planable-client";
    public const string ClientSecret = "planable-secret";

    readonly Dictionary<string, Grant> codes = new(StringComparer.Ordinal);
    readonly Dictionary<string, Token> tokens = new(StringComparer.Ordinal);
    readonly Dictionary<string, (string Scope, string Who)> refreshTokens = new(StringComparer.Ordinal);

    /// <summary>When set, the consent page grants only these scopes.</summary>
    public string? GrantOnly { get; set; }

    public TimeSpan TokenLife { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Whether a token answer carries a refresh token.</summary>
    public bool GivesRefreshTokens { get; set; } = true;

    /// <summary>A refresh token is good for one use, and the answer brings the next.</summary>
    public bool RotatesRefreshTokens { get; set; } = true;

    /// <summary>How often tokens were renewed.</summary>
    public int Renewals { get; private set; }

    /// <summary>Maps the consent page and the token call.</summary>
    /// <param name="authorize">Path of the consent page.</param>
    /// <param name="token">Path of the token call; null leaves it to the network, which then uses <see cref="Trade"/>.</param>
    /// <param name="clientIdName">What the network calls the client id.</param>
    /// <param name="isBasic">The app signs in in the Authorization header.</param>
    /// <param name="needsPkce">Consent without a code challenge is refused.</param>
    /// <param name="extra">More fields of the token answer.</param>
    public void Map(string authorize, string? token, string clientIdName = "client_id", bool isBasic = false, bool needsPkce = false, Func<object>? extra = null)
    {
        site.App.MapGet(authorize, (HttpContext http) => IsKnown(http.Request.Query, clientIdName, needsPkce)
            ? NetworkSite.Page("Allow access?", $"""
                <p>An application would like to use the account <strong>{NetworkSite.Html(site.WhoIsSignedIn)}</strong>:</p>
                <p>{NetworkSite.Html(http.Request.Query["scope"].ToString())}</p>
                <form method="post" action="{NetworkSite.Html(http.Request.GetEncodedPathAndQuery())}">
                <button id="authorize" name="decision" value="allow">Allow</button>
                <button id="deny" name="decision" value="deny">Deny</button>
                </form>
                """)
            : NetworkSite.Page("This application is not known", "<p>invalid_request</p>", 400));
        site.App.MapPost(authorize, async (HttpContext http) =>
        {
            var query = http.Request.Query;
            if (!IsKnown(query, clientIdName, needsPkce))
                return NetworkSite.Page("This application is not known", "<p>invalid_request</p>", 400);
            var back = new Dictionary<string, string?>(StringComparer.Ordinal) { ["state"] = query["state"] };
            if ((await http.Request.ReadFormAsync())["decision"] == "deny")
                back["error"] = "access_denied";
            else
                back["code"] = Grants(GrantOnly ?? query["scope"].ToString(), query["redirect_uri"].ToString(), query["code_challenge"].ToString());
            return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"].ToString(), back));
        });
        if (token is not null)
            // The type is named, or the lambda is taken for one whose answer does not matter.
            site.App.MapPost(token, async Task<IResult> (HttpContext http) => Trade(http, await http.Request.ReadFormAsync(), clientIdName, isBasic, extra));
    }

    /// <summary>Answers the token call as RFC 6749 has it.</summary>
    public IResult Trade(HttpContext http, IFormCollection form, string clientIdName = "client_id", bool isBasic = false, Func<object>? extra = null)
    {
        var isKnown = isBasic
            ? http.Request.Headers.Authorization == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{ClientSecret}"))}"
            : form[clientIdName] == ClientId && form["client_secret"] == ClientSecret;
        if (!isKnown)
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        lock (site.Door)
        {
            if (form["grant_type"] == "refresh_token")
            {
                var refresh = form["refresh_token"].ToString();
                if (!refreshTokens.TryGetValue(refresh, out var given))
                    return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
                if (RotatesRefreshTokens)
                    refreshTokens.Remove(refresh);
                Renewals++;
                return Answer(given.Scope, given.Who, RotatesRefreshTokens, extra);
            }

            return form["grant_type"] == "authorization_code" && codes.Remove(form["code"].ToString(), out var grant)
                && grant.RedirectUri == form["redirect_uri"] && grant.IsProvenBy(form["code_verifier"].ToString())
                ? Answer(grant.Scope, grant.Who, GivesRefreshTokens, extra)
                : Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        }
    }

    /// <summary>Makes a code as if somebody had pressed "allow".</summary>
    public string Grants(string scope, string redirectUri, string challenge = "")
    {
        var code = NewSecret();
        lock (site.Door) codes[code] = new Grant(scope, redirectUri, challenge, site.WhoIsSignedIn);
        return code;
    }

    /// <summary>A token without any ceremony, for networks that trade codes in their own way.</summary>
    public string Give(string scope, TimeSpan? life = null)
    {
        var token = NewSecret();
        lock (site.Door) tokens[token] = new Token(scope, site.Clock.GetUtcNow() + (life ?? TokenLife), site.WhoIsSignedIn);
        return token;
    }

    /// <returns>Who signed the code's consent asked for these scopes; null if the code is unknown, used, or was given for another address.</returns>
    public string? Redeem(string code, string redirectUri)
    {
        lock (site.Door) return codes.Remove(code, out var grant) && grant.RedirectUri == redirectUri ? grant.Scope : null;
    }

    /// <summary>Judges the bearer token of a call, from the header or from <paramref name="given"/>.</summary>
    public TokenState Judge(HttpContext http, string? scope = null, string? given = null)
    {
        var token = given ?? BearerOf(http);
        lock (site.Door)
        {
            if (!tokens.TryGetValue(token, out var found))
                return token.Length == 0 ? TokenState.Missing : TokenState.Revoked;
            if (found.Until <= site.Clock.GetUtcNow())
                return TokenState.Expired;
            return scope is null || found.Scope.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Contains(scope, StringComparer.Ordinal) ? TokenState.Good : TokenState.WithoutScope;
        }
    }

    /// <summary>Who had signed in when the token of this call was given.</summary>
    public string WhoseCall(HttpContext http)
    {
        lock (site.Door) return tokens.GetValueOrDefault(BearerOf(http))?.Who ?? site.WhoIsSignedIn;
    }

    /// <summary>Every access token is expired from now on; refresh tokens still work.</summary>
    public void Expire()
    {
        lock (site.Door)
        {
            foreach (var token in tokens.Keys.ToList())
                tokens[token] = tokens[token] with { Until = site.Clock.GetUtcNow() - TimeSpan.FromSeconds(1) };
        }
    }

    /// <summary>Every token given so far is worthless, refresh tokens too.</summary>
    public void Revoke()
    {
        lock (site.Door)
        {
            tokens.Clear();
            refreshTokens.Clear();
        }
    }

    static string BearerOf(HttpContext http) =>
        http.Request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..] : "";

    static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    static bool IsKnown(IQueryCollection query, string clientIdName, bool needsPkce) =>
        query[clientIdName] == ClientId && query["response_type"] == "code" && query["redirect_uri"].Count == 1
        && (!needsPkce || (query["code_challenge"].ToString().Length > 0 && query["code_challenge_method"] == "S256"));

    IResult Answer(string scope, string who, bool withRefresh, Func<object>? extra)
    {
        var token = NewSecret();
        tokens[token] = new Token(scope, site.Clock.GetUtcNow() + TokenLife, who);
        var answer = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["access_token"] = token,
            ["token_type"] = "bearer",
            ["expires_in"] = (long)TokenLife.TotalSeconds,
            ["scope"] = scope,
        };
        if (withRefresh)
        {
            var refresh = NewSecret();
            refreshTokens[refresh] = (scope, who);
            answer["refresh_token"] = refresh;
        }

        foreach (var property in extra?.Invoke() is { } more ? more.GetType().GetProperties() : [])
            answer[property.Name] = property.GetValue(extra!.Invoke())!;
        return Results.Json(answer);
    }

    sealed record Grant(string Scope, string RedirectUri, string Challenge, string Who)
    {
        public bool IsProvenBy(string verifier) =>
            Challenge.Length == 0 || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == Challenge;
    }

    sealed record Token(string Scope, DateTimeOffset Until, string Who);
}

public enum TokenState
{
    Good,
    Missing,
    Expired,
    Revoked,
    WithoutScope,
}
