using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Web.GraphQL.Channels;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Publishing;

public sealed record DeliveryFilterInput(IReadOnlyList<DeliveryState>? States, [property: ID("Channel")] IReadOnlyList<Guid>? ChannelIds, DateTimeOffset? DueFrom, DateTimeOffset? DueBefore);

[QueryType]
public static class DeliveryQueries
{
    [GraphQLDescription("What is on its way, or went out, in order of its time.")]
    [UsePaging]
    public static IQueryable<Delivery> GetDeliveries(PlanableDb db, Current current, DeliveryFilterInput? filter)
    {
        var deliveries = db.SeenDeliveries(current.Member);
        if (filter?.States is { } states)
            deliveries = deliveries.Where(d => states.Contains(d.State));
        if (filter?.ChannelIds is { } channels)
            deliveries = deliveries.Where(d => channels.Contains(d.ChannelId));
        if (filter?.DueFrom is { } from)
            deliveries = deliveries.Where(d => d.DueAt >= from);
        if (filter?.DueBefore is { } before)
            deliveries = deliveries.Where(d => d.DueAt < before);
        return deliveries.OrderBy(d => d.DueAt);
    }

    internal static IQueryable<Delivery> SeenDeliveries(this PlanableDb db, Member reader)
    {
        var posts = db.Posts.SeenBy(reader);
        return db.Deliveries.AsNoTracking().Where(d => posts.Any(p => p.Id == d.PostId));
    }
}

[ObjectType<Delivery>]
public static class DeliveryType
{
    static void Configure(IObjectTypeDescriptor<Delivery> delivery)
    {
        delivery.BindFieldsExplicitly().Description("A post on its way to one channel. It is sent at most once.");
        delivery.Field(d => d.State);
        delivery.Field(d => d.DueAt);
        delivery.Field(d => d.PublishedAt);
        delivery.Field(d => d.Permalink).Description("Where it can be seen on the network.");
    }

    [NodeResolver]
    public static async Task<Delivery?> Find(Guid id, IDeliveryByIdDataLoader deliveries, CancellationToken cancel) => await deliveries.LoadAsync(id, cancel);

    public static async Task<Channel?> GetChannel([Parent] Delivery delivery, IChannelByIdDataLoader channels, CancellationToken cancel) => await channels.LoadAsync(delivery.ChannelId, cancel);

    public static async Task<Post?> GetPost([Parent] Delivery delivery, IPostByIdDataLoader posts, CancellationToken cancel) => await posts.LoadAsync(delivery.PostId, cancel);

    [GraphQLDescription("How often it was tried. For the team.")]
    public static int? GetTries([Parent] Delivery delivery, Current current) => current.Can(Permission.SeeInternal) ? delivery.Tries : null;

    [GraphQLDescription("Why it waits for a person. For the team.")]
    public static HoldReason? GetHeldFor([Parent] Delivery delivery, Current current) => current.Can(Permission.SeeInternal) ? delivery.HeldFor : null;

    [GraphQLDescription("What went wrong, in a sentence and with the network's own code. For the team.")]
    public static DeliveryFailure? GetFailure([Parent] Delivery delivery, Current current) =>
        current.Can(Permission.SeeInternal) && delivery.FailureClass is { } kind ? new(kind, delivery.FailureCode ?? "", delivery.FailureWords ?? "") : null;

    [GraphQLDescription("Every step it took. For the team.")]
    [ListSize(AssumedSize = 8)]
    public static async Task<IReadOnlyList<DeliveryStep>> GetTimeline([Parent] Delivery delivery, IEventsByDeliveryDataLoader events, CancellationToken cancel) =>
        [.. (await events.LoadAsync(delivery.Id, cancel) ?? []).Select(e => new DeliveryStep(e.At, e.Kind, e.Words, e.Code))];
}

public sealed record DeliveryFailure(FailureClass Class, string Code, string Words);

public sealed record DeliveryStep(DateTimeOffset At, string Kind, string? Words, string? Code);

public interface IDeliveryByIdDataLoader : IDataLoader<Guid, Delivery>;

public interface IDeliveriesByPostDataLoader : IDataLoader<Guid, Delivery[]>;

public interface IEventsByDeliveryDataLoader : IDataLoader<Guid, DeliveryEvent[]>;

public static class DeliveryLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, Delivery>> GetDeliveryByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, Current current, CancellationToken cancel) =>
        await db.SeenDeliveries(current.Member).Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancel);

    [DataLoader]
    public static async Task<ILookup<Guid, Delivery>> GetDeliveriesByPostAsync(IReadOnlyList<Guid> posts, PlanableDb db, CancellationToken cancel) =>
        (await db.Deliveries.AsNoTracking().Where(d => posts.Contains(d.PostId)).OrderBy(d => d.Id).ToListAsync(cancel)).ToLookup(d => d.PostId);

    [DataLoader]
    public static async Task<ILookup<Guid, DeliveryEvent>> GetEventsByDeliveryAsync(IReadOnlyList<Guid> deliveries, PlanableDb db, Current current, CancellationToken cancel) =>
        (current.Can(Permission.SeeInternal) ? await db.DeliveryEvents.AsNoTracking().Where(e => deliveries.Contains(e.DeliveryId)).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(cancel) : []).ToLookup(e => e.DeliveryId);
}
