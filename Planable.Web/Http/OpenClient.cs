using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Workspaces;

namespace Planable.Web.Http;

/// <summary>
/// Remembers which client's pages the browser opened last. A form of another client, left open in another tab, is not taken without asking:
/// that is how a post for one brand ends up at another.
/// </summary>
public sealed class OpenClient(PlanableDb db)
{
    const string Cookie = "client";

    /// <summary>Field or header with which a person says: yes, that client.</summary>
    public const string Confirmation = "X-Client-Confirmed";

    /// <summary>The slug of the client whose page this browser showed last.</summary>
    public static string? Of(HttpRequest request) => request.Cookies[Cookie];

    /// <returns>False if the request was answered with 409.</returns>
    public async Task<bool> Guard(HttpContext http, Workspace workspace)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        {
            if (IsPageView(http.Request))
                http.Response.Cookies.Append(Cookie, workspace.Slug, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true });
            return true;
        }

        if (Of(http.Request) is not { Length: > 0 } open || open == workspace.Slug || http.Request.Headers[Confirmation] == workspace.Slug
            || (http.Request.HasFormContentType && (await http.Request.ReadFormAsync(http.RequestAborted))[Confirmation] == workspace.Slug))
            return true;

        var openName = await db.Workspaces.Where(w => w.Slug == open).Select(w => w.Name).SingleOrDefaultAsync(http.RequestAborted) ?? open;
        http.Response.StatusCode = StatusCodes.Status409Conflict;
        http.Items[nameof(OpenClient)] = (Open: openName, Asked: workspace);
        return false;
    }

    static bool IsPageView(HttpRequest request) =>
        !request.IsHtmx() && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
        && request.Headers["Sec-Fetch-Dest"] is [] or ["document"];
}
