using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Quotas;
using Planable.Jobs.Risks;
using Planable.Tests.Channels;
using Planable.Tests.Support;

namespace Planable.Tests.Quotas;

public class QuotaTests(WatchedApp app) : IClassFixture<WatchedApp>
{
    [Fact]
    public async Task Only_posts_beyond_the_limit_are_warned_of_and_they_wait_without_a_call_that_fails()
    {
        var channel = await Full(most: 3, used: 0);
        var posts = new List<Guid>();
        for (var i = 0; i < 5; i++)
            posts.Add(await Planned.On(app, channel, TimeSpan.FromMinutes(60 + i), $"Number {i} of five {channel}."));
        await app.Run<PreflightJob>();
        Assert.Equal("0 0 0 1 1", string.Join(" ", await Warned(posts)));
        using var adam = await app.As("adam");
        var risk = (await adam.Page($"/w/acme/posts/{posts[3]}")).QuerySelector($"[data-risk={QuotaCheck.Code}]")!;
        Assert.Contains("takes 3 posts in 15 minutes", risk.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/w/acme/posts/{posts[3]}/move", risk.QuerySelector(".acts a")!.GetAttribute("href"));

        var calls = app.X.Posts.Count;
        app.Clock.Advance(TimeSpan.FromMinutes(65));
        await app.DeliverDue();
        Assert.Equal(calls + 3, app.X.Posts.Count);
        foreach (var late in posts.Skip(3))
        {
            var waiting = await Planned.DeliveryOf(app, late);
            Assert.Equal((DeliveryState.Waiting, Delivery.QuotaFull, 0), (waiting.State, waiting.FailureCode, waiting.Tries));
        }

        Assert.Contains("3 of 3 in the last 15 min", (await adam.Page($"/w/acme/channels/{channel}")).QuerySelector("[data-quota=posts]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Waits", (await adam.Page($"/w/acme/posts/{posts[3]}")).QuerySelector(".dels")!.TextContent, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        await app.DeliverDue();
        Assert.Equal(calls + 5, app.X.Posts.Count);
        Assert.All(await States(posts), s => Assert.Equal(DeliveryState.Published, s));
    }

    [Fact]
    public async Task What_was_published_by_hand_counts_too_as_long_as_it_does_at_the_network()
    {
        var channel = await Full(most: 3, used: 2);
        var (first, second, later) = (
            await Planned.On(app, channel, TimeSpan.FromMinutes(5), $"First {channel}."), await Planned.On(app, channel, TimeSpan.FromMinutes(6), $"Second {channel}."), await Planned.On(app, channel, TimeSpan.FromMinutes(40), $"Later {channel}."));
        await app.Run<PreflightJob>();
        Assert.Equal("0 1 0", string.Join(" ", await Warned([first, second, later])));
    }

    [Fact]
    public async Task A_client_that_wants_to_be_asked_is_asked()
    {
        var channel = await Full(most: 1, used: 1);
        var post = await Planned.On(app, channel, TimeSpan.FromMinutes(5), $"Asked {channel}.");
        await Policy(QuotaPolicy.Ask);
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        var calls = app.X.Posts.Count;
        await app.DeliverDue();
        await Policy(QuotaPolicy.Wait);

        var held = await Planned.DeliveryOf(app, post);
        Assert.Equal((DeliveryState.Held, HoldReason.Quota), (held.State, held.HeldFor));
        Assert.Equal(calls, app.X.Posts.Count);
    }

    [Fact]
    public async Task Whoever_moves_a_post_to_where_there_is_no_room_reads_it_on_the_next_page_and_in_the_composer_what_X_costs()
    {
        var channel = await Full(most: 1, used: 0);
        var there = app.Clock.GetUtcNow().AddDays(3);
        await Planned.On(app, channel, TimeSpan.FromDays(3), $"There {channel}.");
        var post = await Planned.On(app, channel, TimeSpan.FromDays(2), $"Moved there {channel}.");
        using var pia = await app.As("pia");
        var time = await app.In("acme", async db => Data.Times.Zones.ToLocal(there, await db.Workspaces.Where(w => w.Id == db.WorkspaceId).Select(w => w.Zone).SingleAsync()).AddMinutes(2));
        using (await pia.Post($"/w/acme/posts/{post}/moves", ("date", $"{time:yyyy-MM-dd}"), ("time", $"{time:HH:mm}"))) { }
        Assert.NotNull((await pia.Page($"/w/acme/posts/{post}")).QuerySelector($"[data-risk={QuotaCheck.Code}]"));
        Assert.Contains("$0.015", (await pia.Page($"/w/acme/posts/{post}/edit")).QuerySelector("[data-cost]")!.TextContent, StringComparison.Ordinal);
        using var adam = await app.As("adam");
        Assert.Contains("as of", (await adam.Page("/w/acme/channels/new/x")).QuerySelector("[data-cost]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_full_channels_are_met_is_a_setting_of_the_client()
    {
        using var adam = await app.As("adam");
        var form = await adam.Page("/w/acme/settings");
        Assert.NotNull(form.QuerySelector("[name=QuotaPolicy] option[value=Ask]"));
        var fields = form.QuerySelectorAll("form [name]").Where(f => f.Closest("form")!.QuerySelector("[name=QuotaPolicy]") is not null)
            .Select(f => (Name: f.GetAttribute("name")!, Value: f is AngleSharp.Html.Dom.IHtmlSelectElement s ? s.Value : (f as AngleSharp.Html.Dom.IHtmlInputElement)?.Value)).Where(f => f.Name != "QuotaPolicy" && !f.Name.StartsWith("__", StringComparison.Ordinal))
            .DistinctBy(f => f.Name).Append((Name: "QuotaPolicy", Value: "Ask")).ToArray();
        using var saved = await adam.Post("/w/acme/settings", [.. fields.Select(f => (f.Name, (string?)f.Value))]);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, saved.StatusCode);
        await app.In("acme", async db => Assert.Equal(QuotaPolicy.Ask, await db.Workspaces.Where(w => w.Id == db.WorkspaceId).Select(w => w.QuotaPolicy).SingleAsync()));
        await Policy(QuotaPolicy.Wait);
    }

    Task Policy(QuotaPolicy policy) => app.In("acme", db => db.Workspaces.Where(w => w.Id == db.WorkspaceId).ExecuteUpdateAsync(w => w.SetProperty(x => x.QuotaPolicy, policy)));

    Task<List<DeliveryState>> States(List<Guid> posts) => app.In("acme", db => db.Deliveries.Where(d => posts.Contains(d.PostId)).Select(d => d.State).ToListAsync());

    Task<int[]> Warned(IReadOnlyList<Guid> posts) => app.In("acme", async db =>
    {
        var warned = await db.Risks.Where(r => posts.Contains(r.PostId) && r.Code == QuotaCheck.Code).Select(r => r.PostId).ToListAsync();
        return posts.Select(p => warned.Count(w => w == p)).ToArray();
    });

    /// <summary>A channel at X whose network told its quota just now. Tests of this class run one after the other, half an hour apart.</summary>
    async Task<Guid> Full(int most, int used)
    {
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        var channel = await app.Connect("x", "adam");
        await app.In("acme", async db =>
        {
            // It is the same account for all of them.
            await db.Deliveries.Where(d => d.ChannelId == channel.Id && d.State != DeliveryState.Published).ExecuteUpdateAsync(d => d.SetProperty(x => x.State, DeliveryState.Failed).SetProperty(x => x.ActAt, (DateTimeOffset?)null));
            (await db.Channels.SingleAsync(c => c.Id == channel.Id)).TellQuotas([new QuotaReading("posts", used, most, app.Clock.GetUtcNow())]);
            await db.SaveChangesAsync();
        });
        return channel.Id;
    }
}
