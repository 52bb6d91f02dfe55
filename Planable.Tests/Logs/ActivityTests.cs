using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Logs;

public class ActivityTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_feed_reads_as_sentences_filters_by_the_address_and_pages_back_to_the_start()
    {
        using var adam = await app.As("adam");
        await app.In("acme", async db =>
        {
            var wanda = await TestApp.Member(db, "wanda");
            var workspace = await db.Workspaces.SingleAsync(w => w.Slug == "acme");
            for (var i = 0; i < 60; i++)
                db.Posts.Add(Post.Draft(wanda, workspace, app.Clock.GetUtcNow()));
            await db.SaveChangesAsync();
        });
        var all = await app.In("acme", db => db.Log.CountAsync());
        var seen = new List<string>();
        for (var path = "/w/acme/activity"; path is not null;)
        {
            var page = await adam.Page(path);
            seen.AddRange(page.QuerySelectorAll("[data-sequence]").Select(e => e.GetAttribute("data-sequence")!));
            path = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.Equal(all, seen.Count);
        Assert.Equal(all, seen.Distinct().Count());
        var posts = await adam.Page("/w/acme/activity?subject=post");
        Assert.All(posts.QuerySelectorAll("[data-verb]"), e => Assert.StartsWith("post.", e.GetAttribute("data-verb"), StringComparison.Ordinal));
        var members = await adam.Page("/w/acme/activity?subject=member");
        Assert.Contains("Wanda Writer joined as Writer, invited by Olga Owner", string.Join(' ', members.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("Berlin", members.QuerySelector(".log time")!.TextContent, StringComparison.Ordinal);
        var wandas = await app.In("acme", async db => (await TestApp.Member(db, "wanda")).Id);
        Assert.All((await adam.Page($"/w/acme/activity?actor={wandas}")).QuerySelectorAll(".log p b"), b => Assert.Equal("Wanda Writer", b.TextContent));
    }

    [Fact]
    public async Task A_row_changed_in_the_database_is_named_by_the_check()
    {
        using var olga = await app.As("olga");
        Assert.Contains("The chain is whole", (await Visitor.Shown(await olga.Post("/w/bolt/activity/check"))).QuerySelector("#chain")!.TextContent, StringComparison.Ordinal);
        await app.In("bolt", db => db.Database.ExecuteSqlAsync($"""UPDATE "Log" SET "ActorName" = 'Somebody Else' WHERE "Sequence" = 3 AND "WorkspaceId" = {db.WorkspaceId}"""));
        var broken = (await Visitor.Shown(await olga.Post("/w/bolt/activity/check"))).QuerySelector("#chain")!.TextContent;
        Assert.Contains("The chain is broken", broken, StringComparison.Ordinal);
        Assert.Contains("Entry 3", broken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_feed_takes_few_commands()
    {
        using var adam = await app.As("adam");
        await adam.Page("/w/acme/activity");
        Assert.InRange((await app.Sql.During(() => adam.Page("/w/acme/activity"))).Count, 1, 8);
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        using var clara = await app.As("clara");
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Get("/w/acme/activity")).StatusCode);
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post("/w/acme/activity/check")).StatusCode);
        Assert.Empty((await wanda.Page("/w/acme/activity")).QuerySelectorAll("form[action$=check]"));
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/w/acme/activity")).StatusCode);
    }
}
