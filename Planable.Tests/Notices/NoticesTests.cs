using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Notices;

public class NoticesTests(TestApp app) : IClassFixture<TestApp>
{
    async Task<(Guid Notice, Guid Post)> Tell(string slug, string who, string words) => await app.In(slug, async db =>
    {
        var now = app.Clock.GetUtcNow();
        var member = await TestApp.Member(db, who);
        var post = Post.Draft(await TestApp.Member(db, "olga"), await db.Workspaces.SingleAsync(w => w.Slug == slug), now);
        var notice = new Notice(member.Id, $"test:{words}", "post.delivery-failed", post.Id, words, now, null);
        db.Posts.Add(post);
        db.Notices.Add(notice);
        await db.SaveChangesAsync();
        return (notice.Id, post.Id);
    });

    static async Task<int> Unread(Visitor visitor) => (await visitor.Page("/notices?unread=1")).QuerySelectorAll("[data-notice]").Length;

    [Fact]
    public async Task Notices_of_all_clients_are_read_by_opening_and_all_at_once_and_that_can_be_taken_back()
    {
        using var adam = await app.As("adam");
        var (first, post) = await Tell("acme", "adam", "One failed");
        await Tell("bolt", "adam", "Two failed");
        await Tell("bolt", "adam", "Three failed");
        Assert.Equal(3, await Unread(adam));
        Assert.Equal($"/w/acme/posts/{post}", (await adam.Post($"/notices/{first}/opening")).Headers.Location!.ToString());
        Assert.Equal(2, await Unread(adam));

        await adam.Post("/notices/reading");
        var page = await adam.Page("/notices");
        Assert.Empty(page.QuerySelectorAll(".log .unread"));
        var undo = page.QuerySelector("#flash form")!.GetAttribute("action")!;
        await adam.Post(undo);
        Assert.Equal(2, await Unread(adam));
    }

    [Fact]
    public async Task A_notice_of_a_deleted_post_explains()
    {
        using var pia = await app.As("pia");
        var (notice, post) = await Tell("acme", "pia", "Gone meanwhile");
        await app.In("acme", async db =>
        {
            (await db.Posts.SingleAsync(p => p.Id == post)).Delete(await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        var to = (await pia.Post($"/notices/{notice}/opening")).Headers.Location!.ToString();
        Assert.Contains("The post was deleted", (await pia.Page(to)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_the_post_clears_what_was_said_about_it()
    {
        using var wanda = await app.As("wanda");
        var (_, post) = await Tell("acme", "wanda", "Seen on the post");
        await app.In("acme", async db => await db.ReadAbout(post, await TestApp.Member(db, "wanda"), app.Clock.GetUtcNow()));
        Assert.Equal(0, await Unread(wanda));
    }

    [Fact]
    public async Task Nobody_opens_the_notices_of_another()
    {
        var (notice, _) = await Tell("bolt", "pia", "For Pia only");
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get($"/notices/{notice}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/notices/{notice}/opening")).StatusCode);
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.NotFound, (await wanda.Get($"/notices/{notice}")).StatusCode);
        Assert.DoesNotContain("Bolt", (await wanda.Page("/notices?client=bolt")).DocumentElement.OuterHtml, StringComparison.Ordinal);
    }
}
