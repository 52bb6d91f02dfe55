using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Publishing;

/// <summary>What a person does about something that failed, is held, or nobody knows of.</summary>
[MutationType, Error<UserError>, Scope(TokenScope.Publishing)]
public static class DeliveryMutations
{
    const int MostPosts = 200;

    [GraphQLDescription("Tries it again now.")]
    public static Task<Delivery> RetryDelivery([ID<Delivery>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, delivery => delivery.Retry(current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("Somebody looked: it is out on the network, or it is not.")]
    public static async Task<Delivery> SettleDelivery(
        [ID<Delivery>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("It is out.")] bool isOut, [GraphQLDescription("Where it can be seen, if that is known.")] string? permalink, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var address = string.IsNullOrWhiteSpace(permalink) ? null
            : Uri.TryCreate(permalink.Trim(), UriKind.Absolute, out var read) && read.Scheme is "https" or "http" ? read.AbsoluteUri
            : throw new Refused("ADDRESS_INVALID", "The address of the post has to begin with https://.", "permalink");
        return await Change(id, delivery =>
        {
            current.Must(Permission.PublishPosts);
            if (isOut)
                delivery.ConfirmOut(address, current.Member, clock.GetUtcNow());
            else
                delivery.ConfirmAbsent(current.Member, clock.GetUtcNow());
        }, db, current, cancel);
    }

    [GraphQLDescription("Gives what is held or failed another time.")]
    public static Task<Delivery> PostponeDelivery([ID<Delivery>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("When it goes out.")] TimeInput time, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        OnPost(id, (post, delivery) =>
        {
            current.Must(Permission.SchedulePosts);
            post.Postpone([delivery], time.In(current.Workspace.Zone), current.Member, clock.GetUtcNow());
        }, db, current, cancel);

    [GraphQLDescription("Nothing goes out on this channel; a thread ends where it stopped. The post as it is then is answered.")]
    public static async Task<Post> DropDelivery([ID<Delivery>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var post = await FindPost(db, current, id, cancel);
        post.Drop(post.Deliveries.Single(d => d.Id == id), current.Member, clock.GetUtcNow());
        await db.SaveAndSum(post.Id, cancel);
        return post;
    }

    [GraphQLDescription("Tries a comment below a post again now.")]
    public static Task<Delivery> RetryFirstComment([ID<Delivery>, GraphQLDescription("Below which.")] Guid deliveryId, [GraphQLDescription("Of several comments: which, from 1.")] int number, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        OnComment(deliveryId, number, comment => comment.Retry(current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("Somebody looked: the comment stands below the post, or it does not.")]
    public static Task<Delivery> SettleFirstComment(
        [ID<Delivery>, GraphQLDescription("Below which.")] Guid deliveryId, [GraphQLDescription("Of several comments: which, from 1.")] int number, [GraphQLDescription("It is there.")] bool isOut, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        OnComment(deliveryId, number, comment => comment.Confirm(isOut, current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("The comment is not written.")]
    public static Task<Delivery> DropFirstComment([ID<Delivery>, GraphQLDescription("Below which.")] Guid deliveryId, [GraphQLDescription("Of several comments: which, from 1.")] int number, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        OnComment(deliveryId, number, comment => comment.Delivery.DropComment(comment, current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("Somebody published it from their phone.")]
    public static Task<Delivery> FinishHandover([ID<Delivery>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("Where it can be seen; without it, nobody knows.")] string? permalink, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, delivery =>
        {
            InHand(delivery, current);
            delivery.FinishByHand(string.IsNullOrWhiteSpace(permalink) ? null : permalink, current.Member, clock.GetUtcNow());
        }, db, current, cancel);

    [GraphQLDescription("It is not published from a phone any more; somebody has to decide what becomes of it.")]
    public static Task<Delivery> TakeBackHandover([ID<Delivery>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, delivery =>
        {
            InHand(delivery, current);
            delivery.TakeFromPhone(current.Member, clock.GetUtcNow());
        }, db, current, cancel);

    [GraphQLDescription("Tries again what failed, of these posts or of all: up to 200 posts at a time.")]
    public static Task<SettledDeliveries> RetryFailed([ID<Post>, GraphQLDescription("Which; without any, all.")] IReadOnlyList<Guid>? postIds, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        OnEach(DeliveryState.Failed, Permission.PublishPosts, postIds, (_, delivery) => delivery.Retry(current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("Sends out what is held, of these posts or of all: up to 200 posts at a time.")]
    public static Task<SettledDeliveries> PublishHeld([ID<Post>, GraphQLDescription("Which; without any, all.")] IReadOnlyList<Guid>? postIds, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        OnEach(DeliveryState.Held, Permission.PublishPosts, postIds, (_, delivery) => delivery.Retry(current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("Drops what is held, of these posts or of all: up to 200 posts at a time.")]
    public static Task<SettledDeliveries> DropHeld([ID<Post>, GraphQLDescription("Which; without any, all.")] IReadOnlyList<Guid>? postIds, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        OnEach(DeliveryState.Held, Permission.SchedulePosts, postIds, (post, delivery) => post.Drop(delivery, current.Member, clock.GetUtcNow()), db, current, cancel);

    static void InHand(Delivery delivery, Current current)
    {
        current.Must(Permission.SeeInternal);
        if (delivery.HandedToId is null && delivery.State != DeliveryState.HandedOver)
            throw Refused.NotFound("handover");
    }

    static async Task<SettledDeliveries> OnEach(DeliveryState state, Permission needed, IReadOnlyList<Guid>? chosen, Action<Post, Delivery> act, PlanableDb db, Current current, CancellationToken cancel)
    {
        current.Must(needed);
        var query = db.Posts.SeenBy(current.Member).Where(p => p.Deliveries.Any(d => d.State == state));
        if (chosen is not null)
            query = query.Where(p => chosen.Contains(p.Id));
        var count = 0;
        foreach (var post in await query.OrderBy(p => p.Id).Take(MostPosts).Whole().ToListAsync(cancel))
        {
            foreach (var delivery in post.Deliveries.Where(d => d.State == state).ToList())
            {
                act(post, delivery);
                count++;
            }

            await db.SaveAndSum(post.Id, cancel);
        }

        return new(count);
    }

    static async Task<Delivery> Change(Guid id, Action<Delivery> verb, PlanableDb db, Current current, CancellationToken cancel)
    {
        var delivery = await db.Deliveries.Include(d => d.Channel).Include(d => d.Version).Include(d => d.Post).SingleOrDefaultAsync(d => d.Id == id && db.Posts.SeenBy(current.Member).Any(p => p.Id == d.PostId), cancel).Or("delivery");
        verb(delivery);
        await db.SaveAndSum(delivery.PostId, cancel);
        return delivery;
    }

    internal static async Task<Delivery> OnPost(Guid id, Action<Post, Delivery> verb, PlanableDb db, Current current, CancellationToken cancel)
    {
        var post = await FindPost(db, current, id, cancel);
        var delivery = post.Deliveries.Single(d => d.Id == id);
        verb(post, delivery);
        await db.SaveAndSum(post.Id, cancel);
        return delivery;
    }

    static async Task<Delivery> OnComment(Guid deliveryId, int number, Action<CommentDelivery> verb, PlanableDb db, Current current, CancellationToken cancel)
    {
        var comment = await db.CommentDeliveries.Include(c => c.Delivery).ThenInclude(d => d.Channel).Include(c => c.Delivery).ThenInclude(d => d.Comments)
            .SingleOrDefaultAsync(c => c.DeliveryId == deliveryId && c.Number == number && db.Posts.SeenBy(current.Member).Any(p => p.Id == c.PostId), cancel).Or("comment", "number");
        verb(comment);
        await db.SaveChangesAsync(cancel);
        return comment.Delivery;
    }

    static Task<Post> FindPost(PlanableDb db, Current current, Guid deliveryId, CancellationToken cancel) => db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Deliveries.Any(d => d.Id == deliveryId), cancel).Or("delivery");
}

/// <summary>What one act on many came to.</summary>
/// <param name="Count">So many deliveries.</param>
public sealed record SettledDeliveries(int Count);
