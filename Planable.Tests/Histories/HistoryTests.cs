using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Bulk;
using Planable.Data.Calendar;
using Planable.Data.Evergreens;
using Planable.Data.Histories;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Histories;
using Planable.Jobs.Readings;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Histories;

public class HistoryTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_published_outside_comes_in_once_with_its_figures_and_what_planable_sent_is_recognised()
    {
        var ours = await Out();
        await Outside(ours, "Made on the phone\nwith a second line", daysAgo: 3, likes: 4);
        await Outside(ours, "Too old", daysAgo: 45);
        using var pia = await app.As("pia");
        Assert.Contains("Not brought in yet", (await Section(pia, ours)).TextContent, StringComparison.Ordinal);
        await Bring(pia, ours, 30);
        // Pressed twice is once.
        await Bring(pia, ours, 30);
        Assert.Contains("every 2s", (await Section(pia, ours)).GetAttribute("hx-trigger")!, StringComparison.Ordinal);
        await app.Run<ReadHistoriesJob>();

        var found = Assert.Single(await Found(ours));
        Assert.Equal(("Made on the phone\nwith a second line", PostState.Published), (found.Text, found.State));
        Assert.Equal(app.Clock.GetUtcNow().AddDays(-3), found.ScheduledAt!.Value, TimeSpan.FromMinutes(5));
        Assert.Equal(4, Assert.Single(found.Deliveries).Figures![MetricName.Likes]);
        Assert.Equal(1, await app.In("acme", db => db.MetricReadings.CountAsync(r => r.RemotePostId == found.Deliveries[0].RemoteId && r.Metric == MetricName.Likes && r.Value == 4)));
        Assert.Contains("1 brought in, 1 were here already", (await Section(pia, ours)).TextContent, StringComparison.Ordinal);

        app.Clock.Advance(ChannelHistory.Pause);
        await Outside(ours, "A later one", daysAgo: 0);
        await Bring(pia, ours, 90);
        await app.Run<ReadHistoriesJob>();
        Assert.Equal(["A later one", "Made on the phone\nwith a second line", "Too old"], (await Found(ours)).Select(p => p.Text).Order());
        Assert.Equal(2, await app.Logged(ours.ChannelId, "channel.history-read"));
    }

    [Fact]
    public async Task Figures_are_read_for_them_as_for_ours()
    {
        var ours = await Out();
        var outside = await Outside(ours, "Watch me grow", daysAgo: 1);
        await Bring(ours);
        await app.In("acme", db => db.PracticePosts.Where(p => p.Id == outside).ExecuteUpdateAsync(p => p.SetProperty(x => x.Likes, 9)));
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/channels/{ours.ChannelId}/figures")).Dispose();
        await app.Run<ReadFiguresJob>();
        Assert.Equal(9, (await Found(ours))[0].Deliveries[0].Figures![MetricName.Likes]);
    }

    [Fact]
    public async Task They_stand_in_every_view_as_published_outside()
    {
        var ours = await Out();
        await Outside(ours, "Seen by everybody", daysAgo: 0);
        await Bring(ours);
        var found = (await Found(ours))[0];
        using var pia = await app.As("pia");
        var query = $"channel={ours.ChannelId}";
        foreach (var view in (string[])["month", "week", "list", "feed"])
        {
            var card = (await pia.Page($"/w/acme/calendar?view={view}&{query}{(view is "list" or "feed" ? "&dates=all" : "")}")).QuerySelector($"[data-post='{found.Id}']") ?? throw new Xunit.Sdk.XunitException(view);
            Assert.Contains("Published outside", card.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("/move", card.InnerHtml, StringComparison.Ordinal);
        }

        using var hovered = await pia.Htmx(HttpMethod.Get, $"/w/acme/posts/{found.Id}/card");
        Assert.Contains("Published outside", await hovered.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_neither_changed_nor_sent_again_by_any_way()
    {
        var ours = await Out();
        await Outside(ours, "Hands off", daysAgo: 1);
        await Bring(ours);
        var found = (await Found(ours))[0];
        using var olga = await app.As("olga");
        var page = await olga.Page($"/w/acme/posts/{found.Id}");
        Assert.Contains("Published outside", page.QuerySelector("#post")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll($"a[href$='/edit'], a[href$='/evergreen'], a[href$='/removal'], form[action$='/copies'], a[href$='tab=versions']"));
        foreach (var way in (string[])[$"posts/{found.Id}/copies", $"deliveries/{found.Deliveries[0].Id}/live/removal", $"deliveries/{found.Deliveries[0].Id}/live/look", $"deliveries/{found.Deliveries[0].Id}/retries"])
        {
            using var answer = await olga.Htmx($"/w/acme/{way}");
            Assert.False(answer.IsSuccessStatusCode, way);
        }

        await app.In("acme", async db =>
        {
            var (member, post, now) = (await TestApp.Member(db, "olga"), await db.Posts.Whole().Include(p => p.Deliveries).SingleAsync(p => p.Id == found.Id), app.Clock.GetUtcNow());
            Assert.Throws<RuleBroken>(() => post.Edit(new PostEdit("Other words", null, [], []), member, now));
            Assert.Equal("FROM_OUTSIDE", Assert.Throws<RuleBroken>(() => post.EditLive(post.Deliveries[0], "Other words", null, member, now)).Code);
            Assert.Equal("FROM_OUTSIDE", Assert.Throws<RuleBroken>(() => post.RemoveLive(post.Deliveries[0], member, now)).Code);
            Assert.Equal("FROM_OUTSIDE", Assert.Throws<RuleBroken>(() => post.Duplicate(member.Workspace, member, now)).Code);
            Assert.Equal("FROM_OUTSIDE", Assert.Throws<RuleBroken>(() => post.Recycle(new EvergreenRule(30, 3, null, []), member, now)).Code);
            Assert.NotNull(BulkActs.WhyNot(BulkAct.Duplicate, BulkActs.SubjectOf(post, member), member, now));
        });
        // Nothing of it is ever due.
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.DeliverDue();
        Assert.Equal(2, await app.In("acme", db => db.PracticePosts.CountAsync(p => p.Account == db.Channels.First(c => c.Id == ours.ChannelId).RemoteId)));
    }

    [Fact]
    public async Task Taken_away_here_they_do_not_come_back()
    {
        var ours = await Out();
        await Outside(ours, "Not ours to keep", daysAgo: 1);
        await Bring(ours);
        var found = (await Found(ours))[0];
        using var olga = await app.As("olga");
        (await olga.Post($"/w/acme/posts/{found.Id}/deletion")).Dispose();
        app.Clock.Advance(ChannelHistory.Pause);
        await Bring(ours);
        Assert.Empty(await Found(ours));
    }

    [Fact]
    public async Task A_pause_the_network_asks_for_goes_on_where_it_stopped_and_doubles_nothing()
    {
        var ours = await Out();
        for (var i = 0; i < 45; i++)
            await Outside(ours, $"Number {i}", daysAgo: 1);
        await Answers(ours, PracticeAnswer.RateLimited);
        await Bring(ours);
        Assert.Equal(SyncState.Waiting, (await History(ours)).State);
        Assert.Empty(await Found(ours));
        await Answers(ours, PracticeAnswer.Ok);
        app.Clock.Advance(TimeSpan.FromSeconds(11));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => app.Run<ReadHistoriesJob>()));
        var done = await History(ours);
        Assert.Equal((SyncState.Done, 45, 1), (done.State, done.Added, done.Known));
        Assert.Equal(45, (await Found(ours)).Select(p => p.Deliveries[0].RemoteId).Distinct().Count());
    }

    [Fact]
    public async Task What_may_be_a_post_of_ours_on_its_way_is_left_for_later()
    {
        var ours = await Out();
        var lost = await app.Schedule([[PracticeAnswer.AcceptedThenCut]]);
        var delivery = await app.Delivery(lost);
        await app.ComeDue();
        // The answer was lost; whether it is out is not known yet, though the network shows it.
        Assert.Equal(DeliveryState.Armed, (await app.Delivery(lost)).State);
        await Bring(delivery);
        Assert.Empty(await Found(delivery));
        await app.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(DeliveryState.Published, (await app.Delivery(lost)).State);
        app.Clock.Advance(ChannelHistory.Pause);
        await Bring(delivery);
        Assert.Empty(await Found(delivery));
        Assert.NotEqual(ours.ChannelId, delivery.ChannelId);
    }

    [Fact]
    public async Task A_post_somebody_put_out_from_a_phone_is_known_by_its_link_or_its_words_and_gets_its_name()
    {
        var delivery = await Out();
        // As a person's word leaves it: out, without an id.
        await app.In("acme", db => db.Deliveries.Where(d => d.Id == delivery.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.RemoteId, (string?)null).SetProperty(x => x.Permalink, (string?)null)));
        await Bring(delivery);
        Assert.Empty(await Found(delivery));
        Assert.Equal(delivery.RemoteId, (await app.Delivery(delivery.PostId)).RemoteId);

        await app.In("acme", db => db.Deliveries.Where(d => d.Id == delivery.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.RemoteId, (string?)null)));
        await app.In("acme", db => db.PracticePosts.Where(p => p.Key == delivery.Id.ToString("N")).ExecuteUpdateAsync(p => p.SetProperty(x => x.Text, "Other words by now")));
        app.Clock.Advance(ChannelHistory.Pause);
        await Bring(delivery);
        Assert.Empty(await Found(delivery));
        Assert.Equal(delivery.RemoteId, (await app.Delivery(delivery.PostId)).RemoteId);
    }

    [Fact]
    public async Task On_the_practice_network_anybody_of_the_team_can_try_it()
    {
        var ours = await Out();
        using var pia = await app.As("pia");
        using (var posted = await pia.Post($"/w/acme/channels/{ours.ChannelId}/history/rehearsals", ("text", "From the app itself")))
            Assert.Equal(HttpStatusCode.Redirect, posted.StatusCode);
        await Bring(ours);
        Assert.Equal("From the app itself", Assert.Single(await Found(ours)).Text);
    }

    [Fact]
    public async Task Only_those_who_publish_have_them_brought_in()
    {
        var ours = await Out();
        var path = $"/w/acme/channels/{ours.ChannelId}/history";
        foreach (var (who, expected) in new[] { ("wanda", HttpStatusCode.Forbidden), ("clara", HttpStatusCode.Forbidden), ("oscar", HttpStatusCode.NotFound) })
        {
            using var visitor = await app.As(who);
            using var asked = await visitor.Post(path, ("days", "30"));
            using var rehearsed = await visitor.Post($"{path}/rehearsals", ("text", "Hello"));
            Assert.Equal((expected, expected), (asked.StatusCode, rehearsed.StatusCode));
        }

        using var pia = await app.As("pia");
        using var odd = await pia.Htmx(path, ("days", "4000"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, odd.StatusCode);
        using var missing = await pia.Post($"/w/acme/channels/{Guid.NewGuid()}/history", ("days", "30"));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    async Task<Delivery> Out()
    {
        var postId = await app.Schedule([[]]);
        await app.ComeDue();
        return await app.Delivery(postId);
    }

    Task<Guid> Outside(Delivery beside, string text, int daysAgo, int likes = 0) => app.In("acme", async db =>
    {
        var account = await db.Channels.Where(c => c.Id == beside.ChannelId).Select(c => c.RemoteId).SingleAsync(Cancel);
        var post = new PracticePost(account, Guid.NewGuid().ToString("N"), text, null, [], app.Clock.GetUtcNow().AddDays(-daysAgo).AddMinutes(-1));
        db.PracticePosts.Add(post);
        await db.SaveChangesAsync(Cancel);
        await db.PracticePosts.Where(p => p.Id == post.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Likes, likes), Cancel);
        return post.Id;
    });

    async Task Bring(Delivery delivery)
    {
        using var pia = await app.As("pia");
        await Bring(pia, delivery, 90);
        await app.Run<ReadHistoriesJob>();
    }

    static async Task Bring(Visitor visitor, Delivery delivery, int days)
    {
        using var asked = await visitor.Htmx($"/w/acme/channels/{delivery.ChannelId}/history", ("days", $"{days}"));
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
    }

    Task<List<Post>> Found(Delivery beside) => app.In("acme", db => db.Posts.AsNoTracking().Include(p => p.Deliveries).Where(p => p.FoundAt != null && p.Variants.Any(v => v.ChannelId == beside.ChannelId)).OrderBy(p => p.Text).ToListAsync());

    Task<ChannelHistory> History(Delivery delivery) => app.In("acme", db => db.ChannelHistories.AsNoTracking().SingleAsync(h => h.ChannelId == delivery.ChannelId));

    static async Task<AngleSharp.Dom.IElement> Section(Visitor visitor, Delivery delivery) => (await visitor.Page($"/w/acme/channels/{delivery.ChannelId}")).QuerySelector("#history")!;

    Task Answers(Delivery delivery, PracticeAnswer answer) => app.In("acme", async db =>
    {
        var account = await db.Channels.Where(c => c.Id == delivery.ChannelId).Join(db.PracticeAccounts, c => c.RemoteId, a => a.Account, (_, a) => a).SingleAsync();
        account.Script([], answer);
        await db.SaveChangesAsync();
    });
}
