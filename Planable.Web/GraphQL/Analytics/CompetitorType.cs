using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Competitors;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Jobs.Competitors;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Analytics;

[QueryType]
public static class CompetitorQueries
{
    [GraphQLDescription("Public profiles of others that are read once a day. A client's token sees none.")]
    [ListSize(AssumedSize = Competitor.Most)]
    public static async Task<IReadOnlyList<Competitor>> GetCompetitors(PlanableDb db, Current current, CancellationToken cancel) =>
        current.Can(Permission.SeeInternal) ? await db.Competitors.AsNoTracking().Where(c => c.RemovedAt == null).OrderBy(c => c.Name).ThenBy(c => c.Id).ToListAsync(cancel) : [];
}

[ObjectType<Competitor>]
public static class CompetitorType
{
    static void Configure(IObjectTypeDescriptor<Competitor> competitor)
    {
        competitor.BindFieldsExplicitly().Description("A public profile of somebody else, read once a day.");
        competitor.Field(c => c.Network).Description("Key of the network, e.g. \"mastodon\".");
        competitor.Field(c => c.Handle).Description("As people type it, without a leading @.");
        competitor.Field(c => c.Name).Description("As the profile shows it.");
        competitor.Field(c => c.Address).Description("Where people see it.");
        competitor.Field(c => c.AddedAt).Description("When it was chosen.");
        competitor.Field(c => c.ReadAt).Description("When it was read the last time.");
        competitor.Field(c => c.GoneSince).Description("Since then the network shows nothing of it; averages leave it out.");
        competitor.Field(c => c.Trouble).Description("Why it was not read the last time.");
    }

    [NodeResolver]
    public static async Task<Competitor?> Find(Guid id, ICompetitorByIdDataLoader competitors, CancellationToken cancel) => await competitors.LoadAsync(id, cancel);

    [GraphQLDescription("What it showed on each of these days; a day that was not read is not there.")]
    [ListSize(AssumedSize = 60)]
    public static async Task<IReadOnlyList<CompetitorDay>> GetDays(
        [Parent] Competitor competitor, [GraphQLDescription("The first of the days.")] DateOnly from, [GraphQLDescription("The last of them.")] DateOnly to, ICompetitorDaysDataLoader days, CancellationToken cancel) =>
        [.. (await days.LoadAsync(competitor.Id, cancel) ?? []).Where(d => d.Day >= from && d.Day <= to)];
}

/// <summary>What a profile showed on a day.</summary>
public sealed record CompetitorDay(
    [property: GraphQLDescription("In the zone of the workspace.")] DateOnly Day,
    [property: GraphQLDescription("Null where they are hidden.")] long? Followers,
    [property: GraphQLDescription("All there are, not those of the day.")] long? Posts);

public interface ICompetitorByIdDataLoader : IDataLoader<Guid, Competitor>;

public interface ICompetitorDaysDataLoader : IDataLoader<Guid, IReadOnlyList<CompetitorDay>>;

public static class CompetitorLoaders
{
    /// <summary>More than a year says little.</summary>
    const int MostDays = 400;

    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, Competitor>> GetCompetitorByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, Current current, CancellationToken cancel) =>
        current.Can(Permission.SeeInternal) ? await db.Competitors.AsNoTracking().Where(c => ids.Contains(c.Id) && c.RemovedAt == null).ToDictionaryAsync(c => c.Id, cancel) : [];

    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<CompetitorDay>>> GetCompetitorDaysAsync(IReadOnlyList<Guid> ids, PlanableDb db, TimeProvider clock, CancellationToken cancel)
    {
        var since = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-MostDays);
        var days = await db.CompetitorFigures.AsNoTracking().Where(f => ids.Contains(f.CompetitorId) && f.Day >= since).OrderBy(f => f.Day).Select(f => new { f.CompetitorId, f.Day, f.Followers, f.Posts }).ToListAsync(cancel);
        return days.GroupBy(f => f.CompetitorId).ToDictionary(g => g.Key, g => (IReadOnlyList<CompetitorDay>)[.. g.Select(f => new CompetitorDay(f.Day, f.Followers, f.Posts))]);
    }
}

[MutationType, Error<UserError>, Scope(TokenScope.Write)]
public static class CompetitorMutations
{
    [GraphQLDescription("Chooses a public profile to compare with; it is read in a moment and once a day from then on.")]
    public static async Task<Competitor> AddCompetitor(
        [GraphQLDescription("Key of a network that tells of other accounts and of which a channel is connected.")] string network, [GraphQLDescription("The profile's name there, or its address.")] string handle,
        PlanableDb db, Current current, CompetitorChoice choice, CancellationToken cancel)
    {
        current.Member.Must(Permission.SeeInternal);
        var competitor = await choice.Add(network, handle, current.Member, cancel);
        await db.SaveChangesAsync(cancel);
        return competitor;
    }

    [GraphQLDescription("Compares with it no longer.")]
    public static async Task<Competitor> RemoveCompetitor([ID<Competitor>, GraphQLDescription("Which one.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        current.Member.Must(Permission.SeeInternal);
        var competitor = await db.Competitors.SingleOrDefaultAsync(c => c.Id == id && c.RemovedAt == null, cancel) ?? throw Refused.NotFound("competitor");
        competitor.Remove(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return competitor;
    }
}
