using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Media;

public class VersionsTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_version_lists_the_posts_that_are_not_out_and_gives_it_to_the_ticked_ones()
    {
        using var pia = await app.As("pia");
        var logo = await MediaControllerTests.Uploaded(pia, Pixels.Png(40, 30), "logo.png");
        await pia.Post($"/w/acme/media/{logo}/description", ("Name", "logo.png"), ("Alt", "Our logo"), ("Tags", "brand"));
        var published = await Made(logo, "Out with the first", days: 1);
        await GoOut(published);
        Assert.Equal(PostState.Published, await StateOf(published));
        var drafts = new List<Guid>();
        for (var i = 0; i < 13; i++)
            drafts.Add(await Made(logo, $"Draft {i}", days: null));
        var scheduled = await Made(logo, "Goes out on its day", days: 3);

        var second = await Replaced(pia, logo, Pixels.Png(40, 30, (x, _) => (byte)x));
        var page = await pia.Page($"/w/acme/media/{second}/versions");
        Assert.Equal(14, page.QuerySelectorAll("input[name=posts]").Length);
        Assert.Equal(13, page.QuerySelectorAll("input[name=posts][checked]").Length);
        Assert.DoesNotContain(page.QuerySelectorAll("input[name=posts]"), t => t.GetAttribute("value") == published.ToString());
        Assert.Contains("14 posts that are not out yet have an older version", page.QuerySelector("#uses")!.TextContent, StringComparison.Ordinal);
        var fresh = await app.In("acme", db => db.Media.Include(a => a.Tags).SingleAsync(a => a.Id == second));
        Assert.Equal((2, "logo.png", "Our logo", "brand"), (fresh.Version, fresh.FileName, fresh.Alt, fresh.Tags.Single().Name));

        // The last draft stays as it is.
        using var given = await pia.Post($"/w/acme/media/{second}/versions/posts", [.. drafts.Take(12).Append(scheduled).Select(p => ("posts", (string?)p.ToString()))]);
        Assert.Equal(HttpStatusCode.Redirect, given.StatusCode);
        Assert.Equal([second], await FilesOf(drafts[0]));
        Assert.Equal([logo], await FilesOf(drafts[12]));
        Assert.Equal([logo], await FilesOf(published));
        Assert.Equal(PostState.Scheduled, await StateOf(scheduled));
        var after = await pia.Page($"/w/acme/media/{second}/versions");
        Assert.Equal(drafts[12].ToString(), Assert.Single(after.QuerySelectorAll("input[name=posts]")).GetAttribute("value"));
        Assert.Contains("13 posts have the new version", after.QuerySelector("#flash")!.TextContent, StringComparison.Ordinal);

        await GoOut(scheduled);
        var (old, now) = await app.In("acme", async db => (await Sent(db, published), await Sent(db, scheduled)));
        var (first, newer) = await app.In("acme", async db => ((await db.Media.SingleAsync(a => a.Id == logo)).Published.Sha256, (await db.Media.SingleAsync(a => a.Id == second)).Published.Sha256));
        Assert.Equal((first, newer), (old, now));
        // Its versions tell what changed, and by whom.
        Assert.Equal(2, await app.In("acme", db => db.PostVersions.CountAsync(v => v.PostId == scheduled)));
    }

    [Fact]
    public async Task A_scheduled_post_that_could_not_go_out_with_it_keeps_its_version_and_the_page_says_why()
    {
        using var pia = await app.As("pia");
        var file = await MediaControllerTests.Uploaded(pia, Pixels.Png(41, 30), "limits.png");
        var post = await Made(file, "Needs a licence", days: 30);
        await pia.Post($"/w/acme/media/{file}/licence", ("until", "2031-01-01"));
        var second = await Replaced(pia, file, Pixels.Png(42, 30));
        await pia.Post($"/w/acme/media/{second}/licence", ("until", DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime).AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        await pia.Post($"/w/acme/media/{second}/versions/posts", ("posts", post.ToString()));
        var page = await pia.Page($"/w/acme/media/{second}/versions");
        Assert.Contains("“Needs a licence”: limits.png is licensed until", page.QuerySelector("#alarm")!.TextContent, StringComparison.Ordinal);
        Assert.Equal([file], await FilesOf(post));
    }

    [Fact]
    public async Task Only_the_latest_version_stands_in_the_library_and_an_old_address_opens_it()
    {
        using var wanda = await app.As("wanda");
        var file = await MediaControllerTests.Uploaded(wanda, Pixels.Png(43, 30), "stack.png");
        var second = await Replaced(wanda, file, Pixels.Png(44, 30));
        Assert.Equal([$"asset-{second}"], (await wanda.Page("/w/acme/media?q=stack")).QuerySelectorAll("#assets .ast").Select(a => a.Id!));
        Assert.Equal($"/w/acme/media/{second}/versions", (await wanda.Page($"/w/acme/media?asset={file}")).QuerySelector(".asset-u p a")!.GetAttribute("href"));
        Assert.Equal(2, (await wanda.Page($"/w/acme/media/{file}/versions")).QuerySelectorAll(".fvers-m").Length);
        using var bytes = await wanda.Get($"/w/acme/media/{file}");
        Assert.Equal(HttpStatusCode.OK, bytes.StatusCode);
        // A version that was replaced is not replaced again.
        Assert.Equal(HttpStatusCode.NotFound, (await Send(wanda, file, Pixels.Png(45, 30))).StatusCode);
        await wanda.Post($"/w/acme/media/{second}/deletion");
        Assert.Equal(HttpStatusCode.NotFound, (await wanda.Get($"/w/acme/media/{file}/versions")).StatusCode);
    }

    [Fact]
    public async Task The_same_file_or_another_kind_of_file_is_no_new_version()
    {
        using var wanda = await app.As("wanda");
        var file = await MediaControllerTests.Uploaded(wanda, Pixels.Png(46, 30), "same.png");
        using var same = await Send(wanda, file, Pixels.Png(46, 30), htmx: true);
        Assert.Contains("not one byte differs", (await Visitor.Shown(same)).Body!.TextContent, StringComparison.Ordinal);
        using var video = await Send(wanda, file, await File.ReadAllBytesAsync(Path.Combine(Root.Folder, "Planable.Tests", "Media", "clip.mp4"), Cancel), htmx: true);
        Assert.Contains("A new version of a picture is a picture", (await Visitor.Shown(video)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_gives_it_to_posts_of_her_own()
    {
        using var wanda = await app.As("wanda");
        var file = await MediaControllerTests.Uploaded(wanda, Pixels.Png(47, 30), "hers.png");
        var pias = await Made(file, "Pia wrote this", days: null);
        var second = await Replaced(wanda, file, Pixels.Png(48, 30));
        Assert.Empty((await wanda.Page($"/w/acme/media/{second}/versions")).QuerySelectorAll("input[name=posts]"));
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"/w/acme/media/{second}/versions/posts", ("posts", pias.ToString()))).StatusCode);
        Assert.Equal([file], await FilesOf(pias));
    }

    [Fact]
    public async Task Many_usages_come_in_pages_and_the_page_asks_a_constant_number_of_times()
    {
        using var pia = await app.As("pia");
        var file = await MediaControllerTests.Uploaded(pia, Pixels.Png(49, 30), "many.png");
        for (var i = 0; i < 52; i++)
            await Made(file, $"Use {i}", days: null);
        await pia.Page($"/w/acme/media/{file}/versions");
        var asked = await app.Sql.During(() => pia.Page($"/w/acme/media/{file}/versions?page=2"));
        Assert.True(asked.Count <= 8, string.Join("\n\n", asked));
        Assert.Equal(2, (await pia.Page($"/w/acme/media/{file}/versions?page=2")).QuerySelectorAll("#uses li a").Length);
    }

    [Fact]
    public async Task Wrong_role_403_and_strangers_404()
    {
        using var wanda = await app.As("wanda");
        var file = await MediaControllerTests.Uploaded(wanda, Pixels.Png(50, 30), "guard.png");
        using var carl = await app.As("carl");
        using var ivo = await app.As("ivo");
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.Forbidden, (await carl.Get($"/w/acme/media/{file}/versions")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ivo.Get($"/w/acme/media/{file}/versions")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ivo.Post($"/w/acme/media/{file}/versions/posts")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(ivo, file, Pixels.Png(51, 30))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get($"/w/acme/media/{file}/versions")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get($"/w/elsewhere/media/{file}/versions")).StatusCode);
    }

    async Task GoOut(Guid post)
    {
        var at = await app.In("acme", db => db.Posts.Where(p => p.Id == post).Select(p => p.ScheduledAt).SingleAsync());
        app.Clock.Advance(at!.Value - app.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        await app.DeliverDue();
    }

    static Task<HttpResponseMessage> Send(Visitor visitor, Guid asset, byte[] bytes, bool htmx = false) =>
        visitor.Send(HttpMethod.Post, $"/w/acme/media/{asset}/versions", new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "newer.bin" } }, htmx);

    static async Task<Guid> Replaced(Visitor visitor, Guid asset, byte[] bytes)
    {
        using var response = await Send(visitor, asset, bytes);
        Assert.True(response.StatusCode == HttpStatusCode.Redirect, await response.Content.ReadAsStringAsync(Cancel));
        return Guid.Parse(response.Headers.Location!.ToString().Split('/')[4]);
    }

    Task<Guid> Made(Guid mediaId, string text, double? days) => app.In("acme", async db =>
    {
        var now = app.Clock.GetUtcNow();
        var pia = await TestApp.Member(db, "pia");
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
        var post = Post.Draft(pia, workspace, now);
        db.Posts.Add(post);
        post.Edit(new PostEdit(text, null, [new PostEdit.Target(await db.Channels.FirstAsync(c => c.Network == "practice"), null, null)], [new PostEdit.Picture(await db.Media.SingleAsync(a => a.Id == mediaId), "")]), pia, now);
        if (days is { } later)
            post.Schedule(PlannedTime.Read(Zones.ToLocal(now.AddDays(later), workspace.Zone), workspace.Zone, second: false), pia, now);
        await db.SaveChangesAsync();
        return post.Id;
    });

    Task<PostState> StateOf(Guid post) => app.In("acme", db => db.Posts.Where(p => p.Id == post).Select(p => p.State).SingleAsync());

    Task<List<Guid>> FilesOf(Guid post) => app.In("acme", db => db.Posts.Where(p => p.Id == post).SelectMany(p => p.Media.Select(m => m.MediaId)).ToListAsync());

    static async Task<string> Sent(PlanableDb db, Guid post)
    {
        var key = await db.Deliveries.Where(d => d.PostId == post).Select(d => d.Id).SingleAsync();
        var text = key.ToString("N");
        return (await db.PracticePosts.SingleAsync(p => p.Key == text)).Pictures.Single().Sha256;
    }
}
