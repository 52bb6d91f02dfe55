using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

public class PostsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_page_tells_what_became_of_each_channel()
    {
        var postId = await app.Schedule([], [PracticeAnswer.Refused], []);
        await app.ComeDue();
        using var pia = await app.As("pia");

        var page = await pia.Page($"/w/acme/posts/{postId}");

        Assert.Equal("2 of 3 published", page.QuerySelector(".del-sum")!.TextContent);
        Assert.Equal(2, page.QuerySelectorAll(".del[data-state=published] a.link").Length);
        var failed = page.QuerySelector(".del[data-state=failed]")!;
        Assert.Contains("The practice network refuses this text.", failed.QuerySelector(".why")!.TextContent);
        Assert.Equal("422", failed.QuerySelector(".why code")!.TextContent);
        Assert.Equal("Edit the post", failed.QuerySelector(".acts a")!.TextContent.Trim());
        Assert.Contains("Sent to the network", failed.QuerySelector(".trail")!.TextContent);
    }

    [Theory, InlineData(""), InlineData("?tab=versions"), InlineData("?tab=versions&from=1&to=2"), InlineData("?tab=activity")]
    public async Task Every_tab_costs_at_most_eight_commands(string query)
    {
        var postId = await app.Schedule([], [PracticeAnswer.Refused], []);
        using var pia = await app.As("pia");
        await pia.Page($"/w/acme/posts/{postId}{query}");
        var commands = await app.Sql.During(() => pia.Page($"/w/acme/posts/{postId}{query}"));
        Assert.True(commands.Count <= 8, string.Join("\n\n", commands));
    }

    [Fact]
    public async Task A_texts_markup_is_shown_and_not_run()
    {
        var postId = await app.Schedule([[]]);
        await app.In("acme", db => db.Posts.Where(p => p.Id == postId).ExecuteUpdateAsync(p => p.SetProperty(x => x.Text, "<script>alert(1)</script> see https://acme.example/a?b=1&c=2")));
        using var pia = await app.As("pia");
        var preview = (await pia.Page($"/w/acme/posts/{postId}")).QuerySelector(".pv .txt")!;
        Assert.Empty(preview.QuerySelectorAll("script"));
        Assert.Equal("<script>alert(1)</script> see https://acme.example/a?b=1&c=2", preview.TextContent);
        Assert.Equal("https://acme.example/a?b=1&c=2", preview.QuerySelector(".a")!.TextContent);
    }

    [Fact]
    public async Task A_deleted_post_says_so_and_can_be_brought_back()
    {
        var postId = await app.Schedule([[]]);
        using var pia = await app.As("pia");
        using var deleted = await pia.Post($"/w/acme/posts/{postId}/deletion");
        Assert.Equal("/w/acme/calendar", deleted.Headers.Location!.ToString());

        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.DeliverDue();
        Assert.Equal(0, await app.In("acme", db => db.Deliveries.CountAsync(d => d.PostId == postId)));
        var page = await pia.Page($"/w/acme/posts/{postId}");
        Assert.Contains("Pia Publisher deleted this post", page.QuerySelector("#post")!.TextContent);
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.NotFound, (await wanda.Get($"/w/acme/posts/{postId}")).StatusCode);

        using var undone = await pia.Post($"/w/acme/posts/{postId}/deletion/undo");
        Assert.Equal($"/w/acme/posts/{postId}", undone.Headers.Location!.ToString());
        Assert.Equal(PostState.Draft, (await app.Post(postId)).State);
    }

    [Fact]
    public async Task A_copy_is_a_draft_without_a_date()
    {
        var postId = await app.Schedule([], []);
        using var wanda = await app.As("wanda");
        using var answer = await wanda.Post($"/w/acme/posts/{postId}/copies");
        var copy = await app.Post(Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]));
        Assert.Equal((PostState.Draft, null, "The autumn roast is here."), (copy.State, copy.ScheduledAt, copy.Text));
        Assert.Equal(2, copy.Variants.Count);
        Assert.Empty(copy.Deliveries);
    }

    [Fact]
    public async Task A_scheduled_post_goes_back_to_draft_or_out_at_once()
    {
        var (first, second) = (await app.Schedule([[]]), await app.Schedule([[]]));
        using var pia = await app.As("pia");
        (await pia.Htmx($"/w/acme/posts/{first}/unscheduling")).Dispose();
        using var published = await pia.Htmx($"/w/acme/posts/{second}/publication");
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        app.Clock.Advance(Recall.Time);
        await app.DeliverDue();
        Assert.Equal(PostState.Draft, (await app.Post(first)).State);
        Assert.Equal(PostState.Published, (await app.Post(second)).State);
    }

    [Fact]
    public async Task Opening_a_post_marks_my_notices_about_it_read_by_a_request_of_its_own()
    {
        var postId = await app.Schedule([[]]);
        await app.In("acme", async db =>
        {
            db.Notices.Add(new Notice((await TestApp.Member(db, "pia")).Id, "k1", "post.delivery-failed", postId, "Failed", app.Clock.GetUtcNow(), null));
            db.Notices.Add(new Notice((await TestApp.Member(db, "adam")).Id, "k1", "post.delivery-failed", postId, "Failed", app.Clock.GetUtcNow(), null));
            await db.SaveChangesAsync();
        });
        using var pia = await app.As("pia");
        Assert.NotNull((await pia.Page($"/w/acme/posts/{postId}")).QuerySelector($"[hx-post='/w/acme/posts/{postId}/reading']"));
        Assert.Equal(2, await Unread(postId));
        (await pia.Htmx($"/w/acme/posts/{postId}/reading")).Dispose();
        Assert.Equal(1, await Unread(postId));
        Assert.Null((await pia.Page($"/w/acme/posts/{postId}")).QuerySelector("[hx-post$=reading]"));
    }

    [Fact]
    public async Task The_activity_tells_the_story_in_order()
    {
        var postId = await app.Schedule([[]]);
        await app.ComeDue();
        using var pia = await app.As("pia");
        var lines = (await pia.Page($"/w/acme/posts/{postId}?tab=activity")).QuerySelectorAll(".acty li").Select(l => l.TextContent).ToList();
        Assert.Contains("Planable published the post on", lines[0]);
        Assert.Contains("Pia Publisher started a post", lines[^1]);
    }

    [Fact]
    public async Task A_client_sees_no_inner_workings_and_nothing_meant_for_the_team()
    {
        var postId = await app.Schedule([[PracticeAnswer.Refused]]);
        await app.ComeDue();
        using var clara = await app.As("clara");
        var page = await clara.Page($"/w/acme/posts/{postId}");
        Assert.DoesNotContain("refuses this text", page.Body!.TextContent);
        Assert.Empty(page.QuerySelectorAll(".trail, .acts, a[href*='tab=versions']"));
        await app.In("acme", db => db.Posts.Where(p => p.Id == postId).ExecuteUpdateAsync(p => p.SetProperty(x => x.Audience, Data.Logs.Audience.Team)));
        Assert.Equal(HttpStatusCode.NotFound, (await clara.Get($"/w/acme/posts/{postId}")).StatusCode);
    }

    [Theory]
    [InlineData("wanda", "publication"), InlineData("wanda", "publication/recall"), InlineData("wanda", "unscheduling"), InlineData("wanda", "deletion"), InlineData("clara", "copies"), InlineData("ivo", "versions/1/restoration")]
    public async Task The_wrong_role_gets_403_and_Oscar_404(string who, string act)
    {
        var postId = await app.Schedule([[]]);
        using var wrong = await app.As(who);
        Assert.Equal(HttpStatusCode.Forbidden, (await wrong.Post($"/w/acme/posts/{postId}/{act}")).StatusCode);
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get($"/w/acme/posts/{postId}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/acme/posts/{postId}/{act}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/elsewhere/posts/{postId}/{act}")).StatusCode);
        Assert.Equal(PostState.Scheduled, (await app.Post(postId)).State);
    }

    Task<int> Unread(Guid postId) => app.In("acme", db => db.Notices.CountAsync(n => n.PostId == postId && n.ReadAt == null));
}
