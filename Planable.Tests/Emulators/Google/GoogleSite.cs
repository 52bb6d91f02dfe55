using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.Google;

/// <summary>What Google's emulated services share: the sign-in, the revocation and the form of errors.</summary>
public abstract class GoogleSite(TimeProvider? clock, int port) : NetworkSite(clock, port)
{
    /// <summary>Tokens that were taken back by the app itself.</summary>
    public List<string> Revoked { get; } = [];

    protected void MapSignIn()
    {
        Desk.TokenLife = TimeSpan.FromHours(1);
        // A renewal brings no new refresh token.
        Desk.RotatesRefreshTokens = false;
        Desk.Map("/o/oauth2/v2/auth", "/token", needsPkce: true);
        App.MapPost("/revoke", async (HttpContext http) =>
        {
            var token = (await http.Request.ReadFormAsync())["token"].ToString();
            lock (Door)
            {
                if (Revoked.Contains(token))
                    return Results.Json(new { error = "invalid_token", error_description = "Token expired or revoked" }, statusCode: 400);
                Revoked.Add(token);
            }

            Desk.Revoke();
            return Results.Json(new { });
        });
    }

    protected IResult? Refuse(HttpContext http, string scope) => Desk.Judge(http, scope) switch
    {
        TokenState.Good => null,
        TokenState.WithoutScope => Error(403, "insufficientPermissions", "Request had insufficient authentication scopes.", "PERMISSION_DENIED"),
        _ => Error(401, "authError", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.", "UNAUTHENTICATED"),
    };

    protected static IResult Error(int code, string reason, string message, string? status = null) =>
        Results.Json(new { error = new { code, message, status, errors = new[] { new { message, domain = "global", reason } } } }, statusCode: code);
}
