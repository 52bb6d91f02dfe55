using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

public class PostVersionsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Versions_are_compared_word_by_word_and_an_old_one_is_restored_as_a_new_one()
    {
        var postId = await Written("We roast on Sunday.", "We roast on Monday.", "We roast on Monday and Tuesday.");
        using var pia = await app.As("pia");

        var page = await pia.Page($"/w/acme/posts/{postId}?tab=versions&from=1&to=2");
        Assert.Equal("Sunday", page.QuerySelector(".diff del")!.TextContent);
        Assert.Equal("Monday", page.QuerySelector(".diff ins")!.TextContent);
        Assert.Equal(3, page.QuerySelectorAll(".ver").Length);

        using var restored = await pia.Htmx($"/w/acme/posts/{postId}/versions/1/restoration");
        Assert.Contains("Version 1 is the content again, as version 4.", await restored.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var post = await app.Post(postId);
        Assert.Equal("We roast on Sunday.", post.Text);
        Assert.Equal(4, post.LatestVersion);
        Assert.All(post.Deliveries, d => Assert.Equal(post.Versions.Single(v => v.Number == 4).Id, d.VersionId));
    }

    [Fact]
    public async Task A_restored_version_is_what_goes_out()
    {
        var postId = await Written("First words.", "Second words.");
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/posts/{postId}/versions/1/restoration")).Dispose();
        await app.ComeDue();

        var delivery = await app.Delivery(postId);
        Assert.Equal(DeliveryState.Published, delivery.State);
        Assert.Equal("First words.", await app.In("acme", db => db.PracticePosts.Where(p => p.Key == delivery.Id.ToString("N")).Select(p => p.Text).SingleAsync()));
    }

    [Fact]
    public async Task A_failed_post_that_was_edited_is_sent_in_its_new_words()
    {
        var postId = await app.Schedule([[PracticeAnswer.Refused]]);
        await app.ComeDue();
        await Edit(postId, "Better words.");
        using var pia = await app.As("pia");
        var delivery = await app.Delivery(postId);
        Assert.Equal(DeliveryState.Failed, delivery.State);
        (await pia.Htmx($"/w/acme/deliveries/{delivery.Id}/retries")).Dispose();
        await app.DeliverDue();

        Assert.Equal(PostState.Published, (await app.Post(postId)).State);
        Assert.Equal("Better words.", await app.In("acme", db => db.PracticePosts.Where(p => p.Key == delivery.Id.ToString("N")).Select(p => p.Text).SingleAsync()));
    }

    [Fact]
    public void A_channel_added_after_the_post_went_out_waits_for_a_person()
    {
        var (first, second) = (A.Channel("One"), A.Channel("Two"));
        var by = A.Member(Role.Publisher);
        var post = A.Post(by, "Hello", first);
        post.Schedule(A.Time(24, 9), by, A.Monday);
        post.Deliveries[0].Fail(new Failure(FailureClass.Permanent, "422", "No."), A.Monday.AddDays(1));
        typeof(Post).GetProperty(nameof(Post.State))!.SetValue(post, PostState.Failed);

        post.Edit(new PostEdit("Hello", null, [new(first, null, null), new(second, null, null)], []), by, A.Monday.AddDays(2));

        Assert.Equal(DeliveryState.Held, post.Deliveries[1].State);
        Assert.Null(post.Deliveries[1].ActAt);
    }

    Task Edit(Guid postId, string text) =>
        app.In("acme", async db =>
        {
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == postId);
            post.Edit(new PostEdit(text, null, [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], []), await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            await db.SaveAndSum(postId, default);
        });

    async Task<Guid> Written(params string[] texts)
    {
        var postId = await app.Schedule([[]]);
        // Scheduling kept the first words as version 1; these are the versions a test talks about.
        await app.In("acme", async db =>
        {
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == postId);
            var (pia, now) = (await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            post.Unschedule(true, pia, now);
            await db.SaveChangesAsync();
        });
        await app.In("acme", db => db.PostVersions.Where(v => v.PostId == postId).ExecuteDeleteAsync());
        await app.In("acme", db => db.Posts.Where(p => p.Id == postId).ExecuteUpdateAsync(p => p.SetProperty(x => x.LatestVersion, 0).SetProperty(x => x.Text, texts[0])));
        await app.In("acme", async db =>
        {
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == postId);
            var (pia, now) = (await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            post.Schedule(Data.Times.PlannedTime.Read(Data.Times.Zones.ToLocal(now.AddMinutes(1), "Europe/Berlin"), "Europe/Berlin", second: false), pia, now);
            await db.SaveChangesAsync();
        });
        foreach (var text in texts.Skip(1))
            await Edit(postId, text);
        return postId;
    }
}
