using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Posts;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

public class RecallTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Cancelled_within_ten_seconds_it_is_a_draft_with_its_old_date_and_the_network_saw_nothing()
    {
        var postId = await app.Schedule([[]]);
        var planned = (await app.Post(postId)).ScheduledAt;
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/posts/{postId}/publication")).Dispose();
        await app.DeliverDue();
        var page = await pia.Page($"/w/acme/posts/{postId}");
        Assert.Contains("Going out in 10 s", page.QuerySelector(".recall")!.TextContent, StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromSeconds(9));
        await app.DeliverDue();
        var sent = await app.In("acme", db => db.PracticePosts.CountAsync());
        using var cancelled = await pia.Htmx($"/w/acme/posts/{postId}/publication/recall");
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.DeliverDue();
        var post = await app.Post(postId);
        Assert.Equal((PostState.Draft, planned), (post.State, post.ScheduledAt));
        Assert.Equal(sent, await app.In("acme", db => db.PracticePosts.CountAsync()));

        // Pressed twice it is cancelled once.
        Assert.Equal(HttpStatusCode.OK, (await pia.Htmx($"/w/acme/posts/{postId}/publication/recall")).StatusCode);
    }

    [Fact]
    public async Task Nobody_has_to_keep_the_page_open_and_after_ten_seconds_it_is_too_late()
    {
        var postId = await app.Schedule([[]]);
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/posts/{postId}/publication")).Dispose();
        app.Clock.Advance(Recall.Time);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await pia.Htmx($"/w/acme/posts/{postId}/publication/recall")).StatusCode);
        await app.DeliverDue();
        Assert.Equal(PostState.Published, (await app.Post(postId)).State);
        Assert.Null((await pia.Page($"/w/acme/posts/{postId}")).QuerySelector(".recall"));
    }

    [Fact]
    public void What_is_being_sent_is_not_called_back()
    {
        var pia = A.Member(Data.Members.Role.Publisher);
        var post = A.Post(pia);
        post.PublishNow(pia, A.Berlin, A.Monday);
        post.Deliveries[0].Arm(new Dictionary<string, string>(), A.Monday.AddSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal("RECALL_OVER", Assert.Throws<RuleBroken>(() => post.CallBack(pia, A.Monday.AddSeconds(2))).Code);
    }
}
