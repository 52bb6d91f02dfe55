using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Notices;
using Planable.Data.Publishing;
using Planable.Data.Risks;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;
using Planable.Jobs.Notices;
using Planable.Jobs.Risks;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Mastodon;
using Planable.Tests.Emulators.Meta;
using Planable.Tests.Emulators.X;
using Planable.Tests.Support;

namespace Planable.Tests.Channels;

/// <summary>A sign-in that dies, over three networks that tell it in three ways.</summary>
public class DeadSignInTests(WatchedApp app) : IClassFixture<WatchedApp>
{
    [Theory, InlineData("mastodon"), InlineData("facebook"), InlineData("x")]
    public async Task It_is_noticed_within_fifteen_minutes_said_once_to_admins_and_another_admin_mends_it(string network)
    {
        // The tests of this class share the accounts.
        var begun = app.Clock.GetUtcNow();
        var channel = await app.Connect(network, "adam");
        Guid[] posts = [await Planned.On(app, channel.Id, TimeSpan.FromHours(1), "First."), await Planned.On(app, channel.Id, TimeSpan.FromHours(5), "Second."), await Planned.On(app, channel.Id, TimeSpan.FromDays(3), "Third.")];
        await app.Run<CheckChannelsJob>();
        Assert.Equal(ChannelState.Connected, (await Now(channel)).State);

        app.Emulator(network).RevokeTokens();
        for (var minutes = 0; minutes < 15; minutes += 5)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
            await app.Run<CheckChannelsJob>();
        }

        Assert.Equal(ChannelState.NeedsReconnect, (await Now(channel)).State);
        for (var round = 0; round < 3; round++)
        {
            await app.Run<CheckChannelsJob>();
            await app.Run<PreflightJob>();
            await app.Run<WriteNoticesJob>();
        }

        using var olga = await app.As("olga");
        Assert.Contains("Needs reconnect", (await olga.Page("/w/acme/channels")).QuerySelector($"#channel-{channel.Id} [data-state=failed]")!.TextContent, StringComparison.Ordinal);
        foreach (var post in posts)
            Assert.Equal("Will fail", (await olga.Page($"/w/acme/posts/{post}")).QuerySelector(".post-h .badge")!.TextContent.Trim());
        var id = channel.Id.ToString("N");
        await app.In("acme", async db =>
        {
            var told = await db.Notices.Where(n => n.Kind == "channel.broken" && n.Key.Contains(id) && n.At >= begun).Join(db.Members, n => n.MemberId, m => m.Id, (_, m) => m.Person.Name).OrderBy(n => n).ToListAsync();
            Assert.Equal(["Adam Admin", "Olga Owner"], told);
            Assert.False(await db.Notices.AnyAsync(n => n.PostId != null && posts.Contains(n.PostId.Value)));
        });

        await app.Connect(network, "olga", channel.Id);
        await app.Run<PreflightJob>();
        var mended = await Now(channel);
        Assert.Equal((ChannelState.Connected, (string?)null, channel.ConnectedAt), (mended.State, mended.Trouble, mended.ConnectedAt));
        await app.In("acme", async db => Assert.False(await db.Risks.AnyAsync(r => posts.Contains(r.PostId))));
        Assert.Equal("Scheduled", (await olga.Page($"/w/acme/posts/{posts[0]}")).QuerySelector(".post-h .badge")!.TextContent.Trim());

        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.DeliverDue();
        var sent = await Planned.DeliveryOf(app, posts[0]);
        Assert.Equal((DeliveryState.Published, channel.Id), (sent.State, sent.ChannelId));
        Assert.Equal(DeliveryState.Waiting, (await Planned.DeliveryOf(app, posts[1])).State);
        Assert.Contains(app.Emulator(network).Posts, p => p.Text.Contains("First.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_network_that_renews_nothing_leaves_time_until_the_sign_in_ends()
    {
        app.X.Desk.GivesRefreshTokens = false;
        var channel = await app.Connect("x", "adam");
        app.X.Desk.GivesRefreshTokens = true;
        var (before, after) = (await Planned.On(app, channel.Id, TimeSpan.FromMinutes(80), "Still before."), await Planned.On(app, channel.Id, TimeSpan.FromHours(5), "Too late."));
        // Past half of its life a renewal is tried, and refused.
        app.Clock.Advance(TimeSpan.FromMinutes(65));
        await app.Run<CheckChannelsJob>();
        await app.Run<PreflightJob>();

        Assert.Equal(ChannelState.Connected, (await Now(channel)).State);
        await app.In("acme", async db =>
        {
            Assert.Equal([(after, SignInCheck.Ending)], (await db.Risks.Where(r => r.PostId == before || r.PostId == after).ToListAsync()).Select(r => (r.PostId, r.Code)));
            Assert.Equal(1, await db.Log.CountAsync(e => e.SubjectId == channel.Id && e.Verb == "channel.renewal-refused"));
        });
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Published, (await Planned.DeliveryOf(app, before)).State);
    }

    Task<Channel> Now(Channel channel) => app.In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == channel.Id));
}

/// <summary>The app beside three networks, whose time is its own.</summary>
public sealed class WatchedApp : TestApp, IAsyncLifetime
{
    static readonly Uri ReturnTo = new("https://planable.example/channels/return");

    public const string MetricsToken = "scraper";

    public MastodonEmulator Mastodon { get; private set; } = null!;

    public FacebookEmulator Facebook { get; private set; } = null!;

    public XEmulator X { get; private set; } = null!;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Mastodon = await MastodonEmulator.Start(Clock);
        Facebook = await FacebookEmulator.Start(Clock);
        X = await XEmulator.Start(Clock);
    }

    public override void Settle(IWebHostBuilder web)
    {
        web.UseSetting("Outbound:AllowPrivateNetworks", "true").UseSetting("Metrics:Token", MetricsToken);
        foreach (var (network, emulator) in (IEnumerable<(string, INetworkEmulator)>)[("facebook", Facebook), ("x", X)])
        {
            web.UseSetting(NetworkAddresses.Name(network, "BaseUrl"), emulator.Address.AbsoluteUri)
                .UseSetting(NetworkAddresses.Name(network, "ClientId"), OAuthDesk.ClientId)
                .UseSetting(NetworkAddresses.Name(network, "ClientSecret"), OAuthDesk.ClientSecret);
        }
    }

    public INetworkEmulator Emulator(string network) => network switch { "facebook" => Facebook, "x" => X, _ => Mastodon };

    /// <summary>Signs in at the network, and connects the first account that comes or gives the channel its sign-in back.</summary>
    public async Task<Channel> Connect(string network, string name, Guid? again = null, int account = 0)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var scope = Services.CreateAsyncScope();
        var oauth = scope.ServiceProvider.GetRequiredKeyedService<IConnectByOAuth>(network);
        var start = await oauth.Begin(network == "mastodon" ? Mastodon.Address.AbsoluteUri : null, ReturnTo, "s", cancel);
        var back = QueryHelpers.ParseQuery((await ConnectingApp.Decide(start.Address)).Query);
        var chosen = (await oauth.Complete(start, ReturnTo, back["code"].ToString(), cancel))[account];
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        var workspace = await db.Workspaces.SingleAsync(w => w.Slug == "acme", cancel);
        db.Enter(workspace.Id, Via.Job);
        var channel = again is null ? null : await db.Channels.SingleAsync(c => c.Id == again, cancel);
        channel = await scope.ServiceProvider.GetRequiredService<ChannelConnections>().Take(await Member(db, name), workspace, network, chosen, channel, cancel);
        await db.SaveChangesAsync(cancel);
        // Databases keep microseconds.
        return await db.Channels.AsNoTracking().SingleAsync(c => c.Id == channel.Id, cancel);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Mastodon.DisposeAsync();
        await Facebook.DisposeAsync();
        await X.DisposeAsync();
    }
}
