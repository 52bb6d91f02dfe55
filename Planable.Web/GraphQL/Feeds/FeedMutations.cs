using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Feeds;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Jobs.Outbound;
using Planable.Data.Tokens;
using Planable.Web.Feeds;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Media;
using Planable.Web.Http;
using Planable.Web.Portals;

namespace Planable.Web.GraphQL.Feeds;

/// <summary>An address for calendar programs.</summary>
/// <param name="Feed">Whom it is for.</param>
/// <param name="Url">The address. It is told this once.</param>
public sealed record OpenedFeed(CalendarFeed Feed, string Url);

[MutationType, Error<UserError>, Scope(TokenScope.Settings)]
public static class FeedMutations
{
    [GraphQLDescription("An address with which a calendar program reads what is planned.")]
    public static async Task<OpenedFeed> OpenFeed(
        [GraphQLDescription("For whom it is, so that the right one can be revoked later.")] string name, [GraphQLDescription("Whether it shows what the team sees, or the client.")] Audience audience,
        PlanableDb db, Current current, MediaAddresses addresses, ClientAddresses handed, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.ManageWorkspace);
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > CalendarFeed.NameLength)
            throw new RuleBroken("NAME_MISSING", "Say for whom the address is, so that the right one can be revoked later.");
        var (feed, token) = CalendarFeed.Open(name, audience, current.Member, clock.GetUtcNow());
        db.CalendarFeeds.Add(feed);
        await db.SaveChangesAsync(cancel);
        var path = $"/feeds/{token}.ics";
        return new(feed, audience == Audience.Client ? await handed.Of(path, addresses.Site, cancel) : addresses.Site + path);
    }

    [GraphQLDescription("The address gives nothing any more.")]
    public static async Task<CalendarFeed> RevokeFeed([ID<CalendarFeed>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var feed = await db.CalendarFeeds.SingleOrDefaultAsync(f => f.Id == id, cancel).Or("feed");
        current.Must(Permission.ManageWorkspace);
        feed.Revoke(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return feed;
    }

    [GraphQLDescription("A calendar from outside, shown below the posts.")]
    public static async Task<Overlay> AddOverlay(
        [GraphQLDescription("What it is called.")] string name, [GraphQLDescription("Its iCal address; it begins with https:// or webcal://.")] string address, PlanableDb db, Current current, OutboundGuard guard, TimeProvider clock, CancellationToken cancel,
        [GraphQLDescription("The client's people see it too.")] bool isPublic = false)
    {
        current.Must(Permission.ManageWorkspace);
        var form = new OverlayForm { Name = name, Address = address, IsPublic = isPublic }.Checked();
        var read = OverlayAddress.Read(form.Address, guard) ?? throw new Refused("ADDRESS_INVALID", "Enter the whole address of an iCal calendar; it begins with https:// or webcal://.", "address");
        if (await db.Overlays.CountAsync(cancel) >= OverlayAddress.MostOverlays)
            throw new RuleBroken("OVERLAYS_MANY", "A client has at most {0} calendars from outside.", OverlayAddress.MostOverlays);
        var overlay = Overlay.Add(current.Workspace, name, read, isPublic, current.Member, clock.GetUtcNow());
        db.Overlays.Add(overlay);
        await db.SaveChangesAsync(cancel);
        return overlay;
    }

    [GraphQLDescription("Has a calendar from outside read again, within a minute.")]
    public static async Task<Overlay> ReadOverlay([ID<Overlay>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var overlay = await db.Overlays.SingleOrDefaultAsync(o => o.Id == id, cancel).Or("calendar");
        current.Must(Permission.ManageWorkspace);
        overlay.ReadSoon(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return overlay;
    }

    [GraphQLDescription("A calendar from outside is not shown any more.")]
    public static async Task<Overlay> RemoveOverlay([ID<Overlay>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var overlay = await db.Overlays.SingleOrDefaultAsync(o => o.Id == id, cancel).Or("calendar");
        current.Must(Permission.ManageWorkspace);
        overlay.Removed(current.Member, clock.GetUtcNow());
        db.Overlays.Remove(overlay);
        await db.SaveChangesAsync(cancel);
        return overlay;
    }
}

[QueryType]
public static class FeedQueries
{
    [GraphQLDescription("Addresses for calendar programs, by name. For those who manage the workspace.")]
    [UsePaging]
    public static IQueryable<CalendarFeed> GetFeeds(PlanableDb db, Current current)
    {
        var manages = current.Can(Permission.ManageWorkspace);
        return db.CalendarFeeds.AsNoTracking().Where(f => manages && f.RevokedAt == null).OrderBy(f => f.Name);
    }

    [GraphQLDescription("Calendars from outside, by name. For those who manage the workspace.")]
    [UsePaging]
    public static IQueryable<Overlay> GetOverlays(PlanableDb db, Current current)
    {
        var manages = current.Can(Permission.ManageWorkspace);
        return db.Overlays.AsNoTracking().Where(o => manages).OrderBy(o => o.Name);
    }
}

[ObjectType<CalendarFeed>]
public static class FeedType
{
    static void Configure(IObjectTypeDescriptor<CalendarFeed> feed)
    {
        feed.BindFieldsExplicitly().Description("An address with which a calendar program reads what is planned.");
        feed.Field(f => f.Id).ID().Description("Its id.");
        feed.Field(f => f.Name).Description("For whom it is.");
        feed.Field(f => f.Audience).Description("Whether it shows what the team sees, or the client.");
        feed.Field(f => f.OpenedAt).Description("When it was made.");
        feed.Field(f => f.OpenedBy).Description("By whom.");
        feed.Field(f => f.RevokedAt).Description("When it was revoked.");
    }
}

[ObjectType<Overlay>]
public static class OverlayType
{
    static void Configure(IObjectTypeDescriptor<Overlay> overlay)
    {
        overlay.BindFieldsExplicitly().Description("A calendar from outside, shown below the posts.");
        overlay.Field(o => o.Id).ID().Description("Its id.");
        overlay.Field(o => o.Name).Description("What it is called.");
        overlay.Field(o => o.Address).Description("Its iCal address.");
        overlay.Field(o => o.Audience).Description("Who sees it.");
        overlay.Field(o => o.ReadAt).Description("When it was read last.");
        overlay.Field(o => o.Trouble).Description("Why it could not be read last.");
        overlay.Field(o => o.Events).Description("How many events it had.");
    }
}
