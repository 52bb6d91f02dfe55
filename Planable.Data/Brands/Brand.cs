using Microsoft.EntityFrameworkCore;

namespace Planable.Data.Brands;

/// <summary>Whose name and colour stand on what clients keep: reports, certificates, sheets. The one place that is asked for them.</summary>
public sealed record Brand(string Name, string Accent)
{
    public const string UsualAccent = "#0F5A46";
}

public static class BrandQueries
{
    /// <summary>Of the entered workspace: its company's.</summary>
    public static async Task<Brand> Brand(this PlanableDb db, CancellationToken cancel) =>
        new(await db.Companies.Where(c => db.Workspaces.Any(w => w.Id == db.WorkspaceId && w.CompanyId == c.Id)).Select(c => c.Name).SingleAsync(cancel), Brands.Brand.UsualAccent);
}
