using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Jobs.Media;
using Planable.Tests.Support;
using Planable.Web.Media;

namespace Planable.Tests.Media;

/// <summary>Real pictures through the real libvips.</summary>
public class PictureEditTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cropping_for_stories_leaves_the_feed_and_the_original_and_each_goes_out_as_it_was_cut()
    {
        using var pia = await app.As("pia");
        // Black at the left, white at the right.
        var picture = await MediaControllerTests.Uploaded(pia, Pixels.Png(400, 200, (x, _) => (byte)(x < 200 ? 0 : 255)), "split.png");
        var (feed, story) = (await Made(picture, "In the feed", null), await Made(picture, "As a story", "story"));
        foreach (var post in (Guid[])[feed, story])
            await Saved(pia, post, picture, ("Purpose", "practice:story"), ("Left", "250"), ("Top", "0"), ("Width", "100"), ("Height", "200"));

        // Reopened, the fields stand where they were; the feed has none of it.
        var editor = await pia.Page($"/w/acme/posts/{story}/media/{picture}/edits?purpose=practice:story");
        Assert.Equal(("250", "0", "100", "200"), (Value(editor, "Left"), Value(editor, "Top"), Value(editor, "Width"), Value(editor, "Height")));
        Assert.Equal(("0", "400"), (Value(await pia.Page($"/w/acme/posts/{story}/media/{picture}/edits?purpose=practice"), "Left"), Value(await pia.Page($"/w/acme/posts/{story}/media/{picture}/edits?purpose=practice"), "Width")));

        var preview = (await pia.Page($"/w/acme/posts/{story}")).QuerySelector(".pv-tall .shot img")!;
        Assert.Equal(("100", "200"), (preview.GetAttribute("width"), preview.GetAttribute("height")));
        using var shown = await pia.Get(preview.GetAttribute("src")!);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Equal("400", (await pia.Page($"/w/acme/posts/{feed}")).QuerySelector(".shot img")!.GetAttribute("width"));

        await GoOut(feed);
        await GoOut(story);
        var asset = await app.In("acme", db => db.Media.SingleAsync(a => a.Id == picture));
        Assert.Equal((asset.Published.Sha256, 400, 200), await Sent(feed));
        var (sha, width, height) = await Sent(story);
        Assert.Equal((100, 200), (width, height));
        var pixels = await Looked(sha);
        Assert.Equal((100, 200), (pixels.Width, pixels.Height));
        // The original is what it was.
        Assert.Null(asset.Edits);
        Assert.NotEqual(asset.Sha256, sha);
    }

    [Fact]
    public async Task The_calendar_and_its_hover_card_show_the_picture_as_it_was_cut()
    {
        using var pia = await app.As("pia");
        var picture = await MediaControllerTests.Uploaded(pia, Pixels.Png(404, 200), "calendar.png");
        var post = await Calendar.CalendarPosts.Draft(app, new DateTime(2028, 2, 9, 9, 0, 0), "Cut for the calendar");
        await app.In("acme", async db =>
        {
            var (member, found) = (await TestApp.Member(db, "pia"), await db.Posts.Whole().SingleAsync(p => p.Id == post));
            found.Edit(new PostEdit(found.Text, null, [.. found.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], [new PostEdit.Picture(await db.Media.SingleAsync(a => a.Id == picture), "")]), member, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        Assert.DoesNotContain("edit=", await Address("month"), StringComparison.Ordinal);
        await Saved(pia, post, picture, ("Purpose", "all"), ("Left", "0"), ("Top", "0"), ("Width", "100"), ("Height", "200"));

        foreach (var view in (string[])["month", "week", "day", "list", "board", "grid"])
        {
            using var shown = await pia.Get(await Address(view));
            Assert.Equal("image/webp", shown.Content.Headers.ContentType!.MediaType);
            Assert.Contains("edit=", await Address(view), StringComparison.Ordinal);
        }

        var hover = (await Visitor.Shown(await pia.Get($"/w/acme/posts/{post}/card", htmx: true))).QuerySelector(".hc-m img:not(.blur)")!;
        Assert.Equal(("100", "200"), (hover.GetAttribute("width"), hover.GetAttribute("height")));

        async Task<string> Address(string view) =>
            (await pia.Page($"/w/acme/calendar?view={view}&date=2028-02-09")).QuerySelectorAll("img").Select(i => i.GetAttribute("src")!).First(s => s.Contains(picture.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_holds_for_all_networks_holds_where_there_is_nothing_of_its_own()
    {
        using var pia = await app.As("pia");
        var picture = await MediaControllerTests.Uploaded(pia, Pixels.Png(410, 200), "all.png");
        var post = await Made(picture, "Everywhere", null);
        await Saved(pia, post, picture, ("Purpose", "all"), ("Left", "0"), ("Top", "0"), ("Width", "200"), ("Height", "200"));
        Assert.Equal("200", (await pia.Page($"/w/acme/posts/{post}")).QuerySelector(".shot img")!.GetAttribute("width"));
        await Saved(pia, post, picture, ("Purpose", "practice"), ("Left", "0"), ("Top", "0"), ("Width", "410"), ("Height", "200"));
        Assert.Equal("410", (await pia.Page($"/w/acme/posts/{post}")).QuerySelector(".shot img")!.GetAttribute("width"));
        await Saved(pia, post, picture, ("Purpose", "practice"), ("Do", "reset"));
        Assert.Equal("200", (await pia.Page($"/w/acme/posts/{post}")).QuerySelector(".shot img")!.GetAttribute("width"));
    }

    [Fact]
    public async Task Buttons_work_without_a_script_and_shapes_come_from_the_network()
    {
        using var pia = await app.As("pia");
        var picture = await MediaControllerTests.Uploaded(pia, Pixels.Png(420, 200), "plain.png");
        var post = await Made(picture, "No script", null);
        var path = $"/w/acme/posts/{post}/media/{picture}/edits";
        var shapes = (await pia.Page($"{path}?purpose=practice:story")).QuerySelectorAll("[data-shape]").Select(b => b.GetAttribute("data-shape"));
        Assert.Equal(["9:16"], shapes);
        // Around the focal point, at the right.
        var cut = await Visitor.Shown(await pia.Post(path, ("Purpose", "practice"), ("FocusX", "100"), ("FocusY", "50"), ("Do", "shape:1:1")));
        Assert.Equal(("220", "0", "200", "200"), (Value(cut, "Left"), Value(cut, "Top"), Value(cut, "Width"), Value(cut, "Height")));
        var turned = await Visitor.Shown(await pia.Post(path, ("Purpose", "practice"), ("Do", "turn")));
        Assert.Equal(("90", "200", "420"), (Value(turned, "Turn"), Value(turned, "Width"), Value(turned, "Height")));
        // Nothing of it was saved.
        Assert.Null(await app.In("acme", db => db.Posts.Where(p => p.Id == post).SelectMany(p => p.Media.Select(m => m.Edits)).SingleAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await pia.Get($"{path}?purpose=friendster")).StatusCode);
    }

    [Fact]
    public async Task Turning_light_colours_and_words_come_out_as_told()
    {
        using var wanda = await app.As("wanda");
        var picture = await MediaControllerTests.Uploaded(wanda, Pixels.Png(60, 40, (_, _) => 100), "grey.png");
        async Task<PictureFacts> Made(PictureEdit edit)
        {
            using var thumb = await wanda.Get($"/w/acme/media/{picture}/thumb?width=160&edit={EditAddress.Of(edit)}");
            Assert.Equal("image/webp", thumb.Content.Headers.ContentType!.MediaType);
            var path = Path.GetTempFileName();
            await File.WriteAllBytesAsync(path, await thumb.Content.ReadAsByteArrayAsync(Cancel), Cancel);
            var facts = Darkroom.Look(path);
            File.Delete(path);
            return facts;
        }

        Assert.Equal((60, 40), Size(await Made(new PictureEdit { Brightness = 50, Contrast = -20, Saturation = -100, Mirrored = true, Upended = true })));
        Assert.Equal((40, 60), Size(await Made(new PictureEdit { Turn = 90 })));
        Assert.Equal((20, 30), Size(await Made(new PictureEdit { Turn = 270, Cut = new PictureCut(10, 10, 20, 30) })));
        Assert.Equal((60, 40), Size(await Made(new PictureEdit { Texts = [new PictureText("Fresh <b> & \"new\"", 50, 50, 30, "#ff0000", "#000000"), new PictureText("bare", 10, 10, 20, "#ffffff", null)] })));
        // Nonsense in the address is no edit.
        using var odd = await wanda.Get($"/w/acme/media/{picture}/thumb?edit=nonsense");
        Assert.Equal(HttpStatusCode.OK, odd.StatusCode);

        static (int, int) Size(PictureFacts facts) => (facts.Width, facts.Height);
    }

    [Fact]
    public async Task New_posts_start_from_what_was_done_in_the_library_and_others_keep_theirs()
    {
        using var pia = await app.As("pia");
        var picture = await MediaControllerTests.Uploaded(pia, Pixels.Png(430, 200), "library.png");
        var before = await Made(picture, "Before", null);
        using var saved = await pia.Post($"/w/acme/media/{picture}/edits", ("Purpose", "all"), ("Left", "30"), ("Top", "0"), ("Width", "200"), ("Height", "200"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var after = await Made(picture, "After", null);
        Assert.Equal("430", (await pia.Page($"/w/acme/posts/{before}")).QuerySelector(".shot img")!.GetAttribute("width"));
        Assert.Equal("200", (await pia.Page($"/w/acme/posts/{after}")).QuerySelector(".shot img")!.GetAttribute("width"));
        Assert.Equal("30", Value(await pia.Page($"/w/acme/posts/{after}/media/{picture}/edits"), "Left"));
    }

    [Fact]
    public async Task A_picture_too_heavy_for_a_network_goes_out_smaller_and_is_no_problem()
    {
        using var pia = await app.As("pia");
        // Nothing packs noise.
        var picture = await MediaControllerTests.Uploaded(pia, Pixels.Png(600, 400, (x, y) => (byte)((x * 2654435761L) ^ (y * 40503L * (x + 7)) >> 3)), "heavy.png");
        var post = await Made(picture, "Heavy", null);
        var asset = await app.In("acme", db => db.Media.SingleAsync(a => a.Id == picture));
        var most = (int)asset.Published.Bytes * 2 / 3;
        await app.In("acme", db => db.Channels.Where(c => c.Network == "practice").ExecuteUpdateAsync(set => set.SetProperty(c => c.Limits, new Dictionary<string, int> { [LimitName.ImageBytes] = most })));
        try
        {
            Assert.Null((await pia.Page($"/w/acme/posts/{post}/edit")).QuerySelector("#problems [data-state=failed]"));
            await GoOut(post);
            var (sha, width, height) = await Sent(post);
            Assert.Equal((600, 400), (width, height));
            Assert.NotEqual(asset.Published.Sha256, sha);
            await using var sent = await app.Services.GetRequiredService<IMediaStore>().Open(sha, Cancel);
            Assert.InRange(sent.Length, 1, most);
        }
        finally
        {
            await app.In("acme", db => db.Channels.Where(c => c.Network == "practice").ExecuteUpdateAsync(set => set.SetProperty(c => c.Limits, new Dictionary<string, int>())));
        }
    }

    [Theory]
    [InlineData("instagram", "image/png", "data:,", "image/jpeg")]
    [InlineData("instagram", "image/png", "", "image/jpeg")]
    [InlineData("instagram", "image/png", null, null)]
    [InlineData("instagram", "image/jpeg", "data:,", null)]
    [InlineData("instagram", "image/gif", "data:,", null)]
    [InlineData("x", "image/png", "data:,", null)]
    public void What_a_network_does_not_take_goes_out_as_jpeg_unless_it_moves_or_nobody_could_look_into_it(string network, string contentType, string? blur, string? made)
    {
        var asset = MediaAsset.Upload(A.Member(Data.Members.Role.Publisher), "a.bin", new MediaFile(new string('b', 64), contentType, 10), 400, 500, A.Monday, placeholder: blur);
        Assert.Equal(made, PictureNeed.Of(asset, Data.Networks.Networks.Find(network)!, null)?.ContentType);
    }

    [Fact]
    public void An_edit_is_part_of_what_was_decided_about()
    {
        var (by, asset) = (A.Member(Data.Members.Role.Publisher), Picture());
        var post = A.Post(by);
        post.Edit(new PostEdit("Cut", null, [new PostEdit.Target(A.Channel(), null, null)], [new PostEdit.Picture(asset, "")]), by, A.Monday);
        var first = post.Cut(by, A.Monday);
        Assert.DoesNotContain("Edits", first.Json, StringComparison.Ordinal);
        post.EditMedia(asset.Id, MediaEdits.None.With("instagram:story", new PictureEdit { Cut = new PictureCut(0, 0, 10, 20) }), by, A.Monday);
        var second = post.Cut(by, A.Monday);
        Assert.NotEqual(first.Hash, second.Hash);
        // Written and read again it is the same.
        Assert.Equal(second.Hash, PostContent.Parse(second.Json).Hash());
        Assert.Equal(10, second.Content.Media[0].Edits!.For("instagram", PostType.Story)!.Cut!.Width);
        Assert.Null(second.Content.Media[0].Edits!.For("instagram", null));
        post.Restore(first, [.. post.Variants.Select(v => v.Channel)], [asset], by, A.Monday);
        Assert.Null(post.Media[0].Edits);
    }

    [Fact]
    public void The_rules_look_at_what_comes_out()
    {
        var (by, asset) = (A.Member(Data.Members.Role.Publisher), Picture(width: 1000, height: 200));
        var instagram = A.Channel(network: "instagram");
        IReadOnlyList<Problem> Of(MediaEdits edits) => PostProblems.Of(new PostEdit("Wide", null, [new PostEdit.Target(instagram, null, null)], [new PostEdit.Picture(asset, "x", Edits: edits)]));
        Assert.Contains(Of(MediaEdits.None), p => p.Code.Contains("RATIO", StringComparison.Ordinal) || p.Code.Contains("SHAPE", StringComparison.Ordinal) || p.Words.Contains("shape", StringComparison.OrdinalIgnoreCase) || p.Code == "IMAGE_TOO_SMALL");
        var cut = MediaEdits.None.With("instagram", new PictureEdit { Cut = new PictureCut(0, 0, 200, 200) });
        Assert.DoesNotContain(Of(cut), p => p.Code.Contains("RATIO", StringComparison.Ordinal));
        _ = by;
    }

    [Fact]
    public async Task Wrong_role_403_and_strangers_404()
    {
        using var pia = await app.As("pia");
        var picture = await MediaControllerTests.Uploaded(pia, Pixels.Png(440, 200), "guards.png");
        var post = await Made(picture, "Guarded", null);
        using var wanda = await app.As("wanda");
        using var carl = await app.As("carl");
        using var oscar = await app.As("oscar");
        // Somebody else's post.
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get($"/w/acme/posts/{post}/media/{picture}/edits")).StatusCode);
        foreach (var path in (string[])[$"/w/acme/posts/{post}/media/{picture}/edits", $"/w/acme/media/{picture}/edits"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await carl.Get(path)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await carl.Post(path)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(path)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(path.Replace("/acme/", "/elsewhere/", StringComparison.Ordinal))).StatusCode);
        }
    }

    static MediaAsset Picture(int width = 100, int height = 100) =>
        MediaAsset.Upload(A.Member(Data.Members.Role.Publisher), "a.jpg", new MediaFile(new string('a', 64), "image/jpeg", 1000), width, height, A.Monday);

    static async Task Saved(Visitor visitor, Guid post, Guid picture, params (string, string?)[] fields)
    {
        using var response = await visitor.Post($"/w/acme/posts/{post}/media/{picture}/edits", fields);
        Assert.True(response.StatusCode == HttpStatusCode.Redirect, await response.Content.ReadAsStringAsync(Cancel));
    }

    static string? Value(AngleSharp.Dom.IParentNode page, string name) => page.QuerySelector($"#picture-editor [name={name}]")!.GetAttribute("value");

    async Task<PictureFacts> Looked(string sha)
    {
        var path = Path.GetTempFileName();
        await using (var from = await app.Services.GetRequiredService<IMediaStore>().Open(sha, Cancel))
        await using (var to = File.Create(path))
            await from.CopyToAsync(to, Cancel);
        var facts = Darkroom.Look(path);
        File.Delete(path);
        return facts;
    }

    async Task GoOut(Guid post)
    {
        var at = await app.In("acme", db => db.Posts.Where(p => p.Id == post).Select(p => p.ScheduledAt).SingleAsync());
        app.Clock.Advance(at!.Value - app.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        await app.DeliverDue();
    }

    Task<(string, int, int)> Sent(Guid post) => app.In("acme", async db =>
    {
        var key = (await db.Deliveries.Where(d => d.PostId == post).Select(d => d.Id).SingleAsync()).ToString("N");
        var picture = (await db.PracticePosts.SingleAsync(p => p.Key == key)).Pictures.Single();
        return (picture.Sha256, picture.Width, picture.Height);
    });

    int made;

    Task<Guid> Made(Guid mediaId, string text, string? format) => app.In("acme", async db =>
    {
        var now = app.Clock.GetUtcNow();
        var pia = await TestApp.Member(db, "pia");
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
        var post = Post.Draft(pia, workspace, now);
        db.Posts.Add(post);
        var settings = format is null ? null : new Dictionary<string, string> { [PostFormats.Key] = format };
        post.Edit(new PostEdit(text, null, [new PostEdit.Target(await db.Channels.FirstAsync(c => c.Network == "practice"), null, settings)], [new PostEdit.Picture(await db.Media.SingleAsync(a => a.Id == mediaId), "")]), pia, now);
        post.Schedule(PlannedTime.Read(Zones.ToLocal(now.AddDays(3).AddMinutes(++made), workspace.Zone), workspace.Zone, second: false), pia, now);
        await db.SaveChangesAsync();
        return post.Id;
    });
}
