using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Portals;

namespace Planable.Web.Portals;

/// <summary>
/// A front server asks before it fetches a certificate for a name it is called by, so that nobody makes it fetch thousands. Asked from outside it
/// says nothing: `Portal:AskSecret` stands in the question where the front server is not on the same machine.
/// </summary>
[AllowAnonymous, Route("tls"), EnableRateLimiting("tls"), ApiExplorerSettings(IgnoreApi = true)]
public class TlsController(PlanableDb db, IConfiguration configuration) : Controller
{
    [HttpGet("ask")]
    public async Task<IActionResult> Ask(string? domain, string? secret, CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        if (!MayAsk(secret) || PortalDomain.Ascii(domain) is not { } host)
            return NotFound();
        return await db.PortalDomains.AnyAsync(d => d.Host == host && (d.State == PortalState.Certificate || d.State == PortalState.Active), cancel) ? Ok() : NotFound();
    }

    bool MayAsk(string? secret) =>
        configuration["Portal:AskSecret"] is { Length: > 0 } wanted
            ? System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(wanted), System.Text.Encoding.UTF8.GetBytes(secret ?? ""))
            // Whoever was passed on by a front server is a visitor of the site, not the front server.
            : !Request.Headers.ContainsKey("X-Forwarded-For") && !Request.Headers.ContainsKey("X-Original-For") && (HttpContext.Connection.RemoteIpAddress is not { } from || System.Net.IPAddress.IsLoopback(from));
}
