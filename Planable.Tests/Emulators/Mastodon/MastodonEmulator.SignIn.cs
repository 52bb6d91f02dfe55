using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Planable.Tests.Emulators.Mastodon;

/// <summary>Apps, consent and tokens.</summary>
public sealed partial class MastodonEmulator
{
    private void MapSignIn()
    {
        app.MapPost("/api/v1/apps", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            if (form["client_name"].Count == 0 || form["redirect_uris"].Count == 0) return Error(422, "Validation failed: Application name can't be blank");

            var registered = new RegisteredApp(Secret(), Secret(), form["redirect_uris"].ToString(), form["scopes"].ToString());
            lock (door) apps[registered.ClientId] = registered;
            return Json(new
            {
                id = "1",
                name = form["client_name"].ToString(),
                client_id = registered.ClientId,
                client_secret = registered.ClientSecret,
                redirect_uri = registered.RedirectUri,
            });
        });

        app.MapGet("/oauth/authorize", (HttpContext http) => Known(http.Request.Query) is { } known
            ? Page("Authorization required", $"""
                <p>An application would like permission to access your account <strong>@{Html(Username)}</strong>:</p>
                <ul>{string.Concat(known.Scopes.Split(' ').Select(s => $"<li>{Html(s)}</li>"))}</ul>
                <form method="post" action="{Html(http.Request.GetEncodedPathAndQuery())}">
                <button id="authorize" name="decision" value="allow">Authorize</button>
                <button id="deny" name="decision" value="deny">Deny</button>
                </form>
                """)
            : Page("The redirect uri included is not valid.", "<p>invalid_client</p>", 400));

        app.MapPost("/oauth/authorize", async (HttpContext http) =>
        {
            var query = http.Request.Query;
            if (Known(query) is not { } known) return Page("The redirect uri included is not valid.", "<p>invalid_client</p>", 400);

            var back = new Dictionary<string, string?>(StringComparer.Ordinal) { ["state"] = query["state"] };
            if ((await http.Request.ReadFormAsync())["decision"] == "deny")
            {
                back["error"] = "access_denied";
                back["error_description"] = "The resource owner or authorization server denied the request.";
            }
            else
            {
                var code = Secret();
                lock (door) codes[code] = new Grant(known, GrantOnly ?? query["scope"].ToString(), query["code_challenge"].ToString());
                back["code"] = code;
            }

            return Results.Redirect(Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(known.RedirectUri, back));
        });

        app.MapPost("/oauth/token", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            lock (door)
            {
                if (!apps.TryGetValue(form["client_id"].ToString(), out var registered) || registered.ClientSecret != form["client_secret"])
                    return Error(401, "invalid_client");
                if (form["grant_type"] != "authorization_code" || !codes.Remove(form["code"].ToString(), out var grant) || grant.App != registered
                    || grant.App.RedirectUri != form["redirect_uri"] || !grant.IsProvenBy(form["code_verifier"].ToString()))
                    return Error(400, "invalid_grant");

                var token = Secret();
                tokens[token] = grant.Scopes;
                return Json(new { access_token = token, token_type = "Bearer", scope = grant.Scopes, created_at = clock.GetUtcNow().ToUnixTimeSeconds() });
            }
        });

        app.MapPost("/oauth/revoke", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            lock (door)
            {
                if (!apps.TryGetValue(form["client_id"].ToString(), out var registered) || registered.ClientSecret != form["client_secret"]) return Error(403, "unauthorized_client");
                if (tokens.Remove(form["token"].ToString())) Revocations++;
                return Json(new { });
            }
        });
    }

    private RegisteredApp? Known(IQueryCollection query)
    {
        lock (door)
            return apps.TryGetValue(query["client_id"].ToString(), out var known)
                && known.RedirectUri == query["redirect_uri"] && query["response_type"] == "code"
                ? known : null;
    }

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private sealed record RegisteredApp(string ClientId, string ClientSecret, string RedirectUri, string Scopes);

    private sealed record Grant(RegisteredApp App, string Scopes, string Challenge)
    {
        public bool IsProvenBy(string verifier) =>
            Challenge.Length == 0 || Challenge == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
    }
}
