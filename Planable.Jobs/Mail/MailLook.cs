using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Brands;
using Planable.Data.Members;
using Planable.Data.Portals;

namespace Planable.Jobs.Mail;

/// <summary>The colours and the logo of mails: of the brand in whose name they go.</summary>
public sealed class MailLook(PlanableDb db, Portals.PortalSettings portals)
{
    const string UsualDark = "#7fd3b3", UsualInk = "#0d2b21", DarkInk = "#141210";

    Guid? settledFor;

    /// <summary>Null while nobody's workspace was entered: such mails are about an account.</summary>
    public Brand? Brand { get; private set; }

    /// <summary>What happens in this workspace stays in it.</summary>
    public bool IsPractice { get; private set; }

    public async Task Settle()
    {
        if (db.WorkspaceId is not { } workspace)
        {
            // A mail about an account, asked for under an agency's own address.
            if (db.OnlyCompany is { } company && Brand is null)
            {
                var worn = Data.Brands.Brand.Of(company, await db.Companies.Where(c => c.Id == company).Select(c => c.Name).SingleAsync(), await db.BrandSheets.AsNoTracking().Where(s => s.Id == company).ToListAsync());
                Brand = worn.LogoId is { } logo ? worn with { Logo = await db.BrandPictures.AsNoTracking().SingleOrDefaultAsync(p => p.Id == logo) } : worn;
            }

            return;
        }

        if (settledFor == workspace)
            return;
        (Brand, IsPractice, settledFor) = (await db.Brand(CancellationToken.None), await db.Workspaces.AnyAsync(w => w.Id == workspace && w.IsPractice), workspace);
    }

    /// <summary>In whose name a mail goes out, and under which address its links lead. The team at its work reads ours; everybody else hears of the agency alone.</summary>
    /// <returns>Null for mails about an account, and for those to the team.</returns>
    public async Task<(string Name, string? Root)?> SenderTo(string to)
    {
        if (Brand is null)
            return null;
        if (db.WorkspaceId is not { } workspace)
            return (Brand.Name, await Root(db.PortalDomains.Where(d => d.CompanyId == db.OnlyCompany)));
        var address = to.ToUpperInvariant();
        if (await db.Members.AnyAsync(m => m.Person.NormalizedEmail == address && m.LeftAt == null && m.Role != Role.ClientApprover && m.Role != Role.ClientViewer))
            return null;
        return (Brand.Name, await Root(db.PortalDomains.Where(d => db.Workspaces.Any(w => w.Id == workspace && w.CompanyId == d.CompanyId))));
    }

    async Task<string?> Root(IQueryable<PortalDomain> domains) =>
        await domains.Where(d => d.State == PortalState.Active).OrderBy(d => d.Since).ThenBy(d => d.Id).Select(d => d.Host).FirstOrDefaultAsync() is { } host ? portals.Root(host) : null;

    /// <summary>Mail readers know no custom properties, and many take no styles from the head, so the usual colours are exchanged in the finished mail.</summary>
    public string Dye(string html) =>
        Brand is null || Brand.Accent == Data.Brands.Brand.UsualAccent ? html
        : html.Replace(Data.Brands.Brand.UsualAccent, Brand.Accent, StringComparison.OrdinalIgnoreCase).Replace(UsualDark, Brand.DarkAccent, StringComparison.OrdinalIgnoreCase).Replace(UsualInk, DarkInk, StringComparison.OrdinalIgnoreCase);
}
