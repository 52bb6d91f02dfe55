using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Publishing;

public class CommentsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Comments_appear_after_the_post_in_their_order_and_at_their_times()
    {
        var postId = await Commented([], ("First", 0), ("An hour later", 60));
        await app.ComeDue();
        Assert.Equal(["First"], await Below(postId));
        await app.Pass(TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(5));
        Assert.Equal(["First"], await Below(postId));
        await app.Pass(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5));
        Assert.Equal(["First", "An hour later"], await Below(postId));
        Assert.All((await Comments(postId)), c => Assert.Equal(DeliveryState.Published, c.State));
        Assert.Equal(PostState.Published, (await app.Post(postId)).State);
    }

    [Fact]
    public async Task A_refused_comment_leaves_the_post_published_and_can_be_retried_once()
    {
        var postId = await Commented([PracticeAnswer.Ok, PracticeAnswer.Refused], ("The link", 0));
        await app.ComeDue();
        var failed = Assert.Single(await Comments(postId));
        Assert.Equal((DeliveryState.Failed, PostState.Published), (failed.State, (await app.Post(postId)).State));
        Assert.Equal(1, await app.Logged(postId, "post.comment-failed"));

        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/posts/{postId}");
        Assert.Contains("Published", page.QuerySelector(".post-h")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Comment failed", page.QuerySelector(".dels")!.TextContent, StringComparison.Ordinal);
        var retry = page.QuerySelector($"form[action='/w/acme/deliveries/{failed.DeliveryId}/comments/1/retries']");
        Assert.NotNull(retry);

        (await pia.Post($"/w/acme/deliveries/{failed.DeliveryId}/comments/1/retries")).Dispose();
        (await pia.Post($"/w/acme/deliveries/{failed.DeliveryId}/comments/1/retries")).Dispose();
        await app.DeliverDue();
        Assert.Equal(["The link"], await Below(postId));
        Assert.Equal(PostState.Published, (await app.Post(postId)).State);
    }

    [Theory, InlineData(PracticeAnswer.AcceptedThenCut), InlineData(PracticeAnswer.CutBefore), InlineData(PracticeAnswer.ServerError), InlineData(PracticeAnswer.RateLimited)]
    public async Task Whatever_the_network_answers_a_comment_stands_there_once(PracticeAnswer answer)
    {
        var postId = await Commented([PracticeAnswer.Ok, answer], ("Only once", 0));
        await app.ComeDue();
        await app.Pass(TimeSpan.FromMinutes(4));
        Assert.Equal(["Only once"], await Below(postId));
        Assert.Equal(DeliveryState.Published, Assert.Single(await Comments(postId)).State);
    }

    [Fact]
    public async Task While_its_network_is_away_a_comment_waits_without_a_try_and_stands_there_once_it_is_back()
    {
        var postId = await Commented([], ("An hour later", 60));
        await app.ComeDue();
        var delivery = await app.Delivery(postId);
        var back = app.Clock.GetUtcNow().AddHours(2);
        await app.Cut(delivery.ChannelId, back);
        app.Clock.Advance(TimeSpan.FromMinutes(65));
        await app.DeliverDue();
        var waiting = Assert.Single(await Comments(postId));
        Assert.Equal((DeliveryState.Waiting, Delivery.LineCut, 0), (waiting.State, waiting.FailureCode, waiting.Tries));
        Assert.Equal(back, waiting.ActAt!.Value, TimeSpan.FromMilliseconds(1));
        using var pia = await app.As("pia");
        Assert.Contains("Comment waits", (await pia.Page($"/w/acme/posts/{postId}")).QuerySelector(".dels")!.TextContent, StringComparison.Ordinal);

        app.Clock.Advance(back - app.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        await app.DeliverDue();
        Assert.Equal(["An hour later"], await Below(postId));
        // It was the try that found the network back.
        Assert.False(await app.IsCut(delivery.ChannelId));
    }

    [Fact]
    public async Task What_nobody_can_tell_is_settled_by_a_person()
    {
        var postId = await Commented([PracticeAnswer.Ok, PracticeAnswer.LoseEverything], ("Out?", 0));
        await app.ComeDue();
        await app.Pass(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1));
        var unknown = Assert.Single(await Comments(postId));
        Assert.Equal((DeliveryState.Unknown, PostState.Published), (unknown.State, (await app.Post(postId)).State));
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/deliveries/{unknown.DeliveryId}/comments/1/confirmations", ("Out", "true"))).Dispose();
        Assert.Equal(DeliveryState.Published, Assert.Single(await Comments(postId)).State);
        Assert.Equal(["Out?"], await Below(postId));
    }

    [Fact]
    public async Task A_pause_holds_comments_and_a_person_may_drop_one()
    {
        var postId = await Commented([], ("Later", 30));
        await app.ComeDue();
        await app.In("acme", async db =>
        {
            var channelId = await db.Deliveries.Where(d => d.PostId == postId).Select(d => d.ChannelId).SingleAsync();
            (await db.Channels.SingleAsync(c => c.Id == channelId)).PauseAll(await TestApp.Member(db, "olga"), "Waiting for the lawyer", app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        await app.Pass(TimeSpan.FromMinutes(40), TimeSpan.FromMinutes(5));
        var held = Assert.Single(await Comments(postId));
        Assert.Equal(DeliveryState.Held, held.State);
        Assert.Empty(await Below(postId));
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/deliveries/{held.DeliveryId}/comments/1/drop")).Dispose();
        Assert.Empty(await Comments(postId));
        Assert.Equal(PostState.Published, (await app.Post(postId)).State);
    }

    [Fact]
    public async Task A_channel_can_have_comments_of_its_own_or_none()
    {
        var content = new PostContent("Text", null, [], [new ContentVariant(Guid.Empty, null, new(StringComparer.Ordinal) { [PostComments.OwnKey] = "true", [PostComments.Key(1)] = "Mine" })])
        { Options = new(StringComparer.Ordinal) { [PostComments.Key(1)] = "Everybody's", [PostComments.Key(2)] = "And another" } };
        Assert.Equal(["Mine"], PostComments.In(content.SettingsFor(Guid.Empty)).Select(c => c.Text));
        Assert.NotEqual(content.Hash(), (content with { Options = null }).Hash());
        await Task.CompletedTask;
    }

    [Fact]
    public void A_version_from_before_there_were_comments_keeps_its_hash() =>
        Assert.Equal("""{"Text":"Text","Link":null,"Media":[],"Variants":[]}""", new PostContent("Text", null, [], []).ToJson());

    [Fact]
    public async Task Acting_on_a_comment_takes_the_right_role_and_the_right_client()
    {
        var postId = await Commented([PracticeAnswer.Ok, PracticeAnswer.Refused], ("The link", 0));
        await app.ComeDue();
        var id = Assert.Single(await Comments(postId)).DeliveryId;
        using var wanda = await app.As("wanda");
        using var oscar = await app.As("oscar");
        foreach (var act in (string[])["retries", "confirmations"])
        {
            using var no = await wanda.Post($"/w/acme/deliveries/{id}/comments/1/{act}");
            Assert.Equal(System.Net.HttpStatusCode.Forbidden, no.StatusCode);
            using var nothing = await oscar.Post($"/w/acme/deliveries/{id}/comments/1/{act}");
            Assert.Equal(System.Net.HttpStatusCode.NotFound, nothing.StatusCode);
        }
    }

    async Task<Guid> Commented(PracticeAnswer[] answers, params (string Text, int Minutes)[] comments)
    {
        var postId = await app.Schedule(answers);
        await app.In("acme", async db =>
        {
            var (post, pia) = (await db.Posts.Whole().SingleAsync(p => p.Id == postId), await TestApp.Member(db, "pia"));
            var options = new Dictionary<string, string>();
            for (var i = 0; i < comments.Length; i++)
                (options[PostComments.Key(i + 1)], options[PostComments.AfterKey(i + 1)]) = (comments[i].Text, comments[i].Minutes.ToString(System.Globalization.CultureInfo.InvariantCulture));
            post.Edit(new PostEdit(post.Text, null, [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], []) { Options = options }, pia, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        return postId;
    }

    Task<List<CommentDelivery>> Comments(Guid postId) => app.In("acme", db => db.CommentDeliveries.AsNoTracking().Where(c => c.PostId == postId).OrderBy(c => c.Number).ToListAsync());

    /// <summary>What the practice network shows below the post.</summary>
    async Task<List<string>> Below(Guid postId)
    {
        var parent = Guid.Parse((await app.Delivery(postId)).RemoteId!);
        return await app.In("acme", db => db.PracticePosts.Where(p => p.ParentId == parent).OrderBy(p => p.At).Select(p => p.Text).ToListAsync());
    }
}
