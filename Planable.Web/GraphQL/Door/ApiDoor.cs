using System.Text.Json;
using Planable.Web.Tokens;

namespace Planable.Web.GraphQL.Door;

/// <summary>Nobody asks anything without a token. Cookies do not count here, so no foreign page can make a browser ask for somebody. A WebSocket may bring its token in its first message.</summary>
public sealed class ApiDoor(RequestDelegate next)
{
    public async Task Invoke(HttpContext http, TokenDoor door, IdempotentRequests idempotent)
    {
        var authorization = http.Request.Headers.Authorization.ToString();
        if (http.WebSockets.IsWebSocketRequest && authorization.Length == 0)
        {
            await next(http);
            return;
        }

        if (!await door.Enter(authorization, http.Request.Headers[TokenDoor.WorkspaceHeader], http.RequestAborted))
        {
            if (door.Choices.Count > 0)
            {
                await Refuse(http, StatusCodes.Status400BadRequest, ApiCodes.WorkspaceMissing, $"This token opens several workspaces. Say which one: {TokenDoor.WorkspaceHeader}: {string.Join(" or ", door.Choices)}");
                return;
            }

            http.Response.Headers.WWWAuthenticate = authorization.Length == 0 ? "Bearer" : "Bearer error=\"invalid_token\"";
            await Refuse(http, StatusCodes.Status401Unauthorized, ApiCodes.Unauthenticated, authorization.Length == 0 ? "Send an access token: Authorization: Bearer planable_…" : "This token is not known, it has ended, or it does not open this workspace.");
            return;
        }

        await idempotent.Answer(http, next);
    }

    public static async Task Refuse(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(JsonSerializer.Serialize(new { errors = new[] { new { message, extensions = new { code, requestId = http.TraceIdentifier } } } }), http.RequestAborted);
    }
}
