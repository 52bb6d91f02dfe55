using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Portals;
using Planable.Jobs.Names;

namespace Planable.Jobs.Portals;

/// <summary>Looks where companies' own addresses lead. A name server that says nothing changes nothing: one lost packet must not take a working address away.</summary>
public sealed class PortalChecks(PlanableDb db, NameServer names, PortalSettings settings, IPortalProbe probe, PortalBell bell, TimeProvider clock)
{
    const int Most = 100;

    public async Task CheckDue(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (soon, later) = (now - TimeSpan.FromSeconds(50), now - TimeSpan.FromMinutes(10));
        var due = await db.PortalDomains.Where(d => d.CheckedAt == null || d.CheckedAt < later || (d.State != PortalState.Active && d.CheckedAt < soon)).OrderBy(d => d.CheckedAt).Take(Most).ToListAsync(cancel);
        foreach (var domain in due)
        {
            await Check(domain, cancel);
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody looked at the same moment, or took it away: what they found counts.
                db.Entry(domain).State = EntityState.Detached;
            }
        }

        if (due.Count > 0)
            bell.Ring();
    }

    /// <summary>The caller saves.</summary>
    public async Task Check(PortalDomain domain, CancellationToken cancel)
    {
        try
        {
            var target = await names.Ask(domain.Host, RecordKind.Cname, cancel) is [var name, ..] ? name : null;
            var leadsHere = target == settings.Target;
            if (target is null)
                (target, leadsHere) = await ByAddress(domain.Host, cancel);
            var proofs = domain.IsServed ? [] : await names.Ask($"{PortalDomain.ProofLabel}.{domain.Host}", RecordKind.Txt, cancel);
            var proof = proofs.FirstOrDefault(p => p == domain.Proof) ?? (proofs is [var other, ..] ? other : null);
            var trouble = leadsHere && (domain.IsServed || proof == domain.Proof) ? await probe.Try(domain.Host, cancel) : null;
            domain.Find(new PortalFinding(leadsHere, target, proof, trouble), clock.GetUtcNow());
        }
        catch (NameServerSilent)
        {
            // It is asked again in a minute.
        }
    }

    /// <summary>The name of a whole domain cannot be an alias: it may have the same addresses instead.</summary>
    async Task<(string? Target, bool LeadsHere)> ByAddress(string host, CancellationToken cancel)
    {
        var own = await names.Ask(host, RecordKind.A, cancel);
        if (own.Count == 0)
            return (null, false);
        var ours = await names.Ask(settings.Target, RecordKind.A, cancel);
        return (string.Join(", ", own.Order(StringComparer.Ordinal)), ours.Count > 0 && own.All(ours.Contains));
    }
}

/// <summary>Rung when an address or a look has changed, so that this node serves it at once.</summary>
public sealed class PortalBell
{
    int rings;

    public int Rings => Volatile.Read(ref rings);

    public void Ring() => Interlocked.Increment(ref rings);
}
