using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Tokens;
using Planable.Jobs.Readings;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Analytics;

[MutationType, Error<UserError>, Scope(TokenScope.Channels)]
public static class FigureMutations
{
    [UseMutationConvention(PayloadFieldName = "channels")]
    [GraphQLDescription("Has the networks asked for the figures of these channels now. Those that were read a moment ago are left alone; if all were, the error says when they can be read again.")]
    public static async Task<IReadOnlyList<Channel>> ReadFigures(
        [ID<Channel>, GraphQLDescription("At least one.")] IReadOnlyList<Guid> channelIds, PlanableDb db, Current current, FigureRequests requests, CancellationToken cancel)
    {
        var ids = channelIds.Distinct().ToList();
        if (await db.Channels.CountAsync(c => ids.Contains(c.Id), cancel) != ids.Count)
            throw Refused.NotFound("channel", "channelIds");
        var asked = await requests.Ask(ids, current.Member, cancel);
        await db.SaveChangesAsync(cancel);
        return [.. asked.Select(s => s.Channel)];
    }
}
