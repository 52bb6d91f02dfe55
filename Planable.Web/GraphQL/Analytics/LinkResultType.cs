using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Channels;
using Planable.Data.Links;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;
using Planable.Jobs.Links;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Analytics;

[QueryType]
public static class LinkResultQueries
{
    [GraphQLDescription("Short links of posts and how many people followed them on these days, each counted once a day and link.")]
    [ListSize(AssumedSize = 50)]
    public static async Task<IReadOnlyList<LinkResult>> GetLinkResults(
        [GraphQLDescription("The first of the days (UTC).")] DateOnly from, [GraphQLDescription("The last of them.")] DateOnly to, Current current, BoardReader boards, LinkResults results, CancellationToken cancel) =>
        current.Can(Permission.SeeAnalytics) && from <= to ? await results.Read([.. (await boards.Channels(cancel)).Select(c => c.Id)], new DaySpan(from, to), current.Member, cancel) : [];
}

[ObjectType<LinkResult>]
public static class LinkResultType
{
    static void Configure(IObjectTypeDescriptor<LinkResult> link)
    {
        link.BindFieldsExplicitly().Description("One short link of a post on one channel.");
        link.Field(l => l.Code).Description("What stands behind /l/ in its address.");
        link.Field(l => l.Target).Description("Where it leads, campaign tags included.");
        link.Field(l => l.MadeAt).Description("With the version of the post that has it.");
        link.Field(l => l.People).Description("Who followed it on the days asked for, each person once a day.");
    }

    [GraphQLDescription("The post it stands in.")]
    [ID("Post")]
    public static Guid GetPostId([Parent] LinkResult link) => link.PostId;

    [GraphQLDescription("The channel whose link it is.")]
    [ID("Channel")]
    public static Guid GetChannelId([Parent] LinkResult link) => link.ChannelId;
}

[MutationType, Error<UserError>, Scope(TokenScope.Write)]
public static class LinkMutations
{
    [GraphQLDescription("Has the links of posts shortened in versions made from now on, or written out again. Short links that are out go on working.")]
    public static async Task<Workspace> ShortenLinks(
        [GraphQLDescription("False writes links out.")] bool on, [GraphQLDescription("Where they begin: an address of the agency that works, or this installation's. Left out, the agency's if there is one.")] string? site,
        PlanableDb db, Current current, ShortSites sites, Media.MediaAddresses addresses, TimeProvider clock, CancellationToken cancel)
    {
        current.Workspace.ShortenLinks(on ? await sites.Choose(current.Workspace, site, addresses.Site, cancel) : null, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return current.Workspace;
    }
}
