using System.Security.Claims;

namespace Planable.Web.Http;

public static class Requests
{
    /// <summary>htmx asks for a fragment. Boosted links and history restores want the whole page.</summary>
    public static bool IsHtmx(this HttpRequest request) =>
        request.Headers.ContainsKey("HX-Request") && !request.Headers.ContainsKey("HX-Boosted") && request.Headers["HX-Request-Type"] != "full"
        && !request.Headers.ContainsKey("HX-History-Restore-Request");

    /// <summary>The browser says it runs on a phone, by its client hint or, where there is none, by the word all phones carry in their name.</summary>
    public static bool IsPhone(this HttpRequest request) =>
        request.Headers["Sec-CH-UA-Mobile"] is [{ } hint, ..] ? hint == "?1" : request.Headers.UserAgent.ToString().Contains("Mobi", StringComparison.Ordinal);

    public static Guid? PersonId(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    /// <summary>A path on this site; anything else becomes <paramref name="otherwise"/>.</summary>
    public static string LocalPath(string? path, string otherwise = "/") =>
        path is ['/', ..] and not ['/', '/', ..] and not ['/', '\\', ..] && !path.Contains('\\', StringComparison.Ordinal) ? path : otherwise;
}
