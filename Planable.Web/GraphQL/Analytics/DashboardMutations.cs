using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Analytics;

public sealed record TileInput(
    [property: GraphQLDescription("What it shows of the figure.")] TileKind Kind,
    [property: GraphQLDescription("Key of the figure: reach, engagements, engagement-rate, followers ...")] string Metric);

/// <summary>What is left out stays as it is.</summary>
public sealed record ArrangeDashboardInput(
    [property: ID("Dashboard"), GraphQLDescription("Which one.")] Guid Id,
    [property: GraphQLDescription("As it was read: somebody else's change since then is not overwritten.")] int? Revision,
    [property: GraphQLDescription("What it is called from now on.")] string? Name,
    [property: GraphQLDescription("All of its tiles, from the first to the last.")] IReadOnlyList<TileInput>? Tiles);

[MutationType, Error<UserError>, Scope(TokenScope.Write)]
public static class DashboardMutations
{
    [GraphQLDescription("Makes a page of figures that only its owner sees until it is shared.")]
    public static async Task<Dashboard> CreateDashboard(
        [GraphQLDescription("What it is called.")] string name, [GraphQLDescription("From the first to the last.")] IReadOnlyList<TileInput> tiles, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var dashboard = new Dashboard(current.Member, name, Tiles(tiles), clock.GetUtcNow());
        db.Dashboards.Add(dashboard);
        await db.SaveChangesAsync(cancel);
        return dashboard;
    }

    [GraphQLDescription("Puts its tiles into another order, adds some or takes some off, or calls it otherwise.")]
    public static Task<Dashboard> ArrangeDashboard(ArrangeDashboardInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(input.Id, input.Revision, dashboard => dashboard.Arrange(input.Name ?? dashboard.Name, input.Tiles is { } tiles ? Tiles(tiles) : dashboard.Tiles, current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("Shows it to the whole team, or to its owner alone again.")]
    public static Task<Dashboard> ShareDashboard(
        [ID<Dashboard>, GraphQLDescription("Which one.")] Guid id, [GraphQLDescription("False takes it back.")] bool shared, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, null, dashboard => dashboard.Share(shared, current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("A copy of one's own, of one that somebody shares.")]
    public static async Task<Dashboard> CopyDashboard([ID<Dashboard>, GraphQLDescription("Which one.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var copy = (await Find(id, db, current, cancel)).Copy(current.Member, clock.GetUtcNow());
        db.Dashboards.Add(copy);
        await db.SaveChangesAsync(cancel);
        return copy;
    }

    [GraphQLDescription("Takes it away. The figures stay.")]
    public static Task<Dashboard> RemoveDashboard([ID<Dashboard>, GraphQLDescription("Which one.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, null, dashboard => dashboard.Remove(current.Member, clock.GetUtcNow()), db, current, cancel);

    static List<Tile> Tiles(IReadOnlyList<TileInput> sent) => [.. sent.Select(t => new Tile(t.Kind, t.Metric))];

    static async Task<Dashboard> Change(Guid id, int? revision, Action<Dashboard> verb, PlanableDb db, Current current, CancellationToken cancel)
    {
        var dashboard = await Find(id, db, current, cancel);
        if (revision is { } seen)
            db.Entry(dashboard).Property(d => d.Revision).OriginalValue = seen;
        verb(dashboard);
        await db.SaveChangesAsync(cancel);
        return dashboard;
    }

    static async Task<Dashboard> Find(Guid id, PlanableDb db, Current current, CancellationToken cancel)
    {
        current.Member.Must(Permission.SeeInternal);
        return await db.Dashboards.SingleOrDefaultAsync(d => d.Id == id && d.RemovedAt == null, cancel) is { } dashboard && dashboard.IsSeenBy(current.Member) ? dashboard : throw Refused.NotFound("dashboard");
    }
}
