using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Senders;
using Planable.Jobs.Mail;
using Planable.Jobs.Names;

namespace Planable.Jobs.Senders;

/// <summary>Looks whether agencies' domains still let us send for them, and tells their owners when one stops to. A name server that says nothing changes nothing.</summary>
public sealed class SenderChecks(PlanableDb db, NameServer names, SenderSettings settings, Mailroom mailroom, IStringLocalizer<Words> words, TimeProvider clock)
{
    const int Most = 100;

    /// <summary>As many look-ups as receivers do for one SPF record (RFC 7208, 4.6.4).</summary>
    const int MostLookups = 10;

    public async Task CheckDue(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (soon, later) = (now - TimeSpan.FromSeconds(50), now - TimeSpan.FromMinutes(10));
        var due = await db.SenderDomains.Where(s => s.CheckedAt == null || s.CheckedAt < later || (s.State != SenderState.Verified && s.CheckedAt < soon)).OrderBy(s => s.CheckedAt).Take(Most).Select(s => s.Id).ToListAsync(cancel);
        foreach (var id in due)
        {
            if (await db.SenderDomains.SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } sender)
                continue;
            try
            {
                await Check(sender, cancel);
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody looked at the same moment, or took it away: what they found counts.
            }

            db.ChangeTracker.Clear();
        }
    }

    /// <summary>The caller saves, and with it the mail to the owners.</summary>
    public async Task Check(SenderDomain sender, CancellationToken cancel)
    {
        var findings = new List<SenderFinding>();
        try
        {
            foreach (var record in SenderRecords.Of(sender, settings.Ground))
                findings.Add(await Look(record, sender, cancel));
        }
        catch (NameServerSilent)
        {
            // It is asked again in a minute.
            return;
        }

        if (sender.Find(findings, clock.GetUtcNow()))
            await TellOwners(sender, cancel);
    }

    async Task<SenderFinding> Look(SenderRecord record, SenderDomain sender, CancellationToken cancel)
    {
        switch (record.Kind)
        {
            case SenderRecordKind.Spf:
                var texts = await names.Ask(record.Name, RecordKind.Txt, cancel);
                return SenderRecords.Spf(texts, SenderRecords.SpfAmong(texts) is [var spf] && await Names(spf, new Budget(), cancel));
            case SenderRecordKind.Dmarc:
                return SenderRecords.Dmarc(await Policies(sender.Domain, cancel));
            case SenderRecordKind.ReturnPath:
                return SenderRecords.ReturnPath(await names.Ask(record.Name, RecordKind.Cname, cancel) is [var name, ..] ? name : null, record.Value);
            default:
                return SenderRecords.Dkim(record.Kind, await names.Ask(record.Name, RecordKind.Txt, cancel), (record.Kind == SenderRecordKind.Dkim ? sender.Key : sender.NextKey!).Public);
        }
    }

    /// <summary>Whether a record lets our server send, by itself or through another that it includes.</summary>
    async Task<bool> Names(string spf, Budget budget, CancellationToken cancel)
    {
        var allowed = SenderRecords.Allowed(spf);
        if (allowed.Contains(settings.Ground.Spf, StringComparer.Ordinal))
            return true;
        foreach (var (kind, host) in allowed.Select(m => m.Split([':', '='], 2)).Where(m => m is ["include" or "redirect", _]).Select(m => (m[0], m[1])))
        {
            // A macro stands for something only the receiver of a mail knows.
            if (!budget.Spend() || host.Contains('%', StringComparison.Ordinal) || Data.Portals.PortalDomain.Ascii(host.Replace("_", "x", StringComparison.Ordinal)) is null)
                continue;
            if (SenderRecords.SpfAmong(await names.Ask(host, RecordKind.Txt, cancel)) is [var other] && await Names(other, budget, cancel))
                return true;
        }

        return false;
    }

    /// <summary>Of the domain itself, or of the nearest above it that has one: its policy holds for what lies below.</summary>
    async Task<IReadOnlyList<string>> Policies(string domain, CancellationToken cancel)
    {
        for (var name = domain; name.Contains('.', StringComparison.Ordinal); name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            if (await names.Ask($"_dmarc.{name}", RecordKind.Txt, cancel) is { Count: > 0 } texts && SenderRecords.Dmarc(texts).Found is not null)
                return texts;
        }

        return [];
    }

    async Task TellOwners(SenderDomain sender, CancellationToken cancel)
    {
        var owners = await db.Companies.Where(c => c.Id == sender.CompanyId).SelectMany(c => c.Owners).Join(db.Users, o => o.PersonId, p => p.Id, (o, p) => new { p.Id, p.Name, p.Email }).ToListAsync(cancel);
        foreach (var owner in owners.Where(o => o.Email is not null))
        {
            await mailroom.Write<SenderTroubleMail>(
                $"sender:{sender.Id:N}:{sender.Since.ToUnixTimeSeconds()}:{owner.Id:N}", owner.Email!, words["Mails no longer go out from {0}", sender.Address],
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    [nameof(SenderTroubleMail.Name)] = owner.Name,
                    [nameof(SenderTroubleMail.Sender)] = sender,
                    [nameof(SenderTroubleMail.Records)] = SenderRecords.Of(sender, settings.Ground),
                    [nameof(SenderTroubleMail.Link)] = mailroom.Link($"/companies/{sender.CompanyId}/sender"),
                });
        }
    }

    sealed class Budget
    {
        int spent;

        public bool Spend() => spent++ < MostLookups;
    }
}
