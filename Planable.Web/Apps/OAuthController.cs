using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Apps;
using Planable.Data.Logs;
using Planable.Data.Tokens;

namespace Planable.Web.Apps;

/// <summary>What programs ask here by themselves: tokens for codes, new ones for old ones, and the end of both. RFC 6749, 7636, 7009 and 8414.</summary>
[IgnoreAntiforgeryToken, EnableRateLimiting("oauth")]
public class OAuthController(PlanableDb db, Consents consents, Issuer issuer, TimeProvider clock) : Controller
{
    static readonly string[] Authentications = ["client_secret_basic", "client_secret_post", "none"];

    [HttpGet("/.well-known/oauth-authorization-server")]
    public IActionResult Show() => Json(new
    {
        issuer = issuer.Address,
        authorization_endpoint = $"{issuer.Address}/oauth/authorize",
        token_endpoint = $"{issuer.Address}/oauth/token",
        revocation_endpoint = $"{issuer.Address}/oauth/revoke",
        response_types_supported = new[] { "code" },
        response_modes_supported = new[] { "query" },
        grant_types_supported = new[] { "authorization_code", "refresh_token" },
        code_challenge_methods_supported = new[] { "S256" },
        token_endpoint_auth_methods_supported = Authentications,
        revocation_endpoint_auth_methods_supported = Authentications,
        scopes_supported = TokenScopes.All.Select(s => s.Name()),
        authorization_response_iss_parameter_supported = true,
    });

    [HttpPost("/oauth/token")]
    public async Task<IActionResult> Token(CancellationToken cancel)
    {
        var (app, refused) = await Client(cancel);
        if (app is null)
            return refused!;
        return Field("grant_type") switch
        {
            "authorization_code" => await ForCode(app, cancel),
            "refresh_token" => await ForRefresh(app, cancel),
            null => Wrong("invalid_request", "Send one grant_type."),
            _ => Wrong("unsupported_grant_type", "The grant_type has to be authorization_code or refresh_token."),
        };
    }

    /// <summary>What is not known is as good as revoked: RFC 7009 answers both the same.</summary>
    [HttpPost("/oauth/revoke")]
    public async Task<IActionResult> Revoke(CancellationToken cancel)
    {
        var (app, refused) = await Client(cancel);
        if (app is null)
            return refused!;
        if (Field("token") is not { } token)
            return Wrong("invalid_request", "Send one token.");
        if (await db.ByToken(token, cancel) is { } consent && consent.AppId == app.Id)
            await consents.End(consent.Id, null, Via.Api, cancel);
        return Ok();
    }

    async Task<IActionResult> ForCode(IntegrationApp app, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (Field("code") is not { } code || Field("redirect_uri") is not { } redirect || Field("code_verifier") is not { } verifier)
            return Wrong("invalid_request", "Send code, redirect_uri and code_verifier, each once.");
        if (await db.ByCode(code, cancel) is not { } consent || consent.AppId != app.Id)
            return Wrong("invalid_grant", "This code is not known.");
        // Whoever brings a code a second time, or without its proof, may have stolen it: whatever came of it ends.
        if (consent.RedeemedAt is not null || consent.Redirect != redirect || !consent.IsProvenBy(verifier))
            return await Ended(consent.Id, "code", "This code was used before, or belongs to another request. What it gave has ended.", cancel);
        if (!consent.IsCodeGood(now))
            return Wrong("invalid_grant", "This code has ended. It is good for a minute.");
        return await db.Redeem(consent, now, cancel) is { } held ? Held(held) : await Ended(consent.Id, "code", "This code was used before. What it gave has ended.", cancel);
    }

    async Task<IActionResult> ForRefresh(IntegrationApp app, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (Field("refresh_token") is not { } sent)
            return Wrong("invalid_request", "Send one refresh_token.");
        if (await db.ByRefresh(sent, cancel) is not { Consent: var consent } refresh || consent.AppId != app.Id || consent.EndedAt is not null || consent.EndsAt <= now)
            return Wrong("invalid_grant", "This refresh token is not known, or it has ended.");
        if (refresh.UsedAt is not null)
            return await Ended(consent.Id, "reuse", "This refresh token was used before. Two have it, so neither may go on.", cancel);
        if (Narrower(consent) is not { } scopes)
            return Wrong("invalid_scope", "That is more than was allowed.");
        return await db.Renew(refresh, scopes, now, cancel) is { } held ? Held(held) : await Ended(consent.Id, "reuse", "This refresh token was used before, or nothing is left that it could renew.", cancel);
    }

    async Task<IActionResult> Ended(Guid consentId, string why, string words, CancellationToken cancel)
    {
        await consents.End(consentId, why, Via.Api, cancel);
        return Wrong("invalid_grant", words);
    }

    JsonResult Held(HeldTokens held)
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers.Pragma = "no-cache";
        return Json(new
        {
            access_token = held.Access,
            token_type = "Bearer",
            expires_in = (int)AppConsent.AccessLife.TotalSeconds,
            refresh_token = held.Refresh,
            scope = string.Join(' ', held.Scopes.Select(s => s.Name())),
            workspaces = held.Workspaces.Select(w => new { slug = w.Slug, name = w.Name }),
        });
    }

    /// <summary>Who asks. An app with a secret has to show it, one without must not pretend to one.</summary>
    async Task<(IntegrationApp? App, IActionResult? Refused)> Client(CancellationToken cancel)
    {
        if (!Request.HasFormContentType)
            return (null, Wrong("invalid_request", "Send a form: application/x-www-form-urlencoded."));
        if (Request.Form.Any(f => f.Value.Count > 1))
            return (null, Wrong("invalid_request", "A parameter is there twice."));
        var (id, secret) = (Field("client_id"), Field("client_secret"));
        var header = Request.Headers.Authorization.ToString();
        if (header.Length > 0)
        {
            if (secret is not null || Basic(header) is not var (name, password) || (id is not null && id != name))
                return (null, Wrong("invalid_request", "Authenticate in one way: by HTTP Basic or in the form."));
            (id, secret) = (name, password);
        }

        var app = await db.IntegrationApps.AsNoTracking().SingleOrDefaultAsync(a => a.ClientId == id && a.RemovedAt == null, cancel);
        if (app is not null && (app.IsPublic ? string.IsNullOrEmpty(secret) : app.Knows(secret)))
            return (app, null);
        if (header.Length > 0)
            Response.Headers.WWWAuthenticate = "Basic realm=\"oauth\"";
        return (null, Wrong("invalid_client", "This app is not known, or its secret is another.", StatusCodes.Status401Unauthorized));
    }

    /// <returns>Null if it asks for more than the person allowed.</returns>
    IReadOnlyList<TokenScope>? Narrower(AppConsent consent)
    {
        if (Field("scope") is not { } wanted)
            return consent.Scopes;
        try
        {
            IReadOnlyList<TokenScope> scopes = [.. TokenScopes.Parse(wanted).Append(TokenScope.Read).Distinct().Order()];
            return scopes.All(s => consent.Scopes.Contains(s) || consent.Scopes.Contains(TokenScope.Write)) ? scopes : null;
        }
        catch (RuleBroken)
        {
            return null;
        }
    }

    static (string Id, string Secret)? Basic(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header["Basic ".Length..].Trim(), bytes, out var length) || Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is not [var id, var secret])
            return null;
        return (Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret));
    }

    /// <summary>What has no value is not said (RFC 6749 3.2).</summary>
    string? Field(string name) => Request.Form[name] is [{ Length: > 0 } value] ? value : null;

    JsonResult Wrong(string code, string words, int status = StatusCodes.Status400BadRequest)
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers.Pragma = "no-cache";
        return new JsonResult(new { error = code, error_description = words }) { StatusCode = status };
    }
}
