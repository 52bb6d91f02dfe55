using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Jobs.Notices;
using Planable.Jobs.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Publishing;

public class LivePostsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task New_words_reach_the_network_and_become_a_version_that_is_live()
    {
        var delivery = await Out();
        using var pia = await app.As("pia");
        var form = await pia.Page($"/w/acme/deliveries/{delivery.Id}/live/edit");
        Assert.Equal("The autumn roast is here.", form.QuerySelector("#live-text")!.TextContent.Trim());

        using var answer = await pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "The winter roast is here."));
        Assert.Equal($"/w/acme/posts/{delivery.PostId}", answer.Headers.Location!.ToString());

        // Until the network has it, nothing here says otherwise.
        var before = await app.Post(delivery.PostId);
        Assert.Equal(("The autumn roast is here.", 1), (before.Text, before.LatestVersion));
        Assert.Contains("on their way", (await pia.Page($"/w/acme/posts/{delivery.PostId}")).QuerySelector(".del")!.TextContent, StringComparison.Ordinal);

        await app.Run<CarryLiveChangesJob>();
        var after = await app.Post(delivery.PostId);
        Assert.Equal(("The winter roast is here.", 2, PostState.Published), (after.Text, after.LatestVersion, after.State));
        Assert.Equal("The winter roast is here.", await Shown(delivery));
        Assert.Equal(1, await app.Shown(delivery));
        Assert.Equal(1, await app.Logged(delivery.PostId, "post.edited-live"));
        var versions = (await pia.Page($"/w/acme/posts/{delivery.PostId}?tab=versions")).QuerySelectorAll(".ver");
        Assert.Contains("Live on", versions[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Live on", versions[1].TextContent, StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task While_the_network_is_away_changes_and_removals_wait_without_a_try(bool removes)
    {
        var delivery = await Out();
        var back = app.Clock.GetUtcNow().AddMinutes(10);
        await app.Cut(delivery.ChannelId, back);
        using var pia = await app.As("pia");
        (await (removes ? pia.Post($"/w/acme/deliveries/{delivery.Id}/live/removal") : pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "The winter roast is here.")))).Dispose();
        await app.Run<CarryLiveChangesJob>();
        var change = await app.In("acme", db => db.LiveChanges.AsNoTracking().SingleAsync(c => c.DeliveryId == delivery.Id));
        Assert.Equal((LiveChangeState.Waiting, Delivery.LineCut, 0), (change.State, change.FailureCode, change.Tries));
        Assert.Equal(back, change.ActAt!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await app.Shown(delivery));
        Assert.Contains("does not answer as it should", (await pia.Page($"/w/acme/posts/{delivery.PostId}")).QuerySelector(".del")!.TextContent, StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.Run<CarryLiveChangesJob>();
        Assert.Equal(LiveChangeState.Done, (await app.In("acme", db => db.LiveChanges.AsNoTracking().SingleAsync(c => c.DeliveryId == delivery.Id))).State);
        Assert.False(await app.IsCut(delivery.ChannelId));
    }

    [Fact]
    public async Task On_one_channel_of_several_the_others_keep_their_words()
    {
        var postId = await app.Schedule([], []);
        await app.ComeDue();
        var (changed, other) = ((await app.Post(postId)).Deliveries[0], (await app.Post(postId)).Deliveries[1]);
        using var pia = await app.As("pia");

        (await pia.Post($"/w/acme/deliveries/{changed.Id}/live", ("Text", "Only here"))).Dispose();
        await app.Run<CarryLiveChangesJob>();

        Assert.Equal(("Only here", "The autumn roast is here."), (await Shown(changed), await Shown(other)));
        var post = await app.Post(postId);
        Assert.Equal("The autumn roast is here.", post.Text);
        Assert.Equal(2, post.Deliveries.Single(d => d.Id == changed.Id).VersionId == post.Deliveries.Single(d => d.Id == other.Id).VersionId ? 1 : 2);
        var page = await pia.Page($"/w/acme/posts/{postId}");
        Assert.Empty(page.QuerySelectorAll(".was-live"));
    }

    [Fact]
    public async Task A_refused_change_leaves_the_words_that_are_live_and_shows_what_was_tried()
    {
        var delivery = await Out(PracticeAnswer.Ok, PracticeAnswer.Refused);
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "Refused words"))).Dispose();
        await app.Run<CarryLiveChangesJob>();

        var post = await app.Post(delivery.PostId);
        Assert.Equal(("The autumn roast is here.", 1), (post.Text, post.LatestVersion));
        Assert.Equal("The autumn roast is here.", await Shown(delivery));
        var row = (await pia.Page($"/w/acme/posts/{delivery.PostId}")).QuerySelector(".live-f")!.TextContent;
        Assert.Contains("refuses this text", row, StringComparison.Ordinal);
        Assert.Contains("Refused words", row, StringComparison.Ordinal);
        Assert.Contains("still what it said before", row, StringComparison.Ordinal);
        await app.Run<WriteNoticesJob>();
        Assert.True(await app.In("acme", db => db.Notices.AnyAsync(n => n.PostId == delivery.PostId && n.Kind == "post.live-edit-failed")));

        // Sent again it goes through: the script of answers is at its end.
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live/retries")).Dispose();
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live/retries")).Dispose();
        await app.Run<CarryLiveChangesJob>();
        Assert.Equal("Refused words", await Shown(delivery));
        Assert.Equal("Refused words", (await app.Post(delivery.PostId)).Text);
    }

    [Fact]
    public async Task A_change_can_be_given_up()
    {
        var delivery = await Out(PracticeAnswer.Ok, PracticeAnswer.Refused);
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "Refused words"))).Dispose();
        await app.Run<CarryLiveChangesJob>();
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live/discard")).Dispose();
        await app.Run<CarryLiveChangesJob>();
        Assert.Equal("The autumn roast is here.", await Shown(delivery));
        Assert.Null((await pia.Page($"/w/acme/posts/{delivery.PostId}")).QuerySelector(".live-f"));
    }

    [Theory, InlineData(PracticeAnswer.AcceptedThenCut), InlineData(PracticeAnswer.CutBefore), InlineData(PracticeAnswer.ServerError), InlineData(PracticeAnswer.RateLimited)]
    public async Task Whatever_the_network_answers_the_words_are_there_once_and_here_the_same(PracticeAnswer answer)
    {
        var delivery = await Out(PracticeAnswer.Ok, answer);
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "Changed"))).Dispose();
        for (var round = 0; round < 6; round++)
        {
            await app.Run<CarryLiveChangesJob>();
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(("Changed", "Changed"), (await Shown(delivery), (await app.Post(delivery.PostId)).Text));
        Assert.Equal(1, await app.Shown(delivery));
        Assert.Equal(1, await app.Logged(delivery.PostId, "post.edited-live"));
    }

    [Fact]
    public async Task Where_the_network_never_says_whether_it_took_the_change_that_is_said_and_nothing_is_claimed()
    {
        var delivery = await Out(PracticeAnswer.Ok, PracticeAnswer.LoseEverything, PracticeAnswer.CutBefore, PracticeAnswer.CutBefore, PracticeAnswer.CutBefore);
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "Perhaps"))).Dispose();
        for (var round = 0; round < 5; round++)
        {
            await app.Run<CarryLiveChangesJob>();
            app.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.Equal(LiveChangeState.Unknown, (await Change(delivery)).State);
        Assert.Equal("The autumn roast is here.", (await app.Post(delivery.PostId)).Text);
        Assert.Contains("did not say whether", (await pia.Page($"/w/acme/posts/{delivery.PostId}")).QuerySelector(".live-f")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_network_would_refuse_is_told_at_once_with_the_words_kept()
    {
        var delivery = await Out();
        using var pia = await app.As("pia");
        using var empty = await pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "  "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        using var same = await pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "The autumn roast is here."));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, same.StatusCode);
        using var variable = await pia.Htmx($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "Hello {client.city}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, variable.StatusCode);
        Assert.Contains("Hello {client.city}", await variable.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, await app.In("acme", db => db.LiveChanges.CountAsync(c => c.DeliveryId == delivery.Id)));
    }

    [Fact]
    public async Task While_publishing_is_paused_words_stay_and_the_pause_is_named()
    {
        var delivery = await Out();
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "In the pause"))).Dispose();
        await app.In("acme", async db =>
        {
            (await db.Channels.SingleAsync(c => c.Id == delivery.ChannelId)).PauseAll(await TestApp.Member(db, "olga"), "Storm", app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        await app.Run<CarryLiveChangesJob>();
        Assert.Equal("The autumn roast is here.", await Shown(delivery));
        Assert.Contains("Storm", (await Change(delivery)).FailureWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removing_asks_first_says_what_is_lost_and_keeps_the_record()
    {
        var delivery = await Out();
        using var pia = await app.As("pia");
        var asked = (await pia.Page($"/w/acme/deliveries/{delivery.Id}/live/removal")).QuerySelector("form.risk")!.TextContent;
        Assert.Contains("cannot be undone", asked, StringComparison.Ordinal);
        Assert.Contains("comments, reactions", asked, StringComparison.Ordinal);
        Assert.Equal(1, await app.Shown(delivery));

        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live/removal")).Dispose();
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live/removal")).Dispose();
        await app.Run<CarryLiveChangesJob>();

        Assert.Equal(0, await app.Shown(delivery));
        var post = await app.Post(delivery.PostId);
        Assert.Equal(("The autumn roast is here.", PostState.Published, "Pia Hahn"), (post.Text, post.State, post.Deliveries[0].RemovedBy is { } by && by.StartsWith("Pia", StringComparison.Ordinal) ? "Pia Hahn" : "?"));
        Assert.Matches("Removed from Practice network by Pia .*(CET|CEST|Berlin)", (await pia.Page($"/w/acme/posts/{delivery.PostId}")).QuerySelector(".del")!.TextContent);
        Assert.Equal(1, await app.Logged(delivery.PostId, "post.taken-off"));
        Assert.Single(await app.In("acme", db => db.LiveChanges.Where(c => c.DeliveryId == delivery.Id).ToListAsync()));
        using var late = await pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "Too late"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
    }

    [Fact]
    public async Task A_removal_goes_through_while_publishing_is_paused()
    {
        var delivery = await Out();
        await app.In("acme", async db =>
        {
            (await db.Channels.SingleAsync(c => c.Id == delivery.ChannelId)).PauseAll(await TestApp.Member(db, "olga"), "Storm", app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live/removal")).Dispose();
        await app.Run<CarryLiveChangesJob>();
        Assert.Equal(0, await app.Shown(delivery));
    }

    [Fact]
    public async Task Two_workers_at_once_do_it_once()
    {
        var delivery = await Out();
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "Once"))).Dispose();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Run<CarryLiveChangesJob>()));
        Assert.Equal(2, (await app.Post(delivery.PostId)).LatestVersion);
        Assert.Equal(1, await app.Logged(delivery.PostId, "post.edited-live"));
    }

    [Fact]
    public async Task A_network_that_changes_nothing_is_explained_and_leads_to_the_post_there()
    {
        var postId = await app.Schedule([[]]);
        await app.ComeDue();
        var delivery = await app.Delivery(postId);
        // As it would stand on a network without edits.
        await app.In("acme", async db =>
        {
            await db.Channels.Where(c => c.Id == delivery.ChannelId).ExecuteUpdateAsync(c => c.SetProperty(x => x.Network, "tiktok"));
            await db.Deliveries.Where(d => d.Id == delivery.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.Permalink, "https://www.tiktok.com/@acme/video/1"));
        });
        using var pia = await app.As("pia");
        var row = (await pia.Page($"/w/acme/posts/{postId}")).QuerySelector(".del")!;
        Assert.Contains("TikTok lets no app change a post that is out.", row.QuerySelector($"#fixed-{delivery.Id}")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("https://www.tiktok.com/@acme/video/1", row.QuerySelector($"#fixed-{delivery.Id} a")!.GetAttribute("href"));
        Assert.Contains("TikTok lets no app remove posts", (await pia.Page($"/w/acme/deliveries/{delivery.Id}/live/removal")).Body!.TextContent, StringComparison.Ordinal);
        using var edit = await pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "x"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, edit.StatusCode);
        using var removal = await pia.Htmx($"/w/acme/deliveries/{delivery.Id}/live/removal");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, removal.StatusCode);
    }

    [Fact]
    public async Task Words_that_were_changed_here_only_do_not_pass_for_live()
    {
        var postId = await app.Schedule([[], [PracticeAnswer.Refused]]);
        await app.ComeDue();
        await app.In("acme", async db =>
        {
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == postId);
            post.Edit(new PostEdit("Other words", null, [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], []), await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        using var pia = await app.As("pia");
        var said = Assert.Single((await pia.Page($"/w/acme/posts/{postId}")).QuerySelectorAll(".was-live"));
        Assert.Contains("The autumn roast is here.", said.TextContent, StringComparison.Ordinal);
    }

    [Theory, InlineData("carl"), InlineData("clara"), InlineData("ivo"), InlineData("wanda")]
    public async Task Whoever_may_not_plan_the_post_may_not_change_it_live(string name)
    {
        var delivery = await Out();
        await app.In("acme", db => db.Posts.Where(p => p.Id == delivery.PostId).ExecuteUpdateAsync(p => p.SetProperty(x => x.Audience, Data.Logs.Audience.Client)));
        using var visitor = await app.As(name);
        foreach (var path in (string[])["", "/removal", "/retries", "/discard"])
        {
            using var answer = await visitor.Post($"/w/acme/deliveries/{delivery.Id}/live{path}", ("Text", "x"));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        using var form = await visitor.Get($"/w/acme/deliveries/{delivery.Id}/live/edit");
        using var asked = await visitor.Get($"/w/acme/deliveries/{delivery.Id}/live/removal");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (form.StatusCode, asked.StatusCode));
    }

    [Fact]
    public async Task A_stranger_finds_nothing()
    {
        var delivery = await Out();
        using var oscar = await app.As("oscar");
        using var answer = await oscar.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "x"));
        using var form = await oscar.Get($"/w/acme/deliveries/{delivery.Id}/live/edit");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (answer.StatusCode, form.StatusCode));
    }

    async Task<Delivery> Out(params PracticeAnswer[] script)
    {
        var postId = await app.Schedule([script]);
        await app.ComeDue();
        return await app.Delivery(postId);
    }

    Task<LiveChange> Change(Delivery delivery) => app.In("acme", db => db.LiveChanges.AsNoTracking().SingleAsync(c => c.DeliveryId == delivery.Id));

    Task<string> Shown(Delivery delivery)
    {
        var key = delivery.Id.ToString("N");
        return app.In("acme", db => db.PracticePosts.Where(p => p.Key == key).Select(p => p.Text).SingleAsync());
    }
}
