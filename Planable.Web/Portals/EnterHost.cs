using Microsoft.AspNetCore.Diagnostics;
using Planable.Data;
using Planable.Web.Http;

namespace Planable.Web.Portals;

/// <summary>
/// On an agency's own host there is that agency and nobody else: others' clients, links and ids are not there, and neither are the pages on which the
/// installation or the agency itself is looked after.
/// </summary>
public sealed class EnterHost(RequestDelegate next, PortalHosts hosts)
{
    /// <summary>What belongs to us and not to an agency's clients.</summary>
    static readonly string[] Ours = ["/installation", "/sign-up", "/companies", "/clients/new", "/dev", "/graphql", "/oauth", "/.well-known/oauth-authorization-server", "/metrics", "/manifest.webmanifest", "/favicon.svg"];

    public async Task Invoke(HttpContext http)
    {
        // The page that says the database is away must not ask it; whose host it is was found out before.
        if (http.Features.Get<IExceptionHandlerFeature>() is not null || await hosts.Find(http.Request.Host, http.RequestAborted) is not { } host)
        {
            await next(http);
            return;
        }

        http.RequestServices.GetRequiredService<CurrentBrand>().Wear(host.Brand);
        http.RequestServices.GetRequiredService<PlanableDb>().SeeCompany(host.CompanyId, host.Workspaces);
        if (Ours.Any(path => http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
        {
            http.SetEndpoint(null);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            await next(http);
        }
        catch (NotOnThisHost) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
