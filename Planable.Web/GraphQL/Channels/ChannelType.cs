using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Slots;
using Planable.Web.GraphQL.Slots;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Channels;

public sealed record ChannelFilterInput(IReadOnlyList<ChannelState>? States, IReadOnlyList<string>? Networks);

[QueryType]
public static class ChannelQueries
{
    [GraphQLDescription("Connected accounts. A client's token sees those its posts go to.")]
    [UsePaging]
    public static IQueryable<Channel> GetChannels(PlanableDb db, Current current, ChannelFilterInput? filter)
    {
        var channels = db.SeenChannels(current.Member);
        if (filter?.States is { } states)
            channels = channels.Where(c => states.Contains(c.State));
        if (filter?.Networks is { } networks)
            channels = channels.Where(c => networks.Contains(c.Network));
        return channels.OrderBy(c => c.ConnectedAt);
    }

    internal static IQueryable<Channel> SeenChannels(this PlanableDb db, Member reader) => reader.IsClient
        ? db.Channels.AsNoTracking().Where(c => db.Variants.Any(v => v.ChannelId == c.Id && db.Posts.Any(p => p.Id == v.PostId && p.Audience == Data.Logs.Audience.Client)))
        : db.Channels.AsNoTracking();
}

[ObjectType<Channel>]
public static class ChannelType
{
    static void Configure(IObjectTypeDescriptor<Channel> channel)
    {
        channel.BindFieldsExplicitly().Description("One account, page or profile on a network.");
        channel.Field(c => c.Network).Description("Key of the network, e.g. \"mastodon\".");
        channel.Field(c => c.Name);
        channel.Field(c => c.Handle);
        channel.Field(c => c.AvatarUrl);
        channel.Field(c => c.State);
        channel.Field(c => c.ConnectedAt);
        channel.Field(c => c.Reflows).Description("When a post leaves its queue, those behind it move up.");
    }

    [NodeResolver]
    public static async Task<Channel?> Find(Guid id, IChannelByIdDataLoader channels, CancellationToken cancel) => await channels.LoadAsync(id, cancel);

    [GraphQLDescription("Why it needs a person. For the team.")]
    public static string? GetTrouble([Parent] Channel channel, Current current) => current.Can(Permission.SeeInternal) ? channel.Trouble : null;

    [GraphQLDescription("When its sign-in ends unless it is renewed. For the team.")]
    public static DateTimeOffset? GetSignInEndsAt([Parent] Channel channel, Current current) => current.Can(Permission.SeeInternal) ? channel.SignInEndsAt : null;

    [GraphQLDescription("Why nothing goes out there; null while something does. For the team.")]
    public static string? GetPausedFor([Parent] Channel channel, Current current) => current.Can(Permission.SeeInternal) ? channel.Pause?.Why : null;

    [GraphQLDescription("Its preferred times, by day and time of day in the workspace's zone. For the team.")]
    [ListSize(AssumedSize = 20)]
    public static IReadOnlyList<TimeSlot> GetSlots([Parent] Channel channel, Current current) =>
        current.Can(Permission.SeeInternal) ? [.. channel.Slots.OrderBy(s => s.Day).ThenBy(s => s.Time).Select(s => new TimeSlot(s, channel.Id))] : [];
}

public interface IChannelByIdDataLoader : IDataLoader<Guid, Channel>;

public static class ChannelLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, Channel>> GetChannelByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, Current current, CancellationToken cancel) =>
        await db.SeenChannels(current.Member).Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
}
