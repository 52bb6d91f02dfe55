using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Slots;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Slots;

[MutationType, Error<UserError>, Scope(TokenScope.Posts)]
public static class SlotMutations
{
    [GraphQLDescription("A time of day on some days of the week. Those the channel has already stay once.")]
    public static async Task<Channel> AddSlots([ID<Channel>] Guid channelId, IReadOnlyList<DayOfWeek> days, TimeOnly time, [ID("Label")] Guid? labelId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var channel = await Find(db, channelId, cancel);
        var label = labelId is null ? null : await db.Labels.SingleOrDefaultAsync(l => l.Id == labelId, cancel) ?? throw Refused.NotFound("label", "labelId");
        channel.AddSlots([.. days], time, label, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return channel;
    }

    [GraphQLDescription("Takes a slot away. Say what becomes of the posts planned for it.")]
    public static async Task<Channel> RemoveSlot([ID("Slot")] string id, SlotPosts posts, PlanableDb db, Current current, SlotRemoval removal, CancellationToken cancel)
    {
        current.Must(Permission.EditOthersPosts);
        var (channel, slot) = await FindSlot(db, id, cancel);
        await removal.Remove(channel, slot, posts, current.Member, current.Workspace, cancel);
        return channel;
    }

    [GraphQLDescription("For which posts a slot is kept.")]
    public static async Task<Channel> KeepSlot([ID("Slot"), GraphQLDescription("Which.")] string id, [ID("Label"), GraphQLDescription("Only posts with this label take it; null for all.")] Guid? labelId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.EditOthersPosts);
        var (channel, slot) = await FindSlot(db, id, cancel);
        var label = labelId is null ? null : await db.Labels.SingleOrDefaultAsync(l => l.Id == labelId, cancel).Or("label", "labelId");
        channel.KeepSlotFor(slot, label, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return channel;
    }

    [GraphQLDescription("Posts that the queue placed change places at random. Posts with a time of their own stay.")]
    public static async Task<Channel> ShuffleQueue([ID<Channel>, GraphQLDescription("Whose queue.")] Guid channelId, PlanableDb db, Current current, QueueOrder order, CancellationToken cancel)
    {
        var channel = await Find(db, channelId, cancel);
        await order.Shuffle(channel, current.Member, Random.Shared, cancel);
        return channel;
    }

    [GraphQLDescription("Gives posts that the queue placed an order among themselves.")]
    public static async Task<Channel> ArrangeQueue(
        [ID<Channel>, GraphQLDescription("Whose queue.")] Guid channelId, [ID("Post"), GraphQLDescription("The first first. Posts that are not named stay.")] IReadOnlyList<Guid> postIds, PlanableDb db, Current current, QueueOrder order, CancellationToken cancel)
    {
        var channel = await Find(db, channelId, cancel);
        await order.Arrange(channel, postIds, current.Member, cancel);
        return channel;
    }

    [GraphQLDescription("Whether later posts move up when one leaves the queue.")]
    public static async Task<Channel> SetReflow([ID<Channel>, GraphQLDescription("Whose queue.")] Guid channelId, [GraphQLDescription("They do.")] bool on, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var channel = await Find(db, channelId, cancel);
        channel.Reflow(on, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return channel;
    }

    static async Task<(Channel Channel, Slot Slot)> FindSlot(PlanableDb db, string id, CancellationToken cancel)
    {
        if (id.Split('-') is not [var channelPart, var slotPart] || !Guid.TryParseExact(channelPart, "N", out var channelId) || !Guid.TryParseExact(slotPart, "N", out var slotId))
            throw Refused.NotFound("slot");
        var channel = await Find(db, channelId, cancel);
        return (channel, channel.Slots.Find(s => s.Id == slotId).Or("slot"));
    }

    static async Task<Channel> Find(PlanableDb db, Guid id, CancellationToken cancel) => await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel) ?? throw Refused.NotFound("channel", "channelId");
}
