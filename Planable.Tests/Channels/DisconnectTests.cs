using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Tests.Emulators;
using Planable.Tests.Support;

namespace Planable.Tests.Channels;

/// <summary>LinkedIn's pages share one sign-in; revoked for one, it is for all.</summary>
public class DisconnectTests(NetworksApp app) : IClassFixture<NetworksApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Taking_back_a_shared_sign_in_names_what_ends_with_it_and_forgetting_it_here_ends_nothing_else()
    {
        using var olga = await app.As("olga");
        using (await olga.Post("/installation/apps/linkedin", ("ClientId", OAuthDesk.ClientId), ("ClientSecret", OAuthDesk.ClientSecret))) { }
        var (first, second) = await Connect(olga);
        var post = await Planned.On(app, first.Id, TimeSpan.FromMinutes(2));

        var page = await olga.Page($"/w/acme/channels/{first.Id}/disconnect");
        Assert.Contains($"{second.Name} was connected by the same sign-in and ends too.", page.QuerySelector("#how")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("for other clients too", page.QuerySelector("#how")!.TextContent, StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll("#held li"));
        Assert.Contains("One planned post stays planned. At its time it is held", page.Body!.TextContent, StringComparison.Ordinal);

        using (await olga.Post($"/w/acme/channels/{second.Id}/disconnect", ("forget", "true"))) { }
        Assert.Equal((ChannelState.Connected, ChannelState.Disconnected), (await State(first), await State(second)));
        await Connect(olga);
        Assert.Equal((ChannelState.Connected, ChannelState.Connected), (await State(first), await State(second)));

        using (await olga.Post($"/w/acme/channels/{first.Id}/disconnect", ("forget", "false"))) { }
        Assert.Equal((ChannelState.Disconnected, ChannelState.NeedsReconnect), (await State(first), await State(second)));
        Assert.Contains("taken back at the network together", (await Stored(second.Id)).Trouble, StringComparison.Ordinal);
        Assert.Equal("", (await Stored(first.Id)).Secrets);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        Assert.Equal(HoldReason.ChannelBroken, (await Planned.DeliveryOf(app, post)).HeldFor);

        // The same account keeps the channel, its posts and their state.
        await Connect(olga);
        Assert.Equal((ChannelState.Connected, ChannelState.Connected), (await State(first), await State(second)));
        Assert.Equal(first.Id, (await Planned.DeliveryOf(app, post)).ChannelId);
    }

    [Fact]
    public async Task A_network_that_does_not_answer_changes_nothing()
    {
        using var olga = await app.As("olga");
        using (await olga.Post("/installation/apps/linkedin", ("ClientId", OAuthDesk.ClientId), ("ClientSecret", OAuthDesk.ClientSecret))) { }
        var (first, _) = await Connect(olga);
        // Without its app Planable cannot ask LinkedIn for anything.
        using (await olga.Post("/installation/apps/linkedin/removal")) { }
        using var refused = await olga.Htmx($"/w/acme/channels/{first.Id}/disconnect", ("forget", "false"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Nothing was changed", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(ChannelState.Connected, await State(first));
    }

    async Task<(Channel First, Channel Second)> Connect(Visitor olga)
    {
        using var leaving = await olga.Post("/w/acme/channels/new/linkedin-page");
        var there = new Uri((await Visitor.Shown(leaving)).QuerySelector("#main a.btn.primary")!.GetAttribute("href")!);
        using var back = await ConnectingApp.ComeBack(olga, await ConnectingApp.Decide(there));
        var choices = back.Headers.Location!.OriginalString;
        var picks = (await olga.Page(choices)).QuerySelectorAll("input[name=pick]").Select(i => ("pick", i.GetAttribute("value"))).ToArray();
        using (await olga.Post(choices, picks)) { }
        var channels = await app.In("acme", db => db.Channels.AsNoTracking().Where(c => c.Network == "linkedin-page").OrderBy(c => c.Name).ToListAsync(Cancel));
        Assert.Equal(2, channels.Count);
        return (channels[0], channels[1]);
    }

    async Task<ChannelState> State(Channel channel) => (await Stored(channel.Id)).State;

    Task<Channel> Stored(Guid id) => app.In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == id, Cancel));
}
