using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Histories;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Secrets;
using Planable.Data.Tokens;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;
using Planable.Web.Channels;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Media;
using Planable.Web.Http;
using Planable.Web.Portals;

namespace Planable.Web.GraphQL.Channels;

/// <summary>A link with which somebody connects an account of theirs.</summary>
/// <param name="Link">The link.</param>
/// <param name="Url">Where it leads. It is told this once.</param>
public sealed record MadeConnectLink(ConnectLink Link, string Url);

/// <summary>What comes of channels, short of publishing. Signing in at a network is a person's: make a link for them.</summary>
[MutationType, Error<UserError>, Scope(TokenScope.Channels)]
public static class ConnectionMutations
{
    [GraphQLDescription("A channel that posts are planned for before anybody has connected the account. Nothing goes out until then.")]
    public static async Task<Channel> PlanChannel(
        [GraphQLDescription("Key of the network, e.g. \"mastodon\".")] string network, [GraphQLDescription("Which account is meant, as it is called on the network.")] string name, PlanableDb db, Current current, SignInDesk desk, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.ConnectChannels);
        Known(network, desk, current);
        var channel = Channel.Plan(current.Member, network, name, clock.GetUtcNow());
        db.Channels.Add(channel);
        await db.SaveChangesAsync(cancel);
        return channel;
    }

    [GraphQLDescription("A link with which somebody connects an account of theirs, without an account here.")]
    public static async Task<MadeConnectLink> AskToConnect(
        [GraphQLDescription("Key of the network; of a channel its own.")] string? network, [ID<Channel>, GraphQLDescription("Connects this channel again.")] Guid? channelId, [GraphQLDescription("Which account is meant, as it is called on the network.")] string? accountName,
        [GraphQLDescription("Who connects it.")] string person, [GraphQLDescription("Where to mail the link to; null mails nothing.")] string? email,
        PlanableDb db, Current current, SignInDesk desk, ConnectLinkMails mails, MediaAddresses addresses, ClientAddresses handed, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.ConnectChannels);
        var target = channelId is null ? null : await db.Channels.SingleOrDefaultAsync(c => c.Id == channelId, cancel).Or("channel", "channelId");
        var key = target?.Network ?? network ?? throw new Refused("NETWORK_MISSING", "Choose the network.", "network");
        new ConnectLinkForm { Network = key, AccountName = accountName ?? target?.Name, Person = person, Email = email }.Checked();
        Known(key, desk, current);
        var (link, token) = ConnectLink.Ask(person, key, accountName ?? target?.Name, target, current.Member, clock.GetUtcNow());
        db.ConnectLinks.Add(link);
        if (!string.IsNullOrWhiteSpace(email))
            await mails.Send(link, email.Trim(), $"/connect/{token}");
        await db.SaveChangesAsync(cancel);
        return new(link, await handed.Of($"/connect/{token}", addresses.Site, cancel));
    }

    [GraphQLDescription("The link connects nothing any more.")]
    public static async Task<ConnectLink> RevokeConnectLink([ID<ConnectLink>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var link = await Find(db, current, id, cancel);
        link.Revoke(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return link;
    }

    [GraphQLDescription("The account that came is used although it is called otherwise.")]
    public static async Task<Channel> AcceptConnectedAccount([ID<ConnectLink>, GraphQLDescription("The link it came by.")] Guid id, PlanableDb db, Current current, ChannelConnections connections, Vault vault, TimeProvider clock, CancellationToken cancel)
    {
        var link = await Find(db, current, id, cancel);
        if (link.StateAt(clock.GetUtcNow()) != ConnectLinkState.Waiting)
            throw new RuleBroken("NOTHING_ARRIVED", "No account waits here for a decision any more.");
        var target = await db.Channels.SingleOrDefaultAsync(c => c.Id == link.TargetId, cancel);
        var channel = await connections.Take(current.Member, current.Workspace, link.Network, vault.Open<ConnectedAccount>(link.Kept!), target, cancel);
        link.Accept(channel, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return channel;
    }

    [GraphQLDescription("The account that came is not used, and its sign-in is deleted; where the network can be told, it forgets the permission.")]
    public static async Task<ConnectLink> RejectConnectedAccount([ID<ConnectLink>, GraphQLDescription("The link it came by.")] Guid id, PlanableDb db, Current current, SignInEnds ends, Vault vault, TimeProvider clock, CancellationToken cancel)
    {
        var link = await Find(db, current, id, cancel);
        var account = link is { ArrivedAt: not null, Kept: { } kept } ? vault.Open<ConnectedAccount>(kept) : null;
        link.ThrowAway(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        if (account is not null)
            await ends.Revoke(link.Network, account, cancel);
        return link;
    }

    [GraphQLDescription("Ends the sign-in of a channel, at the network too. Its history stays.")]
    public static async Task<Channel> DisconnectChannel(
        [ID<Channel>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, SignInEnds ends, TimeProvider clock, CancellationToken cancel, [GraphQLDescription("Only forgets the sign-in here, without asking the network.")] bool forget = false)
    {
        var channel = await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel).Or("channel");
        current.Must(Permission.ConnectChannels);
        if (forget || !ends.CanRevoke(channel.Network) || channel.Secrets.Length == 0)
        {
            channel.Disconnect(current.Member, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return channel;
        }

        var ending = await ends.EndingWith(channel, cancel);
        if (await ends.Revoke(channel, cancel) is { } trouble)
            throw new Refused("NOT_REVOKED", $"{Networks.Of(channel.Network).Name} did not confirm that it forgot the permission: {trouble.Words} Nothing was changed. Try again, or only forget the sign-in here.", "id");
        var now = clock.GetUtcNow();
        channel.Disconnect(current.Member, now, revoked: true);
        foreach (var other in ending)
            other.EndWith(channel, current.Member, now);
        await db.SaveChangesAsync(cancel);
        return channel;
    }

    [GraphQLDescription("Publishes what a channel missed while it was signed out or paused.")]
    public static async Task<Channel> PublishMissed(
        [ID<Channel>, GraphQLDescription("Where.")] Guid id, [ID<Delivery>, GraphQLDescription("What of it.")] IReadOnlyList<Guid> deliveryIds, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var channel = await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel).Or("channel");
        current.Must(Permission.PublishPosts);
        if (!channel.IsUsable || channel.Pause is not null)
            throw new RuleBroken("CHANNEL_STOPPED", "{0} publishes nothing at the moment. Reconnect or resume it first.", channel.Name);
        var missed = await db.Deliveries.Include(d => d.Channel)
            .Where(d => d.ChannelId == id && d.Post.DeletedAt == null && (d.State == DeliveryState.Held || (d.State == DeliveryState.Failed && d.FailureClass == FailureClass.ReauthRequired)) && deliveryIds.Contains(d.Id)).ToListAsync(cancel);
        if (missed.Count == 0)
            throw new RuleBroken("NOTHING_PICKED", "Pick the posts that should still go out.");
        foreach (var delivery in missed)
        {
            delivery.Retry(current.Member, clock.GetUtcNow());
            await db.SaveAndSum(delivery.PostId, cancel);
        }

        return channel;
    }

    [GraphQLDescription("Has what was published past Planable brought in.")]
    public static async Task<Channel> BringHistory([ID<Channel>, GraphQLDescription("Of which channel.")] Guid id, [GraphQLDescription("Of so many days: 30, 90 or 365.")] int days, PlanableDb db, Current current, ConnectorShelf connectors, TimeProvider clock, CancellationToken cancel)
    {
        var channel = await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel).Or("channel");
        current.Must(Permission.PublishPosts);
        if (connectors.For(channel.Network) is not IListPosts)
            throw new RuleBroken("NO_HISTORY", "This network does not show Planable what the account has published.");
        var history = await db.ChannelHistories.SingleOrDefaultAsync(h => h.ChannelId == id, cancel);
        if (history is null)
            db.ChannelHistories.Add(history = new ChannelHistory(channel));
        history.Ask(days, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return channel;
    }

    static void Known(string network, SignInDesk desk, Current current)
    {
        if (!desk.Knows(network) || Networks.Find(network) is null)
            throw new Refused("NETWORK_UNKNOWN", "There is no such network here.", "network");
        ChannelConnections.MustAllow(current.Workspace, network);
    }

    static async Task<ConnectLink> Find(PlanableDb db, Current current, Guid id, CancellationToken cancel)
    {
        var link = await db.ConnectLinks.SingleOrDefaultAsync(l => l.Id == id, cancel).Or("link");
        current.Must(Permission.ConnectChannels);
        return link;
    }
}

[QueryType]
public static class ConnectLinkQueries
{
    [GraphQLDescription("Links with which people connect accounts of their own, the latest first. For those who connect channels.")]
    [UsePaging]
    public static IQueryable<ConnectLink> GetConnectLinks(PlanableDb db, Current current)
    {
        var connects = current.Can(Permission.ConnectChannels);
        return db.ConnectLinks.AsNoTracking().Where(l => connects).OrderByDescending(l => l.AskedAt);
    }
}

[ObjectType<ConnectLink>]
public static class ConnectLinkType
{
    static void Configure(IObjectTypeDescriptor<ConnectLink> link)
    {
        link.BindFieldsExplicitly().Description("A link with which somebody connects an account of theirs.");
        link.Field(l => l.Id).ID().Description("Its id.");
        link.Field(l => l.Network).Description("Key of the network.");
        link.Field(l => l.AccountName).Description("Which account is meant.");
        link.Field(l => l.Person).Description("Who connects it.");
        link.Field(l => l.AskedBy).Description("Who made the link.");
        link.Field(l => l.AskedAt).Description("When.");
        link.Field(l => l.ExpiresAt).Description("When it ends.");
        link.Field(l => l.ArrivedName).Description("The account that came.");
        link.Field(l => l.ArrivedAt).Description("When it came.");
    }

    [GraphQLDescription("Where it stands.")]
    public static ConnectLinkState GetState([Parent] ConnectLink link, TimeProvider clock) => link.StateAt(clock.GetUtcNow());
}
