using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Media;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Jobs.LiveChecks;
using Planable.Jobs.Notices;
using Planable.Jobs.Publishing;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.LiveChecks;

public class LiveChecksTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_minute_after_publishing_it_is_looked_at_and_once_more_after_a_day()
    {
        var delivery = await Out();
        await app.Run<CheckLivePostsJob>();
        Assert.Equal(LiveState.Unchecked, (await Check(delivery)).State);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Run<CheckLivePostsJob>();
        var first = await Check(delivery);
        Assert.Equal((LiveState.Same, false), (first.State, first.IsAlarming));
        Assert.InRange(first.ActAt!.Value - app.Clock.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(25));

        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Run<CheckLivePostsJob>();
        Assert.Null((await Check(delivery)).ActAt);
        using var pia = await app.As("pia");
        Assert.Contains("Live is what was sent", (await pia.Page($"/w/acme/posts/{delivery.PostId}")).QuerySelector(".del")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await app.Logged(delivery.PostId, "post.found-different"));
    }

    [Fact]
    public async Task Words_that_were_changed_there_are_shown_side_by_side_told_and_filtered_by()
    {
        var delivery = await Out();
        await Tamper(delivery, p => p.Reword("The autumn roast is sold out.", null));
        await Look();

        var check = await Check(delivery);
        Assert.Equal((LiveState.Differs, true), (check.State, check.IsAlarming));
        Assert.Equal(["text"], check.Differences);
        using var pia = await app.As("pia");
        var shown = (await pia.Page($"/w/acme/posts/{delivery.PostId}")).QuerySelector(".live-c")!;
        Assert.Contains("Live differs from the approved version", shown.TextContent, StringComparison.Ordinal);
        Assert.Equal(["The autumn roast is here.", "The autumn roast is sold out."], shown.QuerySelectorAll(".sides blockquote").Select(q => q.TextContent.Trim()));
        Assert.Contains("sold out", shown.QuerySelector("ins")!.TextContent, StringComparison.Ordinal);

        await app.Run<WriteNoticesJob>();
        Assert.Contains("differs from the approved version", (await app.In("acme", db => db.Notices.FirstAsync(n => n.PostId == delivery.PostId && n.Kind == "post.found-different"))).Words, StringComparison.Ordinal);
        var filtered = await pia.Page("/w/acme/calendar?view=list&dates=all&live=differs");
        Assert.Contains(delivery.PostId.ToString(), filtered.Body!.InnerHtml, StringComparison.Ordinal);
        Assert.NotNull(filtered.QuerySelector("a.chip.on"));

        // The second look sees the same: nobody is told twice.
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Run<CheckLivePostsJob>();
        Assert.Equal(1, await app.Logged(delivery.PostId, "post.found-different"));
    }

    [Fact]
    public async Task The_approved_words_can_be_put_back()
    {
        var delivery = await Out();
        await Tamper(delivery, p => p.Reword("Somebody else's words", null));
        await Look();
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live/restoration")).Dispose();
        await app.Run<CarryLiveChangesJob>();
        Assert.Equal("The autumn roast is here.", await Shown(delivery));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Run<CheckLivePostsJob>();

        var check = await Check(delivery);
        Assert.Equal((LiveState.Same, false, 1), (check.State, check.IsAlarming, (await app.Post(delivery.PostId)).LatestVersion));
        Assert.Equal(1, await app.Logged(delivery.PostId, "post.found-same"));
    }

    [Fact]
    public async Task What_differs_may_stay_and_who_said_so_is_shown()
    {
        var delivery = await Out();
        await Tamper(delivery, p => p.Reword("Better words", null));
        await Look();
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live/acceptance")).Dispose();

        Assert.False((await Check(delivery)).IsAlarming);
        Assert.Matches("Pia.* let it stay", (await pia.Page($"/w/acme/posts/{delivery.PostId}")).QuerySelector(".live-c")!.TextContent);
        Assert.DoesNotContain(delivery.PostId.ToString(), (await pia.Page("/w/acme/calendar?view=list&dates=all&live=differs")).Body!.InnerHtml, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Run<CheckLivePostsJob>();
        Assert.False((await Check(delivery)).IsAlarming);
        await Tamper(delivery, p => p.Reword("Worse words", null));
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live/look")).Dispose();
        await app.Run<CheckLivePostsJob>();
        Assert.True((await Check(delivery)).IsAlarming);
    }

    [Fact]
    public async Task A_post_that_somebody_removed_there_is_raised_and_one_we_removed_is_not()
    {
        var delivery = await Out();
        var ours = await Out();
        var key = delivery.Id.ToString("N");
        await app.In("acme", db => db.PracticePosts.Where(p => p.Key == key).ExecuteDeleteAsync());
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/deliveries/{ours.Id}/live/removal")).Dispose();
        await app.Run<CarryLiveChangesJob>();
        await Look();

        Assert.Equal((LiveState.Removed, true), ((await Check(delivery)).State, (await Check(delivery)).IsAlarming));
        Assert.Contains("No longer there", (await pia.Page($"/w/acme/posts/{delivery.PostId}")).QuerySelector(".live-c")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await app.Logged(delivery.PostId, "post.found-removed"));
        Assert.Equal((LiveState.Unchecked, false), ((await Check(ours)).State, (await Check(ours)).IsAlarming));
        Assert.Equal(0, await app.Logged(ours.PostId, "post.found-removed"));
    }

    [Fact]
    public async Task A_network_that_does_not_answer_is_asked_again_and_then_that_is_said()
    {
        var delivery = await Out(PracticeAnswer.Ok);
        await app.In("acme", db => db.Channels.Where(c => c.Id == delivery.ChannelId).ExecuteUpdateAsync(c => c.SetProperty(x => x.State, Data.Channels.ChannelState.NeedsReconnect)));
        for (var round = 0; round < 5; round++)
        {
            app.Clock.Advance(TimeSpan.FromHours(2));
            await app.Run<CheckLivePostsJob>();
        }

        var check = await Check(delivery);
        Assert.Equal((LiveState.CannotTell, false, null), (check.State, check.IsAlarming, check.ActAt));
        using var pia = await app.As("pia");
        Assert.Contains("cannot be checked: The channel has to be reconnected.", (await pia.Page($"/w/acme/posts/{delivery.PostId}")).QuerySelector(".del")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_network_cannot_show_is_said_to_be_unchecked_and_never_to_be_right()
    {
        var delivery = await Out();
        await app.In("acme", db => db.Channels.Where(c => c.Id == delivery.ChannelId).ExecuteUpdateAsync(c => c.SetProperty(x => x.Network, "telegram")));
        await Look();
        Assert.Equal((LiveState.CannotTell, "This network does not show Planable what is live."), ((await Check(delivery)).State, (await Check(delivery)).Why));
    }

    [Fact]
    public async Task After_a_change_it_is_compared_with_the_new_words()
    {
        var delivery = await Out();
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "New words"))).Dispose();
        await app.Run<CarryLiveChangesJob>();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Run<CheckLivePostsJob>();
        var check = await Check(delivery);
        Assert.Equal((LiveState.Same, "New words"), (check.State, check.Sent!.Text));
    }

    [Fact]
    public async Task A_change_whose_answers_were_all_lost_is_settled_by_what_is_live()
    {
        var taken = await Out(PracticeAnswer.Ok, PracticeAnswer.AcceptedThenCut, PracticeAnswer.CutBefore, PracticeAnswer.CutBefore, PracticeAnswer.CutBefore);
        var lost = await Out(PracticeAnswer.Ok, PracticeAnswer.CutBefore, PracticeAnswer.CutBefore, PracticeAnswer.CutBefore, PracticeAnswer.CutBefore);
        using var pia = await app.As("pia");
        foreach (var delivery in new[] { taken, lost })
            (await pia.Post($"/w/acme/deliveries/{delivery.Id}/live", ("Text", "Changed"))).Dispose();
        for (var round = 0; round < 5; round++)
        {
            await app.Run<CarryLiveChangesJob>();
            app.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.Equal("Changed", (await app.Post(taken.PostId)).Text);
        Assert.Equal("The autumn roast is here.", (await app.Post(lost.PostId)).Text);
        Assert.Equal(LiveChangeState.Failed, await app.In("acme", db => db.LiveChanges.Where(c => c.DeliveryId == lost.Id).Select(c => c.State).SingleAsync()));
    }

    [Fact]
    public async Task Two_nodes_look_once()
    {
        var delivery = await Out();
        await Tamper(delivery, p => p.Reword("Other", null));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Run<CheckLivePostsJob>()));
        Assert.Equal((1, 1), (await app.Logged(delivery.PostId, "post.found-different"), (await Check(delivery)).Looks));
    }

    [Theory, InlineData("carl"), InlineData("clara"), InlineData("wanda")]
    public async Task Whoever_may_not_change_it_may_not_decide_about_it(string name)
    {
        var delivery = await Out();
        await app.In("acme", db => db.Posts.Where(p => p.Id == delivery.PostId).ExecuteUpdateAsync(p => p.SetProperty(x => x.Audience, Data.Logs.Audience.Client)));
        using var visitor = await app.As(name);
        using var oscar = await app.As("oscar");
        foreach (var path in (string[])["restoration", "acceptance", "look"])
        {
            using var answer = await visitor.Post($"/w/acme/deliveries/{delivery.Id}/live/{path}");
            using var strange = await oscar.Post($"/w/acme/deliveries/{delivery.Id}/live/{path}");
            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (answer.StatusCode, strange.StatusCode));
        }
    }

    async Task<Delivery> Out(params PracticeAnswer[] script)
    {
        var postId = await app.Schedule([script]);
        await app.ComeDue();
        return await app.Delivery(postId);
    }

    async Task Look()
    {
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Run<CheckLivePostsJob>();
    }

    Task<LiveCheck> Check(Delivery delivery) => app.In("acme", db => db.LiveChecks.AsNoTracking().SingleAsync(c => c.DeliveryId == delivery.Id));

    Task Tamper(Delivery delivery, Action<PracticePost> change)
    {
        var key = delivery.Id.ToString("N");
        return app.In("acme", async db =>
        {
            change(await db.PracticePosts.SingleAsync(p => p.Key == key));
            await db.SaveChangesAsync();
        });
    }

    Task<string> Shown(Delivery delivery)
    {
        var key = delivery.Id.ToString("N");
        return app.In("acme", db => db.PracticePosts.Where(p => p.Key == key).Select(p => p.Text).SingleAsync());
    }
}
