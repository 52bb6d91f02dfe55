using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Companies;
using Planable.Data.Databases;
using Planable.Data.People;
using Planable.Data.Portals;
using Planable.Jobs.Links;
using Planable.Jobs.Portals;

namespace Planable.Web.Portals;

/// <summary>Takes on and gives up companies' own addresses, for the page and for programs.</summary>
public sealed class DomainDesk(PlanableDb db, PortalChecks checks, ShortSites shortened, PortalSettings settings, PortalBell bell, TimeProvider clock)
{
    const int Most = 5;

    public async Task<PortalDomain> Add(string host, Company company, Person by, CancellationToken cancel)
    {
        var domain = PortalDomain.Add(host, company, by, settings.PublicUrl.Host, clock.GetUtcNow());
        if (await db.PortalDomains.CountAsync(d => d.CompanyId == company.Id, cancel) >= Most)
            throw new RuleBroken("HOSTS_MANY", "A company has up to {0} addresses. Remove one first.", Most);
        await checks.Check(domain, cancel);
        db.PortalDomains.Add(domain);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException taken) when (taken.IsDuplicate())
        {
            db.ChangeTracker.Clear();
            throw new RuleBroken("HOST_TAKEN", "This address is set up already.");
        }

        bell.Ring();
        return domain;
    }

    /// <summary>Looks now, for somebody who has just changed a record.</summary>
    public async Task Check(PortalDomain domain, CancellationToken cancel)
    {
        await checks.Check(domain, cancel);
        await db.SaveChangesAsync(cancel);
        bell.Ring();
    }

    public async Task Remove(PortalDomain domain, Company company, Person by, CancellationToken cancel)
    {
        domain.MustBelongTo(company, by);
        await shortened.MustNotNeed(domain, cancel);
        db.PortalDomains.Remove(domain);
        await db.SaveChangesAsync(cancel);
        bell.Ring();
    }
}
