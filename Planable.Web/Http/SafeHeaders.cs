namespace Planable.Web.Http;

/// <summary>Security headers on every answer. Scripts, styles and pictures come from this site only; nothing inline runs.</summary>
public sealed class SafeHeaders(RequestDelegate next)
{
    const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    /// <summary>Of this answer only: a browser follows the redirect after a form only to where the page said it may lead.</summary>
    public static void AllowFormsTo(HttpContext http, Uri address) =>
        http.Response.Headers.ContentSecurityPolicy = $"{Policy} {address.GetLeftPart(UriPartial.Path)}";

    public Task Invoke(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(http);
    }
}
