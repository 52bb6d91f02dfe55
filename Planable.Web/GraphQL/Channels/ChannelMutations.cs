using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Channels;

[MutationType, Error<UserError>, Scope(TokenScope.Channels)]
public static class ChannelMutations
{
    [GraphQLDescription("Nothing goes out there until it is resumed.")]
    public static Task<Channel> PauseChannel([ID<Channel>] Guid id, string reason, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, channel => channel.PauseAll(current.Member, reason, clock.GetUtcNow()), db, cancel);

    [GraphQLDescription("Publishing goes on. What came due meanwhile waits for a person's choice.")]
    public static Task<Channel> ResumeChannel([ID<Channel>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, channel => channel.Resume(current.Member, clock.GetUtcNow()), db, cancel);

    static async Task<Channel> Change(Guid id, Action<Channel> verb, PlanableDb db, CancellationToken cancel)
    {
        var channel = await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel) ?? throw Refused.NotFound("channel");
        verb(channel);
        await db.SaveChangesAsync(cancel);
        return channel;
    }
}
