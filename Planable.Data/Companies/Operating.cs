namespace Planable.Data.Companies;

public static class Operating
{
    /// <summary>The company that runs this installation: the one that was there first. Its owners look after what all companies share.</summary>
    public static IQueryable<Company> RunsInstallation(this IQueryable<Company> companies) => companies.OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).Take(1);
}
