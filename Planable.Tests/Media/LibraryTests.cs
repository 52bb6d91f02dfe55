using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Tests.Support;
using Planable.Web.Media;

namespace Planable.Tests.Media;

public class LibraryTests(TestApp app) : IClassFixture<TestApp>
{
    const string Path = "/w/acme/media";

    [Fact]
    public async Task Files_are_found_by_name_words_and_tags_however_they_are_written()
    {
        using var wanda = await app.As("wanda");
        var id = await Added("Café Crème.png");
        await wanda.Post($"{Path}/{id}/description", ("Name", "Café Crème.png"), ("Alt", "A cup on a marble table"), ("Tags", "Autumn, Straße"));
        foreach (var words in (string[])["cafe", "CREME", "marble cup", "strasse", "autumn"])
            Assert.Equal([id], await Shown(wanda, $"?q={words}"));
        Assert.Equal([id], await Shown(wanda, "?tag=autumn"));
        Assert.Empty(await Shown(wanda, "?q=cafe+tea"));
    }

    [Fact]
    public async Task Filters_stand_in_the_address_and_an_empty_result_offers_to_clear_them()
    {
        using var wanda = await app.As("wanda");
        var page = await wanda.Page($"{Path}?q=nothing-is-called-this&kind=video&sort=name");
        Assert.Equal("Nothing matches", page.QuerySelector("[data-empty] h2")!.TextContent);
        Assert.Equal($"{Path}?sort=name", page.QuerySelector("[data-empty] a")!.GetAttribute("href"));
        Assert.Equal("video", page.QuerySelector("form[role=search] input[name=kind]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Folders_lie_in_folders_and_a_filter_looks_into_all_of_them()
    {
        using var wanda = await app.As("wanda");
        var brand = await Folder(wanda, "Brand", null);
        var logos = await Folder(wanda, "Logos", brand);
        var id = await Added("deep-logo.png");
        await wanda.Post($"{Path}/{id}/place", ("folder", logos));
        Assert.Equal([id], await Shown(wanda, $"?folder={logos}"));
        Assert.Empty(await Shown(wanda, $"?folder={brand}"));
        Assert.Equal([id], await Shown(wanda, $"?folder={brand}&q=deep"));
        Assert.DoesNotContain(id, await Shown(wanda, ""));

        Assert.Contains("a folder Logos here already", await Alarm(await wanda.Htmx($"{Path}/folders", ("name", "LOGOS".ToLowerInvariant()), ("parent", brand)), "Logos"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("is not empty", await Alarm(await wanda.Htmx($"{Path}/folders/{logos}/deletion")), StringComparison.Ordinal);
        await wanda.Post($"{Path}/folders/{logos}/name", ("name", "Marks"));
        Assert.Equal("Marks", (await wanda.Page($"{Path}?folder={logos}")).QuerySelector("h1")!.TextContent);
        await wanda.Post($"{Path}/{id}/place", ("folder", ""));
        await wanda.Post($"{Path}/folders/{logos}/deletion");
        Assert.Equal(HttpStatusCode.NotFound, (await wanda.Get($"{Path}?folder={logos}")).StatusCode);
    }

    [Fact]
    public async Task What_is_deleted_is_gone_from_the_library_and_comes_back_by_undo()
    {
        using var wanda = await app.As("wanda");
        var id = await Added("fleeting.png");
        await wanda.Post($"{Path}/{id}/deletion");
        Assert.Empty(await Shown(wanda, "?q=fleeting"));
        Assert.Equal(HttpStatusCode.NotFound, (await wanda.Get($"{Path}?asset={id}")).StatusCode);
        // Posts that have it keep it.
        Assert.Equal(HttpStatusCode.NotFound, (await wanda.Get($"{Path}/{id}/tile")).StatusCode);
        await wanda.Post($"{Path}/{id}/deletion/undo");
        Assert.Equal([id], await Shown(wanda, "?q=fleeting"));
    }

    [Fact]
    public async Task What_goes_out_with_a_planned_post_is_not_deleted_and_the_posts_are_named()
    {
        using var pia = await app.As("pia");
        var id = await Added("needed.png");
        var post = await Planned(id, "The autumn roast is here", days: 3);
        var refused = await Alarm(await pia.Htmx($"{Path}/{id}/deletion"));
        Assert.Contains("needed.png goes out with “The autumn roast is here”", refused, StringComparison.Ordinal);
        var panel = await pia.Page($"{Path}?asset={id}");
        Assert.Equal($"/w/acme/posts/{post}", panel.QuerySelector(".asset-u a")!.GetAttribute("href"));
        Assert.True(panel.QuerySelector(".asset-x button")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_new_post_begins_with_a_file_of_the_library_and_its_words()
    {
        using var wanda = await app.As("wanda");
        var id = await Added("begin.png");
        await wanda.Post($"{Path}/{id}/description", ("Name", "begin.png"), ("Alt", "A full house"));
        var composer = await wanda.Page($"/w/acme/posts/new?media={id}");
        Assert.Equal("A full house", composer.QuerySelector($"#alt-{id}")!.TextContent.Trim());
        var picker = await Visitor.Shown(await wanda.Get($"{Path}/picker?q=begin", htmx: true));
        Assert.Equal($"{Path}/{id}/tile", picker.QuerySelector("[data-pick]")!.GetAttribute("data-pick"));
        Assert.Equal(id.ToString(), (await Visitor.Shown(await wanda.Get($"{Path}/{id}/tile"))).QuerySelector("[data-picture]")!.GetAttribute("data-picture"));
    }

    [Fact]
    public async Task A_form_without_a_script_brings_several_files_and_says_which_are_refused()
    {
        using var wanda = await app.As("wanda");
        using var sent = await wanda.Send(HttpMethod.Post, $"{Path}/files", new MultipartFormDataContent
        {
            { new ByteArrayContent(Pixels.Png(7, 7)), "files", "plain-one.png" },
            { new ByteArrayContent("MZ\x90\0\x03"u8.ToArray()), "files", "plain-two.png" },
        }, htmx: false);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var page = await wanda.Page(Path);
        Assert.Contains("plain-two.png is a Windows program", page.QuerySelector("#alarm")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("One file is in the library.", page.QuerySelector("#flash")!.TextContent, StringComparison.Ordinal);
        Assert.Single(await Shown(wanda, "?q=plain-one"));
    }

    [Fact]
    public async Task Two_people_who_describe_a_file_at_once_do_not_overwrite_each_other()
    {
        using var wanda = await app.As("wanda");
        var id = await Added("both.png");
        await wanda.Htmx($"{Path}/{id}/description", ("Name", "mine.png"), ("Revision", "0"));
        Assert.Equal(HttpStatusCode.Conflict, (await wanda.Htmx($"{Path}/{id}/description", ("Name", "theirs.png"), ("Revision", "0"))).StatusCode);
    }

    [Fact]
    public async Task The_page_asks_the_database_a_constant_number_of_times()
    {
        using var wanda = await app.As("wanda");
        var id = await Added("count-me.png");
        await wanda.Page(Path);
        var asked = await app.Sql.During(() => wanda.Page($"{Path}?q=count&asset={id}"));
        Assert.True(asked.Count <= 8, string.Join("\n\n", asked));
    }

    [Fact]
    public async Task Wrong_role_403_and_strangers_404()
    {
        var id = await Added("guarded.png");
        using var carl = await app.As("carl");
        using var oscar = await app.As("oscar");
        using var ivo = await app.As("ivo");
        Assert.Equal(HttpStatusCode.Forbidden, (await carl.Get(Path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(Path)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ivo.Get($"{Path}?asset={id}")).StatusCode);
        foreach (var verb in (string[])["description", "place", "licence", "deletion", "copies"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await ivo.Post($"{Path}/{id}/{verb}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/elsewhere/media/{id}/{verb}")).StatusCode);
        }

        // Somebody else's file: a writer may describe it and not delete it.
        using var wanda = await app.As("wanda");
        var pias = await Added("pias.png", "pia");
        Assert.Equal(HttpStatusCode.Redirect, (await wanda.Post($"{Path}/{pias}/description", ("Name", "pias.png"), ("Tags", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"{Path}/{pias}/deletion")).StatusCode);
    }

    async Task<Guid> Added(string name, string by = "wanda")
    {
        using var visitor = await app.As(by);
        var id = await MediaControllerTests.Uploaded(visitor, Pixels.Png(8, 6), name);
        return id;
    }

    Task<Guid> Planned(Guid mediaId, string text, int days) => app.In("acme", async db =>
    {
        var now = app.Clock.GetUtcNow();
        var pia = await TestApp.Member(db, "pia");
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
        var post = Post.Draft(pia, workspace, now);
        db.Posts.Add(post);
        post.Edit(new PostEdit(text, null, [new PostEdit.Target(await db.Channels.FirstAsync(c => c.Network == "practice"), null, null)], [new PostEdit.Picture(await db.Media.SingleAsync(a => a.Id == mediaId), "")]), pia, now);
        post.Schedule(PlannedTime.Read(Zones.ToLocal(now.AddDays(days), workspace.Zone), workspace.Zone, second: false), pia, now);
        await db.SaveChangesAsync();
        return post.Id;
    });

    static async Task<string> Folder(Visitor visitor, string name, string? parent)
    {
        using var made = await visitor.Post($"{Path}/folders", ("name", name), ("parent", parent));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        return made.Headers.Location!.ToString().Split("folder=")[1];
    }

    static async Task<List<Guid>> Shown(Visitor visitor, string query) =>
        [.. (await visitor.Page(Path + query)).QuerySelectorAll("#assets .ast").Select(a => Guid.Parse(a.Id!["asset-".Length..]))];

    static async Task<string> Alarm(HttpResponseMessage response, string? name = null)
    {
        Assert.True(response.StatusCode == HttpStatusCode.UnprocessableEntity, $"{name} {response.StatusCode}");
        return (await Visitor.Shown(response)).Body!.TextContent;
    }
}
