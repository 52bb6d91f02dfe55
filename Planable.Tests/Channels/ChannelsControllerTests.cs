using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Channels;

public class ChannelsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_names_what_is_broken_since_when_and_how_many_posts_will_fail()
    {
        var channel = await Open("Broken brand");
        await Planned.On(app, channel, TimeSpan.FromDays(1));
        await Planned.On(app, channel, TimeSpan.FromDays(2));
        await Change(channel, (c, _) => c.Break("The practice network no longer accepts the sign-in.", app.Clock.GetUtcNow()));

        using var adam = await app.As("adam");
        var page = await adam.Page("/w/acme/channels");
        var row = page.QuerySelector($"#channel-{channel}")!;
        Assert.Contains("Needs reconnect", row.TextContent);
        Assert.Contains("Berlin", row.TextContent);
        Assert.Contains("2 posts will fail until reconnected", page.QuerySelector(".notice")!.TextContent);
        Assert.NotNull(row.QuerySelector($"a[href='/w/acme/channels/new/practice?channel={channel}']"));

        using var wanda = await app.As("wanda");
        var read = await wanda.Page("/w/acme/channels");
        Assert.Null(read.QuerySelector("a[href*='/channels/new']"));
        Assert.Contains("2 planned", (await wanda.Page($"/w/acme/channels/{channel}")).QuerySelector("#upcoming")!.TextContent.Trim() is var t ? $"{t.Split(' ').Last()} planned" : "");
    }

    [Fact]
    public async Task Pages_take_a_constant_number_of_commands()
    {
        using var adam = await app.As("adam");
        await adam.Page("/w/acme/channels");
        var channel = await Open("Counted");
        for (var i = 0; i < 25; i++)
            await Planned.On(app, channel, TimeSpan.FromDays(1 + i));
        foreach (var path in (string[])["/w/acme/channels", $"/w/acme/channels/{channel}", $"/w/acme/channels/{channel}?page=2"])
        {
            var commands = await app.Sql.During(() => adam.Page(path));
            Assert.True(commands.Count <= 8, $"{path}: {commands.Count}\n{string.Join('\n', commands)}");
        }

        Assert.Equal(5, (await adam.Page($"/w/acme/channels/{channel}?page=2")).QuerySelector("[aria-labelledby=upcoming]")!.QuerySelectorAll(".rows li").Length);
    }

    [Fact]
    public async Task Paused_with_a_reason_nothing_goes_out_and_what_was_missed_waits_for_a_choice()
    {
        var channel = await Open("Paused brand");
        var (first, second) = (await Planned.On(app, channel, TimeSpan.FromMinutes(2)), await Planned.On(app, channel, TimeSpan.FromMinutes(2)));
        using var adam = await app.As("adam");
        using var pia = await app.As("pia");
        var refused = await adam.Htmx($"/w/acme/channels/{channel}/pause", ("why", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await adam.Post($"/w/acme/channels/{channel}/pause", ("why", "moving house"))).StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        Assert.Equal(HoldReason.Paused, (await Planned.DeliveryOf(app, first)).HeldFor);
        Assert.Contains("Paused by Adam Admin", (await pia.Page("/w/acme/channels")).QuerySelector($"#channel-{channel}")!.TextContent);
        var held = (await Planned.DeliveryOf(app, first)).Id.ToString();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await pia.Htmx($"/w/acme/channels/{channel}/missed", ("pick", held))).StatusCode);

        await adam.Post($"/w/acme/channels/{channel}/resume");
        await app.DeliverDue();
        Assert.All(await Task.WhenAll(Planned.DeliveryOf(app, first), Planned.DeliveryOf(app, second)), d => Assert.Equal(DeliveryState.Held, d.State));
        Assert.Equal(2, (await pia.Page($"/w/acme/channels/{channel}")).QuerySelectorAll("#missed [name=pick]").Length);

        Assert.Equal(HttpStatusCode.Redirect, (await pia.Post($"/w/acme/channels/{channel}/missed", ("pick", held))).StatusCode);
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Published, (await Planned.DeliveryOf(app, first)).State);
        Assert.Equal(DeliveryState.Held, (await Planned.DeliveryOf(app, second)).State);
    }

    [Fact]
    public async Task Disconnecting_says_what_it_does_deletes_the_sign_in_and_keeps_the_rest()
    {
        var channel = await Open("Leaving brand");
        var postId = await Planned.On(app, channel, TimeSpan.FromMinutes(2));
        using var adam = await app.As("adam");
        Assert.Contains("One planned post stays planned. At its time it is held", (await adam.Page($"/w/acme/channels/{channel}/disconnect")).Body!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, (await adam.Post($"/w/acme/channels/{channel}/disconnect")).StatusCode);
        var gone = await app.In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == channel));
        Assert.Equal((ChannelState.Disconnected, ""), (gone.State, gone.Secrets));
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        Assert.Equal(HoldReason.ChannelBroken, (await Planned.DeliveryOf(app, postId)).HeldFor);
        Assert.Contains("Disconnected", (await adam.Page("/w/acme/channels?show=Disconnected")).QuerySelector($"#channel-{channel}")!.TextContent);

        using var olga = await app.As("olga");
        Assert.Equal(HttpStatusCode.Redirect, (await olga.Post("/w/acme/channels/new/practice", ("Channel", channel.ToString()))).StatusCode);
        await olga.Post($"/w/acme/channels/{channel}/missed", ("pick", (await Planned.DeliveryOf(app, postId)).Id.ToString()));
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Published, (await Planned.DeliveryOf(app, postId)).State);
    }

    [Fact]
    public async Task The_practice_network_answers_as_told()
    {
        var channel = await Open("Told brand");
        using var adam = await app.As("adam");
        await adam.Post($"/w/acme/channels/{channel}/script", ("next", "RateLimited"), ("next", ""), ("next", "AcceptedThenCut"), ("otherwise", "Refused"));
        var account = await app.In("acme", db => db.Channels.Where(c => c.Id == channel).Join(db.PracticeAccounts, c => c.RemoteId, a => a.Account, (_, a) => a).SingleAsync());
        Assert.Equal([PracticeAnswer.RateLimited, PracticeAnswer.AcceptedThenCut], account.Next);
        Assert.Equal(PracticeAnswer.Refused, account.Otherwise);
        var chosen = (await adam.Page($"/w/acme/channels/{channel}")).QuerySelectorAll("#script select option[selected]").Select(o => o.GetAttribute("value"));
        Assert.Equal(["RateLimited", "AcceptedThenCut", "Refused"], chosen);
    }

    [Fact]
    public async Task Members_of_the_client_get_403_and_so_does_the_wrong_role()
    {
        var channel = await Open("Guarded brand");
        foreach (var name in (string[])["clara", "carl"])
        {
            using var client = await app.As(name);
            foreach (var path in (string[])["", $"/{channel}", $"/{channel}/disconnect"])
                Assert.Equal(HttpStatusCode.Forbidden, (await client.Get($"/w/acme/channels{path}")).StatusCode);
        }

        using var wanda = await app.As("wanda");
        foreach (var verb in (string[])["pause", "resume", "disconnect", "script", "missed"])
            Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"/w/acme/channels/{channel}/{verb}", ("why", "x"), ("otherwise", "Ok"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get($"/w/acme/channels/{channel}/disconnect")).StatusCode);
    }

    [Fact]
    public async Task Oscar_gets_404()
    {
        var channel = await Open("Hidden brand");
        using var oscar = await app.As("oscar");
        foreach (var path in (string[])["/w/acme/channels", $"/w/acme/channels/{channel}", $"/w/elsewhere/channels/{channel}", $"/w/elsewhere/channels/{channel}/disconnect"])
            Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(path)).StatusCode);
        foreach (var verb in (string[])["pause", "resume", "disconnect", "script", "missed"])
            Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/elsewhere/channels/{channel}/{verb}", ("why", "x"), ("otherwise", "Ok"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post("/w/elsewhere/channels/new/practice", ("Channel", channel.ToString()))).StatusCode);
    }

    async Task<Guid> Open(string name)
    {
        using var adam = await app.As("adam");
        var response = await adam.Post("/w/acme/channels/new/practice", ("Name", name));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return Guid.Parse(response.Headers.Location!.OriginalString.Split('/')[4]);
    }

    Task Change(Guid id, Action<Channel, Data.PlanableDb> change) => app.In("acme", async db =>
    {
        change(await db.Channels.SingleAsync(c => c.Id == id, Cancel), db);
        await db.SaveChangesAsync(Cancel);
    });
}
