using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Companies;
using Planable.Data.People;
using Planable.Data.Senders;
using Planable.Jobs.Senders;

namespace Planable.Web.Senders;

/// <summary>Takes on, looks after and gives up the address a company's mails come from, for the page and for programs.</summary>
public sealed class SenderDesk(PlanableDb db, SenderChecks checks, SenderKeys keys, SenderSettings settings, TimeProvider clock)
{
    public SenderGround Ground => settings.Ground;

    public Task<SenderDomain?> Find(Guid company, CancellationToken cancel) => db.SenderDomains.SingleOrDefaultAsync(s => s.CompanyId == company, cancel);

    public async Task<SenderDomain> Choose(string? address, Company company, Person by, CancellationToken cancel)
    {
        var sender = await Find(company.Id, cancel);
        if (sender is null)
            db.SenderDomains.Add(sender = SenderDomain.Choose(address, company, by, keys.Cut, settings.Ours, clock.GetUtcNow()));
        else
            sender.Move(address, company, by, keys.Cut, settings.Ours, clock.GetUtcNow());
        await Check(sender, cancel);
        return sender;
    }

    /// <summary>Looks now, for somebody who has just changed a record.</summary>
    public async Task Check(SenderDomain sender, CancellationToken cancel)
    {
        await checks.Check(sender, cancel);
        await db.SaveChangesAsync(cancel);
    }

    public async Task Rotate(SenderDomain sender, Company company, Person by, CancellationToken cancel)
    {
        sender.Rotate(company, by, keys.Cut);
        await db.SaveChangesAsync(cancel);
    }

    public async Task Remove(SenderDomain sender, Company company, Person by, CancellationToken cancel)
    {
        sender.MustDecide(company, by);
        db.SenderDomains.Remove(sender);
        await db.SaveChangesAsync(cancel);
    }
}
