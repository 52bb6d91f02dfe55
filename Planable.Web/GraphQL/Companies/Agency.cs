using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Companies;
using Planable.Data.People;
using Planable.Data.Portals;
using Planable.Data.Senders;
using Planable.Data.Workspaces;
using Planable.Jobs.Portals;
using Planable.Web.GraphQL.Brands;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;
using Planable.Web.Senders;

namespace Planable.Web.GraphQL.Companies;

/// <summary>A record that has to stand in the company's DNS.</summary>
public sealed record DnsRecord(
    [property: GraphQLDescription("TXT or CNAME.")] string Type,
    [property: GraphQLDescription("Under which name.")] string Name,
    [property: GraphQLDescription("What it has to say.")] string Expected,
    [property: GraphQLDescription("What was found there; null is nothing.")] string? Found,
    [property: GraphQLDescription("It will do.")] bool IsRight,
    [property: GraphQLDescription("What is wrong with it.")] string? Trouble);

/// <summary>An address of the company's own under which its clients find their pages.</summary>
public sealed record ClientAddress(
    [property: ID("ClientAddress"), GraphQLDescription("Of this address.")] Guid Id,
    [property: GraphQLDescription("Such as \"clients.youragency.com\".")] string Host,
    [property: GraphQLDescription("How far it is.")] PortalState State,
    [property: GraphQLDescription("Since when it is so far.")] DateTimeOffset Since,
    [property: GraphQLDescription("When somebody looked last.")] DateTimeOffset? CheckedAt,
    [property: GraphQLDescription("What keeps it from opening.")] string? Trouble,
    [property: GraphQLDescription("What has to stand in DNS."), ListSize(AssumedSize = 2)] IReadOnlyList<DnsRecord> Records)
{
    internal static ClientAddress Of(PortalDomain domain, string target)
    {
        var leads = domain.State is not (PortalState.WaitingForDns or PortalState.Problem) || (domain.State == PortalState.Problem && domain.Trouble is not null);
        var proven = domain.IsServed || domain.FoundProof == domain.Proof;
        return new(domain.Id, domain.Host, domain.State, domain.Since, domain.CheckedAt, domain.Trouble,
        [
            new("CNAME", domain.Host, target, domain.FoundTarget, leads, null),
            new("TXT", $"{PortalDomain.ProofLabel}.{domain.Host}", domain.Proof, domain.IsServed ? domain.Proof : domain.FoundProof, proven, null),
        ]);
    }
}

/// <summary>The address from which the company's mails reach its clients.</summary>
public sealed record AgencySender(
    [property: GraphQLDescription("Such as \"hello@youragency.com\".")] string Address,
    [property: GraphQLDescription("Whether mails go out from it.")] SenderState State,
    [property: GraphQLDescription("Since when it is so.")] DateTimeOffset Since,
    [property: GraphQLDescription("When somebody looked last.")] DateTimeOffset? CheckedAt,
    [property: GraphQLDescription("What has to stand in DNS."), ListSize(AssumedSize = 5)] IReadOnlyList<DnsRecord> Records)
{
    internal static AgencySender Of(SenderDomain sender, SenderGround ground) => new(sender.Address, sender.State, sender.Since, sender.CheckedAt,
        [.. SenderRecords.Of(sender, ground).Select(r => sender.Findings.FirstOrDefault(f => f.Record == r.Kind) is var f ? new DnsRecord(r.Type, r.Name, r.Value, f?.Found, f?.IsRight == true, f?.Trouble) : null!)]);
}

/// <summary>How the company shows itself to the clients of all its workspaces. For its owners.</summary>
public sealed record Agency(
    [property: GraphQLDescription("Of the company.")] string Name,
    [property: GraphQLDescription("What its clients see; null is as it comes.")] Appearance Appearance,
    [property: GraphQLDescription("Under which its clients find their pages."), ListSize(AssumedSize = 5)] IReadOnlyList<ClientAddress> Addresses,
    [property: GraphQLDescription("Null: mails go out from the installation's address.")] AgencySender? Sender);

/// <summary>The company of the token's workspace, for those who run it.</summary>
static class OwnAgency
{
    /// <exception cref="NotAllowed">The token's member does not run it.</exception>
    public static async Task<(Company Company, Person Person)> OwnCompany(this PlanableDb db, Current current, CancellationToken cancel)
    {
        var (id, personId) = (current.Workspace.CompanyId, current.Member.PersonId);
        var company = await db.Companies.SingleAsync(c => c.Id == id, cancel);
        return company.IsOwnedBy(personId) ? (company, await db.Users.SingleAsync(p => p.Id == personId, cancel)) : throw new NotAllowed("Only the owners of a company look after it.");
    }
}

[ExtendObjectType<Workspace>]
public static class WorkspaceAgency
{
    [GraphQLDescription("The company behind it: its looks, addresses and sender. Null for whoever does not run it.")]
    public static async Task<Agency?> GetAgency([Parent] Workspace workspace, PlanableDb db, Current current, PortalSettings portals, SenderDesk senders, CancellationToken cancel)
    {
        var (id, personId) = (workspace.CompanyId, current.Member.PersonId);
        if (await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.Owners.Any(o => o.PersonId == personId), cancel) is not { } company)
            return null;
        var sheet = await db.BrandSheets.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel);
        var domains = await db.PortalDomains.AsNoTracking().Where(d => d.CompanyId == id).OrderBy(d => d.Host).ToListAsync(cancel);
        var sender = await db.SenderDomains.AsNoTracking().SingleOrDefaultAsync(s => s.CompanyId == id, cancel);
        return new(company.Name, Appearance.Of(sheet), domains.ConvertAll(d => ClientAddress.Of(d, portals.Target)), sender is null ? null : AgencySender.Of(sender, senders.Ground));
    }
}
