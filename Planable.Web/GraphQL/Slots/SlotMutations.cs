using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
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
        current.Member.Must(Data.Members.Permission.EditOthersPosts);
        if (id.Split('-') is not [var channelPart, var slotPart] || !Guid.TryParseExact(channelPart, "N", out var channelId) || !Guid.TryParseExact(slotPart, "N", out var slotId))
            throw Refused.NotFound("slot");
        var channel = await Find(db, channelId, cancel);
        var slot = channel.Slots.Find(s => s.Id == slotId) ?? throw Refused.NotFound("slot");
        await removal.Remove(channel, slot, posts, current.Member, current.Workspace, cancel);
        return channel;
    }

    static async Task<Channel> Find(PlanableDb db, Guid id, CancellationToken cancel) => await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel) ?? throw Refused.NotFound("channel", "channelId");
}
