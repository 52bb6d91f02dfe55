using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Demographics;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Analytics;

[ObjectType<Demographic>]
public static class DemographicType
{
    static void Configure(IObjectTypeDescriptor<Demographic> demographic)
    {
        demographic.BindFieldsExplicitly().Description("Who followed or watched an account when it was read the last time, as its network told it.");
        demographic.Field(d => d.By).Description("By what people are told apart.");
        demographic.Field(d => d.Of).Description("Of whom the network tells it.");
        demographic.Field(d => d.Field).Description("What the network calls it.");
        demographic.Field(d => d.ReadAt).Description("When the network told it.");
    }

    [GraphQLDescription("All groups that were told.")]
    [ListSize(AssumedSize = 20)]
    public static IReadOnlyList<AudienceGroup> GetGroups([Parent] Demographic demographic)
    {
        var all = demographic.Groups.Sum(g => g.Value);
        return demographic.Groups.ConvertAll(g => new AudienceGroup(g.Key, g.Value, all > 0 ? 100 * g.Value / all : null));
    }
}

/// <summary>One group of an audience.</summary>
public sealed record AudienceGroup(
    [property: GraphQLDescription("\"25-34\", an ISO country, a language tag.")] string Key,
    [property: GraphQLDescription("As the network tells it: people, views or percent.")] double Value,
    [property: GraphQLDescription("Its part of all that was told, in percent.")] double? Share);

[ExtendObjectType<Channel>]
public static class ChannelDemographics
{
    [GraphQLDescription("By age, country and language, as far as the network tells it; empty where it does not, which is not zero.")]
    [ListSize(AssumedSize = 3)]
    public static async Task<IReadOnlyList<Demographic>> GetDemographics([Parent] Channel channel, IDemographicsByChannelDataLoader demographics, CancellationToken cancel) =>
        await demographics.LoadAsync(channel.Id, cancel) ?? [];
}

public interface IDemographicsByChannelDataLoader : IDataLoader<Guid, IReadOnlyList<Demographic>>;

public static class DemographicLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<Demographic>>> GetDemographicsByChannelAsync(IReadOnlyList<Guid> ids, PlanableDb db, Current current, CancellationToken cancel)
    {
        if (!current.Can(Permission.SeeAnalytics))
            return new Dictionary<Guid, IReadOnlyList<Demographic>>();
        var told = await db.Demographics.AsNoTracking().Where(d => ids.Contains(d.ChannelId) && db.ChannelAudiences.Any(a => a.ChannelId == d.ChannelId && a.DoneAt == d.ReadAt)).OrderBy(d => d.By).ToListAsync(cancel);
        return told.GroupBy(d => d.ChannelId).ToDictionary(g => g.Key, g => (IReadOnlyList<Demographic>)[.. g]);
    }
}
