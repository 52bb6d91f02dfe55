using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;
using Planable.Web.Publishing;

namespace Planable.Web.GraphQL.Publishing;

/// <summary>What is done about a post that is out on a network. Changes go there in the background: read the delivery again.</summary>
[MutationType, Error<UserError>, Scope(TokenScope.Publishing)]
public static class LivePostMutations
{
    [GraphQLDescription("Gives a post that is out other words. Until the network has taken them, the post here stays as it is live.")]
    public static Task<Delivery> EditLivePost(
        [ID<Delivery>, GraphQLDescription("Where it is out.")] Guid deliveryId, [GraphQLDescription("The whole text.")] string text, [GraphQLDescription("Its title, where the network has one.")] string? title,
        PlanableDb db, Current current, LiveAbilities abilities, TimeProvider clock, CancellationToken cancel) =>
        On(deliveryId, (post, delivery) =>
        {
            MustBeOpen(delivery, abilities);
            post.EditLive(delivery, text, title, current.Member, clock.GetUtcNow());
        }, db, current, cancel);

    [GraphQLDescription("Takes a post off the network.")]
    public static Task<Delivery> RemoveLivePost([ID<Delivery>, GraphQLDescription("Where it is out.")] Guid deliveryId, PlanableDb db, Current current, LiveAbilities abilities, TimeProvider clock, CancellationToken cancel) =>
        On(deliveryId, (post, delivery) =>
        {
            if (!abilities.CanDelete(delivery.Channel.Network))
                throw new RuleBroken("NO_REMOVAL", "{0} lets no app remove posts. Remove it there.", Networks.Of(delivery.Channel.Network).Name);
            post.RemoveLive(delivery, current.Member, clock.GetUtcNow());
        }, db, current, cancel);

    [GraphQLDescription("Sends a change again that the network did not take.")]
    public static Task<Delivery> RetryLiveChange([ID<Delivery>, GraphQLDescription("Where it is out.")] Guid deliveryId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        On(deliveryId, (post, delivery) => post.RetryLive(Open(delivery), current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("Gives up a change that the network did not take.")]
    public static Task<Delivery> DiscardLiveChange([ID<Delivery>, GraphQLDescription("Where it is out.")] Guid deliveryId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        On(deliveryId, (post, delivery) => post.DiscardLive(Open(delivery), current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("Somebody changed it on the network: the approved words go back there.")]
    public static Task<Delivery> PutBackLivePost([ID<Delivery>, GraphQLDescription("Where it is out.")] Guid deliveryId, PlanableDb db, Current current, LiveAbilities abilities, TimeProvider clock, CancellationToken cancel) =>
        On(deliveryId, (post, delivery) =>
        {
            MustBeOpen(delivery, abilities);
            post.PutBack(delivery, current.Member, clock.GetUtcNow());
        }, db, current, cancel);

    [GraphQLDescription("Somebody changed it on the network: it may stay as it is there.")]
    public static Task<Delivery> AcceptLivePost([ID<Delivery>, GraphQLDescription("Where it is out.")] Guid deliveryId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        On(deliveryId, (post, delivery) => post.AcceptLive(delivery, current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("Has the live post looked at again.")]
    public static Task<Delivery> CheckLivePost([ID<Delivery>, GraphQLDescription("Where it is out.")] Guid deliveryId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        On(deliveryId, (post, delivery) => post.LookAgain(delivery, current.Member, clock.GetUtcNow()), db, current, cancel);

    static LiveChange Open(Delivery delivery) => delivery.Changes.LastOrDefault(c => c.IsOpen) ?? throw new RuleBroken("NOTHING_OPEN", "No change of this post is waiting any more.");

    static void MustBeOpen(Delivery delivery, LiveAbilities abilities)
    {
        if (abilities.WhyNot(delivery) is { } why)
            throw new RuleBroken("LIVE_FIXED", why, Networks.Of(delivery.Channel.Network).Name);
    }

    static async Task<Delivery> On(Guid id, Action<Post, Delivery> verb, PlanableDb db, Current current, CancellationToken cancel)
    {
        var post = await db.Posts.SeenBy(current.Member).Whole().Include(p => p.Deliveries).ThenInclude(d => d.Version).Include(p => p.Deliveries).ThenInclude(d => d.Changes)
            .Include(p => p.Deliveries).ThenInclude(d => d.Comments).Include(p => p.Deliveries).ThenInclude(d => d.Check).SingleOrDefaultAsync(p => p.Deliveries.Any(d => d.Id == id), cancel).Or("delivery", "deliveryId");
        if (!post.CanBeChangedLiveBy(current.Member))
            throw new NotAllowed($"{current.Member.Person.Name} may not change this post where it is out.");
        var delivery = post.Deliveries.Single(d => d.Id == id);
        verb(post, delivery);
        await db.SaveChangesAsync(cancel);
        return delivery;
    }
}
