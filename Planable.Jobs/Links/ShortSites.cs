using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Portals;
using Planable.Data.Workspaces;
using Planable.Jobs.Portals;

namespace Planable.Jobs.Links;

/// <summary>Where a client's short links can begin: at addresses of its agency that work, and at this installation's.</summary>
public sealed class ShortSites(PlanableDb db, PortalSettings portals)
{
    /// <param name="ours">Of the installation.</param>
    /// <returns>Never empty; the first is what most will want.</returns>
    public async Task<IReadOnlyList<string>> Of(Workspace workspace, string ours, CancellationToken cancel)
    {
        var hosts = await db.PortalDomains.Where(d => d.CompanyId == workspace.CompanyId && d.State == PortalState.Active).OrderBy(d => d.Since).ThenBy(d => d.Id).Select(d => d.Host).ToListAsync(cancel);
        return [.. hosts.Select(portals.Root), ours];
    }

    /// <param name="wanted">Null takes the first there is.</param>
    /// <exception cref="RuleBroken">It is none of them: short links lead through nobody else's site.</exception>
    public async Task<string> Choose(Workspace workspace, string? wanted, string ours, CancellationToken cancel)
    {
        var sites = await Of(workspace, ours, cancel);
        return wanted is null ? sites[0] : sites.FirstOrDefault(s => s == wanted.TrimEnd('/')) ?? throw new RuleBroken("ORIGIN_UNKNOWN", "Short links begin with one of these: {0}.", string.Join(", ", sites));
    }

    /// <summary>Asked before an address is given up: published links that begin with it would lead nowhere.</summary>
    public async Task MustNotNeed(PortalDomain domain, CancellationToken cancel)
    {
        var root = portals.Root(domain.Host);
        var clients = await db.Workspaces.Where(w => w.CompanyId == domain.CompanyId && w.ShortLinksAt == root).OrderBy(w => w.Name).Select(w => w.Name).ToListAsync(cancel);
        if (clients.Count > 0)
            throw new RuleBroken("HOST_LINKED", "Short links of {0} begin with this address. Let them begin with another first; those that are out stop working with it.", string.Join(", ", clients));
    }
}
