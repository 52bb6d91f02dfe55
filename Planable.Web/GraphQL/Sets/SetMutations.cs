using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Sets;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Channels;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Members;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Sets;

[MutationType, Error<UserError>, Scope(TokenScope.Posts)]
public static class SetMutations
{
    [GraphQLDescription("Channels that posts often go to together.")]
    public static async Task<ChannelSet> CreateSet([GraphQLDescription("What it is called.")] string name, [ID("Channel"), GraphQLDescription("Its channels.")] IReadOnlyList<Guid> channelIds, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.WritePosts);
        var set = new ChannelSet(current.Member, name, Chosen(await db.MustFindChannels(channelIds, "channelIds", cancel), []), clock.GetUtcNow());
        await MustBeFree(db, set, cancel);
        db.ChannelSets.Add(set);
        await db.SaveChangesAsync(cancel);
        return set;
    }

    [GraphQLDescription("Changes a set. Channels that stay keep their settings; what is left out stays as it is.")]
    public static async Task<ChannelSet> EditSet(
        [ID<ChannelSet>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("The revision you read: if somebody changed it since, nothing is saved and the code is CONFLICT.")] int? revision,
        [GraphQLDescription("What it is called.")] string? name, [ID("Channel"), GraphQLDescription("All its channels.")] IReadOnlyList<Guid>? channelIds, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var set = await db.ChannelSets.SingleOrDefaultAsync(s => s.Id == id, cancel).Or("set");
        current.Must(Permission.EditOthersPosts);
        if (revision is { } seen)
            db.Entry(set).Property(s => s.Revision).OriginalValue = seen;
        set.Edit(name ?? set.Name, channelIds is null ? set.Channels : Chosen(await db.MustFindChannels(channelIds, "channelIds", cancel), set.Channels), current.Member, clock.GetUtcNow());
        await MustBeFree(db, set, cancel);
        await db.SaveChangesAsync(cancel);
        return set;
    }

    [GraphQLDescription("Takes a set away. Posts made with it stay as they are.")]
    public static async Task<ChannelSet> RemoveSet([ID<ChannelSet>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var set = await db.ChannelSets.SingleOrDefaultAsync(s => s.Id == id, cancel).Or("set");
        set.Remove(current.Member, clock.GetUtcNow());
        db.ChannelSets.Remove(set);
        await db.SaveChangesAsync(cancel);
        return set;
    }

    static List<ChannelChoice> Chosen(IEnumerable<Channel> channels, IReadOnlyList<ChannelChoice> before) =>
        [.. channels.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => new ChannelChoice(c.Id, c.Name, before.FirstOrDefault(b => b.ChannelId == c.Id)?.Settings ?? new Dictionary<string, string>()))];

    static async Task MustBeFree(PlanableDb db, ChannelSet set, CancellationToken cancel)
    {
        if (await db.ChannelSets.AnyAsync(s => s.Id != set.Id && s.Key == set.Key, cancel))
            throw new RuleBroken("NAME_TAKEN", "There is one called \"{0}\" already.", set.Name);
    }
}

[QueryType]
public static class SetQueries
{
    [GraphQLDescription("Sets of channels, by name. A client's token sees none.")]
    [UsePaging]
    public static IQueryable<ChannelSet> GetSets(PlanableDb db, Current current)
    {
        var team = current.Can(Permission.SeeInternal);
        return db.ChannelSets.AsNoTracking().Where(s => team).OrderBy(s => s.Key);
    }
}

[ObjectType<ChannelSet>]
public static class SetType
{
    static void Configure(IObjectTypeDescriptor<ChannelSet> set)
    {
        set.BindFieldsExplicitly().Description("Channels that posts often go to together.");
        set.Field(s => s.Id).ID().Description("Its id.");
        set.Field(s => s.Name).Description("What it is called.");
        set.Field(s => s.CreatedAt).Description("When it was made.");
        set.Field(s => s.Revision).Description("Grows with every change.");
    }

    [GraphQLDescription("Its channels, as far as they are still here.")]
    [ListSize(AssumedSize = 4)]
    public static async Task<IReadOnlyList<Channel>> GetChannels([Parent] ChannelSet set, IChannelByIdDataLoader channels, CancellationToken cancel) =>
        [.. (await Task.WhenAll(set.Channels.Select(c => channels.LoadAsync(c.ChannelId, cancel)))).OfType<Channel>()];
}
