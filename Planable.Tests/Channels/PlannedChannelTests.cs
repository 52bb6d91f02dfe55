using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Tests.Emulators.Mastodon;
using Planable.Tests.Support;

namespace Planable.Tests.Channels;

/// <summary>Posts for an account that nobody has connected yet.</summary>
public class PlannedChannelTests(ConnectingApp app) : IClassFixture<ConnectingApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Posts_are_written_for_it_and_scheduling_says_that_nothing_goes_out()
    {
        var id = await Plan("tiktok", "Acme Shorts");
        using var adam = await app.As("adam");
        Assert.Contains("Planned, not connected", (await adam.Page("/w/acme/channels")).QuerySelector($"#channel-{id}")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("This channel is only planned", (await adam.Page($"/w/acme/channels/{id}")).Body!.TextContent, StringComparison.Ordinal);

        using var wanda = await app.As("wanda");
        var composer = await wanda.Page($"/w/acme/posts/new?channel={id}");
        Assert.Contains("Acme Shorts", composer.Body!.TextContent, StringComparison.Ordinal);
        var postId = await Planned.On(app, id, TimeSpan.FromDays(1));
        using var pia = await app.As("pia");
        Assert.Contains("Acme Shorts is not connected yet: what falls due there is held until it is.", (await pia.Page($"/w/acme/posts/{postId}/edit")).Body!.TextContent, StringComparison.Ordinal);
        var shown = await wanda.Page($"/w/acme/posts/{postId}");
        Assert.Contains("unless Acme Shorts is connected before", shown.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await wanda.Get($"/w/acme/posts/{postId}/previews")).StatusCode);
    }

    [Fact]
    public async Task What_falls_due_is_held_and_connecting_keeps_channel_posts_and_schedule()
    {
        var id = await Plan("mastodon", "Acme on Mastodon");
        var (due, later) = (await Planned.On(app, id, TimeSpan.FromMinutes(2)), await Planned.On(app, id, TimeSpan.FromMinutes(20)));
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        var held = await Planned.DeliveryOf(app, due);
        Assert.Equal((DeliveryState.Held, HoldReason.NotConnected), (held.State, held.HeldFor));
        Assert.Contains("connect it first", held.FailureWords, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Waiting, (await Planned.DeliveryOf(app, later)).State);
        using var adam = await app.As("adam");
        var post = await adam.Page($"/w/acme/posts/{due}");
        Assert.Contains("Connect Acme on Mastodon first", post.QuerySelector($"#delivery-{held.Id}")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Publish now", post.QuerySelector($"#delivery-{held.Id}")!.TextContent, StringComparison.Ordinal);

        await using var server = await MastodonEmulator.Start(username: "planned", displayName: "Planned at last");
        using var back = await ConnectingApp.ComeBack(adam, await ConnectingApp.Decide(await app.GoToMastodon(adam, id, server)));
        Assert.Equal($"/w/acme/channels/{id}", back.Headers.Location!.OriginalString);
        var channel = await app.ChannelAt(back.Headers.Location!.OriginalString);
        Assert.Equal((ChannelState.Connected, "Planned at last"), (channel.State, channel.Name));
        // Nothing goes out by the way of connecting.
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Held, (await Planned.DeliveryOf(app, due)).State);
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Published, (await Planned.DeliveryOf(app, later)).State);
        using (await adam.Post($"/w/acme/channels/{id}/missed", ("pick", held.Id.ToString()))) { }
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Published, (await Planned.DeliveryOf(app, due)).State);
    }

    [Fact]
    public async Task A_client_with_a_link_fills_it()
    {
        var id = await Plan("practice", "Acme Rehearsal");
        using var adam = await app.As("adam");
        using (await adam.Post("/w/acme/channels/links", ("Network", "practice"), ("AccountName", "Acme Rehearsal"), ("Person", "Clara"), ("Channel", id.ToString()))) { }
        var link = new Uri((await adam.Page("/w/acme/channels/links")).QuerySelector("#connect-address")!.TextContent).AbsolutePath;
        using var clara = await app.As(null);
        using (await clara.Post(link, ("values[name]", "Acme Rehearsals"))) { }
        Assert.Equal("Waiting", (await clara.Page(link)).QuerySelector("main")!.GetAttribute("data-state"));
        Assert.Equal(ChannelState.Planned, (await Stored(id)).State);
        var offered = (await adam.Page("/w/acme/channels")).QuerySelector("[id^=offered-]")!.Id!["offered-".Length..];
        using (await adam.Post($"/w/acme/channels/links/{offered}/acceptance")) { }
        var channel = await Stored(id);
        Assert.Equal((ChannelState.Connected, "Acme Rehearsals"), (channel.State, channel.Name));
    }

    [Fact]
    public async Task An_account_that_is_a_channel_already_does_not_become_a_second_one()
    {
        var there = await app.ConnectMastodon();
        var id = await Plan("mastodon", "Acme once more");
        using var adam = await app.As("adam");
        using var back = await ConnectingApp.ComeBack(adam, await ConnectingApp.Decide(await app.GoToMastodon(adam, id)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, back.StatusCode);
        Assert.Contains($"{there.Name} is a channel here already", await back.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(ChannelState.Planned, (await Stored(id)).State);
    }

    [Fact]
    public async Task Wrong_role_403_and_strangers_404()
    {
        using var wanda = await app.As("wanda");
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get("/w/acme/channels/planned")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post("/w/acme/channels/planned", ("Network", "x"), ("Name", "Acme"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/w/acme/channels/planned")).StatusCode);
        using var adam = await app.As("adam");
        foreach (var (network, name) in ((string, string)[])[("nowhere", "Acme"), ("x", " ")])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await adam.Post("/w/acme/channels/planned", ("Network", network), ("Name", name))).StatusCode);
    }

    async Task<Guid> Plan(string network, string name)
    {
        using var adam = await app.As("adam");
        using var planned = await adam.Post("/w/acme/channels/planned", ("Network", network), ("Name", name));
        Assert.Equal(HttpStatusCode.Redirect, planned.StatusCode);
        return Guid.Parse(planned.Headers.Location!.OriginalString.Split('/')[4]);
    }

    Task<Channel> Stored(Guid id) => app.In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == id, Cancel));
}
