using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Brands;
using Planable.Data.Portals;
using Planable.Data.Tokens;
using Planable.Jobs.Portals;
using Planable.Web.GraphQL.Brands;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;
using Planable.Web.Portals;
using Planable.Web.Senders;

namespace Planable.Web.GraphQL.Companies;

/// <summary>What is left out is as it comes.</summary>
public sealed record SettleAgencyAppearanceInput(
    [property: GraphQLDescription("As it was read: somebody else's change since then is not overwritten.")] int? Revision,
    [property: GraphQLDescription("Stands where the company's name would stand.")] string? Name,
    [property: GraphQLDescription("Such as \"#0F5A46\". Too pale to be read on white it is refused, with the nearest shade that can.")] string? Accent,
    [property: GraphQLDescription("Key of the typeface: inter, dm-sans, source-serif-4 or system.")] string? Font,
    [property: GraphQLDescription("Things that are called otherwise.")] IReadOnlyList<OtherNameInput>? Names);

/// <summary>What the owners of a company decide for all its clients.</summary>
[MutationType, Error<UserError>, Scope(TokenScope.Settings)]
public static class AgencyMutations
{
    [GraphQLDescription("Decides how the company shows itself to the clients of all its workspaces. Logos are uploaded on the page.")]
    public static async Task<Appearance> SettleAgencyAppearance(SettleAgencyAppearanceInput input, PlanableDb db, Current current, PortalBell bell, CancellationToken cancel)
    {
        var (company, person) = await db.OwnCompany(current, cancel);
        var sheet = await db.BrandSheets.SingleOrDefaultAsync(s => s.Id == company.Id, cancel);
        if (sheet is null)
            db.BrandSheets.Add(sheet = BrandSheet.Of(company));
        else if (input.Revision is { } revision)
            db.Entry(sheet).Property(s => s.Revision).OriginalValue = revision;
        sheet.Settle(new SettleAppearanceInput(null, input.Name, input.Accent, input.Font, input.Names).Read(), company, person);
        await db.SaveChangesAsync(cancel);
        bell.Ring();
        return Appearance.Of(sheet);
    }

    [GraphQLDescription("An address of the company's own for its clients. The records it needs are in the answer; it is looked at every minute.")]
    public static async Task<ClientAddress> AddClientAddress([GraphQLDescription("A name below a domain you own, such as \"clients.youragency.com\".")] string host, PlanableDb db, Current current, DomainDesk desk, PortalSettings portals, CancellationToken cancel)
    {
        var (company, person) = await db.OwnCompany(current, cancel);
        return ClientAddress.Of(await desk.Add(host, company, person, cancel), portals.Target);
    }

    [GraphQLDescription("Looks now whether the records of an address are right.")]
    public static async Task<ClientAddress> CheckClientAddress([ID("ClientAddress"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, DomainDesk desk, PortalSettings portals, CancellationToken cancel)
    {
        var domain = await Find(id, db, current, cancel);
        await desk.Check(domain, cancel);
        return ClientAddress.Of(domain, portals.Target);
    }

    [GraphQLDescription("Gives an address up: mails link to the installation's again.")]
    public static async Task<ClientAddress> RemoveClientAddress([ID("ClientAddress"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, DomainDesk desk, PortalSettings portals, CancellationToken cancel)
    {
        var domain = await Find(id, db, current, cancel);
        var (company, person) = await db.OwnCompany(current, cancel);
        await desk.Remove(domain, company, person, cancel);
        return ClientAddress.Of(domain, portals.Target);
    }

    [GraphQLDescription("From which address mails reach the clients. Under another domain the records are others.")]
    public static async Task<AgencySender> ChooseSender([GraphQLDescription("Such as \"hello@youragency.com\".")] string address, PlanableDb db, Current current, SenderDesk desk, CancellationToken cancel)
    {
        var (company, person) = await db.OwnCompany(current, cancel);
        return AgencySender.Of(await desk.Choose(address, company, person, cancel), desk.Ground);
    }

    [GraphQLDescription("Looks now whether the records of the sender are right.")]
    public static async Task<AgencySender> CheckSender(PlanableDb db, Current current, SenderDesk desk, CancellationToken cancel)
    {
        var (company, _) = await db.OwnCompany(current, cancel);
        var sender = await desk.Find(company.Id, cancel).Or("sender", "address");
        await desk.Check(sender, cancel);
        return AgencySender.Of(sender, desk.Ground);
    }

    [GraphQLDescription("Offers a new key. The old one signs until the record of the new one is found.")]
    public static async Task<AgencySender> ChangeSenderKey(PlanableDb db, Current current, SenderDesk desk, CancellationToken cancel)
    {
        var (company, person) = await db.OwnCompany(current, cancel);
        var sender = await desk.Find(company.Id, cancel).Or("sender", "address");
        await desk.Rotate(sender, company, person, cancel);
        return AgencySender.Of(sender, desk.Ground);
    }

    [GraphQLDescription("Mails go out from the installation's address again.")]
    public static async Task<AgencySender> RemoveSender(PlanableDb db, Current current, SenderDesk desk, CancellationToken cancel)
    {
        var (company, person) = await db.OwnCompany(current, cancel);
        var sender = await desk.Find(company.Id, cancel).Or("sender", "address");
        await desk.Remove(sender, company, person, cancel);
        return AgencySender.Of(sender, desk.Ground);
    }

    /// <summary>Another company's is nothing, before it is asked who may.</summary>
    static async Task<PortalDomain> Find(Guid id, PlanableDb db, Current current, CancellationToken cancel)
    {
        var company = current.Workspace.CompanyId;
        var domain = await db.PortalDomains.SingleOrDefaultAsync(d => d.Id == id && d.CompanyId == company, cancel).Or("address");
        await db.OwnCompany(current, cancel);
        return domain;
    }
}
