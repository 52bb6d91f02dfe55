using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Jobs.Channels;
using Planable.Jobs.Notices;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Bluesky;
using Planable.Tests.Support;

namespace Planable.Tests.Channels;

public class ChannelChecksTests(ConnectingApp app) : IClassFixture<ConnectingApp>
{
    [Fact]
    public async Task A_revoked_sign_in_is_noticed_within_fifteen_minutes_told_once_and_another_admin_mends_it()
    {
        var channel = await app.ConnectMastodon();
        var (due, later) = (await Planned.On(app, channel.Id, TimeSpan.FromHours(1)), await Planned.On(app, channel.Id, TimeSpan.FromHours(5)));
        await app.Run<CheckChannelsJob>();
        Assert.Equal(ChannelState.Connected, (await Now(channel)).State);
        app.Mastodon.RevokeTokens();
        for (var minutes = 0; minutes < 15; minutes += 5)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
            await app.Run<CheckChannelsJob>();
        }

        var broken = await Now(channel);
        Assert.Equal(ChannelState.NeedsReconnect, broken.State);
        Assert.NotEmpty(broken.Trouble!);
        for (var round = 0; round < 3; round++)
        {
            await app.Run<CheckChannelsJob>();
            await app.Run<WriteNoticesJob>();
        }

        var id = channel.Id.ToString("N");
        await app.In("acme", async db =>
        {
            var told = await db.Notices.Where(n => n.Kind == "channel.broken" && n.Key.Contains(id)).Join(db.Members, n => n.MemberId, m => m.Id, (_, m) => m.Person.Name).OrderBy(n => n).ToListAsync();
            Assert.Equal(["Adam Admin", "Olga Owner"], told);
        });

        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.DeliverDue();
        var held = await Planned.DeliveryOf(app, due);
        Assert.Equal((DeliveryState.Held, HoldReason.ChannelBroken), (held.State, held.HeldFor));

        using var olga = await app.As("olga");
        var response = await ConnectingApp.ComeBack(olga, await ConnectingApp.Decide(await app.GoToMastodon(olga, channel.Id)));
        Assert.Equal($"/w/acme/channels/{channel.Id}", response.Headers.Location!.OriginalString);
        var mended = await Now(channel);
        Assert.Equal((ChannelState.Connected, (string?)null, channel.ConnectedAt), (mended.State, mended.Trouble, mended.ConnectedAt));
        Assert.Equal(DeliveryState.Waiting, (await Planned.DeliveryOf(app, later)).State);

        Assert.Equal(HttpStatusCode.Redirect, (await olga.Post($"/w/acme/channels/{channel.Id}/missed", ("pick", held.Id.ToString()))).StatusCode);
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Published, (await Planned.DeliveryOf(app, due)).State);
        app.Clock.Advance(TimeSpan.FromHours(3));
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Published, (await Planned.DeliveryOf(app, later)).State);
    }

    [Fact]
    public async Task A_network_that_is_away_says_nothing_about_the_sign_in()
    {
        using var adam = await app.As("adam");
        var connected = await adam.Post("/w/acme/channels/new/bluesky", ("Identifier", BlueskyEmulator.Handle), ("Password", BlueskyEmulator.AppPassword), ("Server", app.Bluesky.Address.AbsoluteUri));
        var channel = await app.ChannelAt(connected.Headers.Location!.OriginalString);
        app.Bluesky.Faults.Arrange(Call.Read, Fault.ErrorBefore, 3);
        await Check();
        app.Bluesky.Faults.Clear();
        Assert.Equal(ChannelState.Connected, (await Now(channel)).State);

        // An expired token is renewed without anybody noticing.
        app.Bluesky.RevokeTokens();
        await Check();
        var renewed = await Now(channel);
        Assert.Equal(ChannelState.Connected, renewed.State);
        Assert.NotEqual(channel.Secrets, renewed.Secrets);

        app.Bluesky.EndSession();
        await Check();
        Assert.Equal(ChannelState.NeedsReconnect, (await Now(channel)).State);
    }

    async Task Check()
    {
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.Run<CheckChannelsJob>();
    }

    Task<Channel> Now(Channel channel) => app.In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == channel.Id));
}
