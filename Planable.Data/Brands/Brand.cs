using Microsoft.EntityFrameworkCore;
using Planable.Data.Companies;

namespace Planable.Data.Brands;

/// <summary>Whose name and colour stand on what clients see and keep: their pages, mails, reports, certificates. The one place that is asked for them.</summary>
public sealed record Brand(string Name, string Accent)
{
    public const string UsualAccent = "#0F5A46";

    /// <summary>Stylesheets that lay its colours and typeface over the usual ones, in this order; none while it has decided nothing.</summary>
    public IReadOnlyList<string> Styles { get; init; } = [];

    public IReadOnlyList<BrandName> Names { get; init; } = [];

    /// <summary>Null where it stands on paper.</summary>
    public Guid? CompanyId { get; init; }

    public Guid? LogoId { get; init; }

    public Guid? DarkLogoId { get; init; }

    /// <summary>False if the one there is was made for the other ground.</summary>
    public bool IsLogoForLight { get; init; }

    public bool IsLogoForDark { get; init; }

    public Guid? IconId { get; init; }

    /// <summary>The logo itself, for documents; null unless it was read along.</summary>
    public BrandPicture? Logo { get; init; }

    /// <summary>For a dark ground.</summary>
    public string DarkAccent => (Shade.Read(Accent) ?? Shade.White).ReadableOn(Shade.DarkPanel).ToString();

    /// <summary>Of a company, and of what one of its clients has differently.</summary>
    public static Brand Of(Guid companyId, string company, IReadOnlyCollection<BrandSheet> sheets)
    {
        var ordered = sheets.OrderByDescending(s => s.WorkspaceId is not null).ToList();
        T? First<T>(Func<BrandSheet, T?> of) => ordered.Select(of).FirstOrDefault(v => v is not null);
        var dressed = ordered.Find(s => s.LogoId is not null || s.DarkLogoId is not null);
        return new Brand(First(s => s.Name) ?? company, First(s => s.Accent) ?? UsualAccent)
        {
            CompanyId = companyId,
            Styles = [.. ordered.Where(s => s.Accent is not null || s.Font is not null).Reverse<BrandSheet>().Select(s => $"/brand/{s.Id:N}-{s.Revision}.css")],
            Names = [.. ordered.SelectMany(s => s.Names)],
            // The two logos belong together: one of each would show two marks.
            LogoId = dressed?.LogoId ?? dressed?.DarkLogoId,
            DarkLogoId = dressed?.DarkLogoId ?? dressed?.LogoId,
            IsLogoForLight = dressed?.LogoId is not null,
            IsLogoForDark = dressed?.DarkLogoId is not null,
            IconId = First(s => s.IconId),
        };
    }

    public static string Address(Guid picture) => $"/brand/pictures/{picture:N}";

    /// <returns>Null if it is called what it usually is.</returns>
    public string? NameFor(string word, string language) => Names.FirstOrDefault(n => n.Word == word && n.Language == language)?.Name;
}

public static class BrandQueries
{
    /// <summary>Of the entered workspace: its company's, with what it has differently. The logo comes along.</summary>
    public static async Task<Brand> Brand(this PlanableDb db, CancellationToken cancel)
    {
        var found = await db.Workspaces.Where(w => w.Id == db.WorkspaceId)
            .Join(db.Companies, w => w.CompanyId, c => c.Id, (w, c) => new
            {
                c.Id,
                c.Name,
                Sheets = db.BrandSheets.Where(s => s.CompanyId == c.Id && (s.WorkspaceId == null || s.WorkspaceId == w.Id)).ToList(),
            })
            .AsNoTracking().AsSingleQuery().SingleAsync(cancel);
        var brand = Brands.Brand.Of(found.Id, found.Name, found.Sheets);
        return brand.LogoId is { } logo ? brand with { Logo = await db.BrandPictures.AsNoTracking().SingleOrDefaultAsync(p => p.Id == logo, cancel) } : brand;
    }

    /// <summary>A company's own and those of its clients that stand on a page of <paramref name="workspace"/>.</summary>
    public static IQueryable<BrandSheet> WornBy(this IQueryable<BrandSheet> sheets, Guid company, Guid workspace) =>
        sheets.Where(s => s.CompanyId == company && (s.WorkspaceId == null || s.WorkspaceId == workspace));
}
