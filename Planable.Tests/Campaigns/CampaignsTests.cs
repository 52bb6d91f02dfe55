using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Campaigns;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Campaigns;

public class CampaignsTests(TestApp app) : IClassFixture<TestApp>
{
    const string Path = "/w/acme/campaigns";

    [Fact]
    public async Task Its_page_sums_exactly_its_posts()
    {
        var (campaign, other) = (await Made("Summing"), await Made("Beside it"));
        await Posted(campaign, "In it, a draft");
        await Posted(campaign, "In it, planned", inDays: 3);
        await Posted(other, "In another one", inDays: 4);
        await Posted(null, "In none");
        await Posted(campaign, "In it, deleted", isDeleted: true);
        using var pia = await app.As("pia");
        var page = await pia.Page($"{Path}/{campaign}");
        Assert.Equal(["2", "1", "1", "0", "0"], page.QuerySelectorAll(".sum-c b").Select(b => b.TextContent));
        Assert.Equal(["In it, planned", "In it, a draft"], page.QuerySelectorAll("main .rows a.link").Select(a => a.TextContent));
        Assert.InRange((await app.Sql.During(() => pia.Page($"{Path}/{campaign}"))).Count, 1, 8);
        Assert.Equal(2, (await pia.Page($"/w/acme/calendar?view=list&dates=all&campaign={campaign}")).QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task Merging_moves_its_posts_and_undo_moves_back_those_that_came()
    {
        var (old, into) = (await Made("Old campaign"), await Made("New campaign"));
        var (moved, there) = (await Posted(old, "Moved"), await Posted(into, "There before"));
        using var pia = await app.As("pia");
        Assert.Contains("1 post", (await pia.Page($"{Path}/{old}/removal")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Post($"{Path}/{old}/removal", ("into", into.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await pia.Get($"{Path}/{old}")).StatusCode);
        Assert.Equal([into, into], [await Of(moved), await Of(there)]);
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Post($"{Path}/{old}/removal/undo")).StatusCode);
        Assert.Equal([old, into], [await Of(moved), await Of(there)]);
    }

    [Fact]
    public async Task The_composer_puts_a_post_into_one_and_takes_it_out_again()
    {
        var campaign = await Made("Composed");
        using var wanda = await app.As("wanda");
        var id = Guid.CreateVersion7();
        (await wanda.Post("/w/acme/posts", ("Id", id.ToString()), ("Text", "Hello."), ("Campaign", campaign.ToString()), ("Do", "save"))).Dispose();
        Assert.Equal(campaign, await Of(id));
        Assert.Contains("Composed", (await wanda.Page($"/w/acme/posts/{id}")).QuerySelector("dl.pl")!.TextContent, StringComparison.Ordinal);
        var was = (await wanda.Page($"/w/acme/posts/{id}/edit")).QuerySelector("input[name='Was[campaign]']")!.GetAttribute("value");
        (await wanda.Post($"/w/acme/posts/{id}", ("Text", "Hello."), ("Was[campaign]", was), ("Campaign", ""), ("Do", "save"))).Dispose();
        Assert.Null(await Of(id));
    }

    [Fact]
    public async Task Dates_and_purpose_are_saved_and_a_newer_save_is_not_overwritten()
    {
        var campaign = await Made("Dated");
        using var pia = await app.As("pia");
        (string, string?)[] form = [("Name", "Dated"), ("Starts", "2026-12-01"), ("Ends", "2026-12-24"), ("Brief", "Advent."), ("Colour", "3"), ("Revision", "0")];
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Post($"{Path}/{campaign}", form)).StatusCode);
        Assert.Contains("Advent.", (await pia.Page($"{Path}/{campaign}")).QuerySelector(".brief")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await pia.Htmx($"{Path}/{campaign}", [.. form[..3], ("Brief", "Other."), ("Revision", "0")])).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await pia.Htmx($"{Path}/{campaign}", ("Name", "Dated"), ("Starts", "2026-12-24"), ("Ends", "2026-12-01"), ("Revision", "1"))).StatusCode);
    }

    [Fact]
    public async Task The_refrain()
    {
        var campaign = await Made("Guarded");
        foreach (var (name, expected) in new[] { ("wanda", HttpStatusCode.Forbidden), ("clara", HttpStatusCode.Forbidden), ("oscar", HttpStatusCode.NotFound) })
        {
            using var visitor = await app.As(name);
            Assert.Equal(expected, (await visitor.Post($"{Path}/{campaign}", ("Name", "Mine"))).StatusCode);
            Assert.Equal(expected, (await visitor.Get($"{Path}/{campaign}/edit")).StatusCode);
            Assert.Equal(expected, (await visitor.Post($"{Path}/{campaign}/removal")).StatusCode);
        }

        using var clara = await app.As("clara");
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Get($"{Path}/{campaign}")).StatusCode);
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.OK, (await wanda.Get($"{Path}/{campaign}")).StatusCode);
    }

    Task<Guid> Made(string name) => app.In("acme", async db =>
    {
        var campaign = new Campaign(await TestApp.Member(db, "olga"), name, 1, app.Clock.GetUtcNow());
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync();
        return campaign.Id;
    });

    Task<Guid> Posted(Guid? campaignId, string text, int? inDays = null, bool isDeleted = false) => app.In("acme", async db =>
    {
        var (olga, now) = (await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
        var post = Post.Draft(olga, await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId), now);
        post.Edit(new PostEdit(text, null, [new PostEdit.Target(await db.Channels.FirstAsync(), null, null)], []), olga, now);
        if (campaignId is not null)
            post.Join(await db.Campaigns.SingleAsync(c => c.Id == campaignId), olga, now);
        if (inDays is { } days)
            post.Schedule(A.Time(now.AddDays(days).Day, 10, now.AddDays(days).Month, now.AddDays(days).Year), olga, now);
        if (isDeleted)
            post.Delete(olga, now);
        db.Posts.Add(post);
        await db.SaveChangesAsync();
        return post.Id;
    });

    Task<Guid?> Of(Guid postId) => app.In("acme", db => db.Posts.Where(p => p.Id == postId).Select(p => p.CampaignId).SingleAsync());
}
