using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Analytics;

[QueryType]
public static class DashboardQueries
{
    [GraphQLDescription("Pages of figures that the member arranged, and those that others share with the team. A client's token sees none.")]
    [UsePaging]
    public static IQueryable<Dashboard> GetDashboards(PlanableDb db, Current current)
    {
        var (team, me) = (current.Can(Permission.SeeInternal), current.Member.Id);
        return db.Dashboards.AsNoTracking().Where(d => team && d.RemovedAt == null && (d.IsShared || d.OwnerId == me)).OrderBy(d => d.Name).ThenBy(d => d.Id);
    }
}

[ObjectType<Dashboard>]
public static class DashboardType
{
    static void Configure(IObjectTypeDescriptor<Dashboard> dashboard)
    {
        dashboard.BindFieldsExplicitly().Description("Tiles as one person arranged them. It shows the numbers of the other pages and none of its own.");
        dashboard.Field(d => d.Name).Description("What its owner calls it.");
        dashboard.Field(d => d.IsShared).Description("The whole team sees it.");
        dashboard.Field(d => d.Tiles).Description("From the first to the last.");
        dashboard.Field(d => d.CreatedAt).Description("When it was made.");
        dashboard.Field(d => d.Revision).Description("Grows with every change; give it back with a change to overwrite nobody.");
    }

    [NodeResolver]
    public static async Task<Dashboard?> Find(Guid id, IDashboardByIdDataLoader dashboards, CancellationToken cancel) => await dashboards.LoadAsync(id, cancel);

    [GraphQLDescription("Whoever arranged it; only they change it.")]
    public static bool IsMine([Parent] Dashboard dashboard, Current current) => dashboard.OwnerId == current.Member.Id;
}

public interface IDashboardByIdDataLoader : IDataLoader<Guid, Dashboard>;

public static class DashboardLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, Dashboard>> GetDashboardByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, Current current, CancellationToken cancel)
    {
        var (team, me) = (current.Can(Permission.SeeInternal), current.Member.Id);
        return await db.Dashboards.AsNoTracking().Where(d => team && ids.Contains(d.Id) && d.RemovedAt == null && (d.IsShared || d.OwnerId == me)).ToDictionaryAsync(d => d.Id, cancel);
    }
}
