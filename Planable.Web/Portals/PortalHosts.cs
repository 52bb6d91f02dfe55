using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Brands;
using Planable.Data.Portals;
using Planable.Jobs.Portals;

namespace Planable.Web.Portals;

/// <summary>An agency's own host: whose it is, how it looks, and which clients are found there.</summary>
public sealed record PortalHost(string Host, Guid CompanyId, Brand Brand, IReadOnlyList<Guid> Workspaces);

/// <summary>The hosts that are served, kept for seconds: every request asks. What changes on this node is seen at once, on others a moment later.</summary>
public sealed class PortalHosts(IServiceScopeFactory scopes, PortalSettings settings, PortalBell bell, TimeProvider clock) : IDisposable
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    readonly SemaphoreSlim reading = new(1);

    volatile Read? last;

    /// <returns>Null for the installation's own host and for any that is nobody's.</returns>
    public async Task<PortalHost?> Find(HostString asked, CancellationToken cancel)
    {
        var host = asked.Host.TrimEnd('.').ToLowerInvariant();
        // Most requests come to our own host, or from a machine beside us: they cost nothing.
        if (host.Length == 0 || host == "localhost" || host == settings.PublicUrl.Host || System.Net.IPAddress.TryParse(host, out _))
            return null;
        return (await Hosts(cancel)).GetValueOrDefault(host);
    }

    async Task<IReadOnlyDictionary<string, PortalHost>> Hosts(CancellationToken cancel)
    {
        if (IsFresh(last) is { } kept)
            return kept.Hosts;
        await reading.WaitAsync(cancel);
        try
        {
            if (IsFresh(last) is { } meanwhile)
                return meanwhile.Hosts;
            var rings = bell.Rings;
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
            var found = await db.PortalDomains.Where(d => d.State == PortalState.Certificate || d.State == PortalState.Active || d.State == PortalState.Problem)
                .Join(db.Companies, d => d.CompanyId, c => c.Id, (d, c) => new
                {
                    d.Host,
                    Id = c.Id,
                    c.Name,
                    Sheets = db.BrandSheets.Where(s => s.CompanyId == c.Id && s.WorkspaceId == null).ToList(),
                    Workspaces = db.Workspaces.Where(w => w.CompanyId == c.Id).Select(w => w.Id).ToList(),
                })
                .AsNoTracking().AsSplitQuery().ToListAsync(cancel);
            var hosts = found.ToDictionary(f => f.Host, f => new PortalHost(f.Host, f.Id, Brand.Of(f.Id, f.Name, f.Sheets), f.Workspaces), StringComparer.Ordinal);
            last = new Read(hosts, rings, clock.GetTimestamp());
            return hosts;
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose() => reading.Dispose();

    Read? IsFresh(Read? read) => read is not null && read.Rings == bell.Rings && clock.GetElapsedTime(read.At) < Fresh ? read : null;

    sealed record Read(IReadOnlyDictionary<string, PortalHost> Hosts, int Rings, long At);
}
