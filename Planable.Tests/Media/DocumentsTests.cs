using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Workspaces;
using Planable.Jobs.Media;
using Planable.Tests.Publishing;
using Planable.Tests.Support;
using Planable.Web.Media;

namespace Planable.Tests.Media;

/// <summary>PDF documents from the upload to the network, through the real PDFium.</summary>
public class DocumentsTests(TestApp app) : IClassFixture<TestApp>
{
    const string Library = "/w/acme/media";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_tells_its_pages_and_shows_them()
    {
        NeedsPdfium();
        using var wanda = await app.As("wanda");
        var id = await MediaControllerTests.Uploaded(wanda, Papers.Pdf(3, mark: "facts"), "menu.pdf");
        var asset = await app.In("acme", db => db.Media.SingleAsync(a => a.Id == id));
        Assert.Equal(("application/pdf", 3, 1600, 2133), (asset.ContentType, asset.Pages, asset.Width, asset.Height));
        Assert.NotNull(asset.PosterSha256);
        Assert.StartsWith("data:image/webp", asset.Placeholder, StringComparison.Ordinal);

        var first = await Thumb(wanda, id, "");
        var second = await Thumb(wanda, id, "&page=2");
        Assert.NotEqual(first, second);
        Assert.Equal(second, await Thumb(wanda, id, "&page=2"));
        // A page that is not there is the first one.
        Assert.Equal(first, await Thumb(wanda, id, "&page=4"));
        var panel = await wanda.Page($"{Library}?asset={id}");
        Assert.Contains("Pages3", panel.QuerySelector(".asset-d")!.TextContent.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        // Pictures of pages have no alternative text of their own, and nothing to crop.
        Assert.Null(panel.QuerySelector("#asset-alt"));
        Assert.Null(panel.QuerySelector($"a[href='{Library}/{id}/edits']"));
    }

    [Fact]
    public async Task A_document_is_saved_and_never_opened_on_our_site()
    {
        using var wanda = await app.As("wanda");
        var bytes = Papers.Pdf(1, mark: "served");
        var id = await MediaControllerTests.Uploaded(wanda, bytes, "price list.pdf");
        using var served = await wanda.Get($"{Library}/{id}");
        Assert.Equal("application/pdf", served.Content.Headers.ContentType!.MediaType);
        Assert.Equal(bytes, await served.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(("attachment", "price list.pdf"), (served.Content.Headers.ContentDisposition!.DispositionType, served.Content.Headers.ContentDisposition.FileNameStar ?? served.Content.Headers.ContentDisposition.FileName?.Trim('"')));
        Assert.Equal("nosniff", served.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", served.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get($"{Library}/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get($"{Library}/{id}/thumb?page=1")).StatusCode);
    }

    [Fact]
    public async Task What_cannot_be_read_or_is_locked_is_refused_in_words()
    {
        NeedsPdfium();
        using var wanda = await app.As("wanda");
        var whole = Papers.Pdf(40, mark: "cut");
        Assert.Equal((422, "cut.pdf cannot be read: the file is damaged. Save it again in the program it comes from."), await Refused(wanda, whole[..(whole.Length / 2)], "cut.pdf"));
        Assert.Equal((422, "empty.pdf cannot be read: the file is damaged. Save it again in the program it comes from."), await Refused(wanda, [.. "%PDF-1.4\n%%EOF\n"u8], "empty.pdf"));
        var locked = await File.ReadAllBytesAsync(Root.File("Planable.Tests", "Media", "locked.pdf"), Cancel);
        Assert.Equal((422, "locked.pdf opens only with a password. Save it without one first."), await Refused(wanda, locked, "locked.pdf"));
        // The bytes tell what it is, not the name.
        var (status, words) = await Refused(wanda, "MZ\x90\0\x03"u8.ToArray(), "menu.pdf");
        Assert.Equal(415, status);
        Assert.Contains("menu.pdf is a Windows program", words, StringComparison.Ordinal);
        var named = await MediaControllerTests.Uploaded(wanda, Papers.Pdf(1, mark: "named"), "photo.png");
        Assert.Equal(MediaKind.Document, await app.In("acme", async db => (await db.Media.SingleAsync(a => a.Id == named)).Kind));
    }

    [Fact]
    public void How_large_a_document_may_be_is_what_LinkedIn_takes_unless_the_setting_says_otherwise()
    {
        var limits = new UploadLimits(new ConfigurationBuilder().Build());
        limits.Check("a.pdf", 100_000_000, MediaKind.Document);
        var refused = Assert.Throws<RuleBroken>(() => limits.Check("a.pdf", 100_000_001, MediaKind.Document));
        Assert.Equal(("FILE_TOO_LARGE", "a.pdf has 96 MB. Documents may have up to 95 MB."), (refused.Code, refused.Message));
        var set = new UploadLimits(new ConfigurationBuilder().AddInMemoryCollection([new("Media:MostDocumentMegabytes", "3")]).Build());
        Assert.Throws<RuleBroken>(() => set.Check("a.pdf", 3_200_000, MediaKind.Document));
    }

    [Fact]
    public async Task The_library_is_filtered_by_documents()
    {
        using var wanda = await app.As("wanda");
        var document = await MediaControllerTests.Uploaded(wanda, Papers.Pdf(2, mark: "filter"), "filter.pdf");
        var picture = await MediaControllerTests.Uploaded(wanda, Pixels.Png(21, 12), "filter.png");
        var shown = (await wanda.Page($"{Library}?kind=document")).QuerySelectorAll("#assets .ast").Select(a => a.Id).ToList();
        Assert.Contains($"asset-{document}", shown);
        Assert.DoesNotContain($"asset-{picture}", shown);
        Assert.DoesNotContain($"asset-{document}", (await wanda.Page($"{Library}?kind=picture")).QuerySelectorAll("#assets .ast").Select(a => a.Id));
        Assert.Contains((await wanda.Page($"{Library}?kind=document")).QuerySelectorAll(".lib-f .chip.on"), c => c.TextContent.Contains("Documents", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_version_of_a_document_is_a_document()
    {
        using var wanda = await app.As("wanda");
        var id = await MediaControllerTests.Uploaded(wanda, Papers.Pdf(2, mark: "v1"), "versions.pdf");
        var page = await wanda.Page($"{Library}/{id}/versions");
        Assert.Equal("application/pdf,.pdf", page.QuerySelector("input[type=file]")!.GetAttribute("accept"));
        using var refused = await wanda.Send(HttpMethod.Post, $"{Library}/{id}/versions", new MultipartFormDataContent { { new ByteArrayContent(Pixels.Png(22, 12)), "file", "a.png" } }, htmx: true);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("A new version of a document is a document.", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await wanda.Send(HttpMethod.Post, $"{Library}/{id}/versions", new MultipartFormDataContent { { new ByteArrayContent(Papers.Pdf(5, mark: "v2")), "file", "a.pdf" } }, htmx: false);
        var latest = await app.In("acme", db => db.Media.SingleAsync(a => a.OriginId == id));
        Assert.Equal(("versions.pdf", 2), (latest.FileName, latest.Version));
    }

    [Fact]
    public async Task A_link_takes_documents_if_it_asks_for_them()
    {
        using var wanda = await app.As("wanda");
        using var gus = await app.As(null);
        var menus = await Asked(wanda, "Menu Gus", "Documents");
        Assert.Contains("PDF documents", (await gus.Page(menus)).Body!.TextContent, StringComparison.Ordinal);
        await Give(gus, menus, (Papers.Pdf(2, mark: "gus"), "menu.pdf"), (Pixels.Png(31, 7), "photo.png"));
        Assert.Contains("photo.png is a picture. This link is for documents.", (await gus.Page(menus)).Body!.TextContent, StringComparison.Ordinal);
        var sent = await app.In("acme", db => db.Media.Where(a => a.Tags.Any(t => t.Name == "from Menu Gus")).ToListAsync());
        Assert.Equal("application/pdf", Assert.Single(sent).ContentType);

        var photos = await Asked(wanda, "Photo Gus", "Pictures");
        await Give(gus, photos, (Papers.Pdf(2, mark: "gus again"), "menu.pdf"));
        Assert.Contains("menu.pdf is a document. This link is for pictures.", (await gus.Page(photos)).Body!.TextContent, StringComparison.Ordinal);

        var anything = await Asked(wanda, "Any Gus", "Any");
        await Give(gus, anything, (Papers.Pdf(2, mark: "gus any"), "menu.pdf"));
        Assert.Contains("One file has arrived", (await gus.Page(anything)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_network_says_before_it_is_planned_what_it_does_not_take()
    {
        var menu = Document(12, 3_000_000);
        Assert.Equal(["TYPE_UNSUPPORTED: X does not take documents."], Blocking("x", [menu]));
        Assert.Equal(["SETTING_REQUIRED: LinkedIn needs a choice for Title of the document."], Blocking("linkedin", [menu]));
        Assert.Empty(Blocking("linkedin", [menu], ("documentTitle", "Autumn menu")));
        Assert.Equal(["SETTING_TOO_LONG"], Blocking("linkedin-page", [menu], ("documentTitle", new string('a', 401))).Select(p => p.Split(':')[0]));
        Assert.Equal(["DOCUMENT_TOO_LONG: The document has 301 pages: LinkedIn allows 300."], Blocking("linkedin", [Document(301, 1)], ("documentTitle", "Book")));
        Assert.Equal(["DOCUMENT_TOO_LARGE: The document has 20.01 MB: Practice network allows 20 MB."], Blocking("practice", [Document(2, 20_000_001)]));
        // One by itself; with other files beside it only where the network shows both.
        Assert.Equal(["MEDIA_MIXED"], Blocking("linkedin", [menu, Document(1, 1)], ("documentTitle", "Two")).Select(p => p.Split(':')[0]));
        Assert.Equal(["MEDIA_MIXED"], Blocking("linkedin", [menu, Picture()], ("documentTitle", "Both")).Select(p => p.Split(':')[0]));
        Assert.Equal(["MEDIA_MIXED"], Blocking("telegram", [menu, Picture()]).Select(p => p.Split(':')[0]));
        Assert.Empty(Blocking("slack", [menu, Picture()]));
        // The format takes the first file along and leaves the others in the tray.
        Assert.Empty(Blocking("linkedin", [menu, Picture()], ("documentTitle", "Menu"), (PostFormats.Key, "document")));
        Assert.Equal(["MEDIA_REQUIRED: Put a document in the first place."], Blocking("linkedin", [Picture(), menu], ("documentTitle", "Menu"), (PostFormats.Key, "document")));
    }

    [Fact]
    public void Nobody_has_to_describe_a_document()
    {
        var edit = new PostEdit("The menu", null, [new PostEdit.Target(A.Channel(), null, null)], [new PostEdit.Picture(Document(2, 10), "")]);
        Assert.DoesNotContain(PostProblems.Of(edit, alt: AltPolicy.Required), p => p.Blocks);
        Assert.DoesNotContain(PostProblems.Of(edit), p => p.Code == "ALT_MISSING");
    }

    [Fact]
    public async Task The_composer_offers_the_format_with_a_reason_where_it_is_not_and_shows_the_pages()
    {
        NeedsPdfium();
        var (post, menu) = await Scheduled("preview", 3);
        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/posts/{post}/edit");
        var tile = page.QuerySelector($"[data-picture='{menu}']")!;
        Assert.Contains("3 pages", tile.TextContent, StringComparison.Ordinal);
        Assert.Null(tile.QuerySelector("textarea"));
        var slides = page.QuerySelectorAll("#preview .pv-d .slide img");
        Assert.Equal(["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"], slides.Select(s => s.GetAttribute("alt")));
        Assert.Equal($"{Library}/{menu}/thumb?width=480&page=3", slides[2].GetAttribute("src"));
        var format = page.QuerySelectorAll("select option[value=document]");
        Assert.Contains(format, o => !o.HasAttribute("disabled"));
        Assert.All(Data.Networks.Networks.All.Where(n => n.PostTypes[PostType.Document].WhyNot is not null), n => Assert.NotEmpty(n.PostTypes[PostType.Document].WhyNot!));
        // The post's page shows the same to everybody who may see it.
        using var clara = await app.As("clara");
        Assert.Equal(3, (await clara.Page($"/w/acme/posts/{post}")).QuerySelectorAll(".pv-d .slide img").Length);
    }

    [Fact]
    public async Task A_document_reaches_the_network_as_it_is_and_readers_save_it()
    {
        var (post, menu) = await Scheduled("published", 2);
        await app.ComeDue();
        Assert.Equal(DeliveryState.Published, await app.In("acme", db => db.Deliveries.Where(d => d.PostId == post).Select(d => d.State).SingleAsync()));
        var (sent, original) = await app.In("acme", async db => ((await db.PracticePosts.OrderByDescending(p => p.At).FirstAsync()), await db.Media.SingleAsync(a => a.Id == menu)));
        Assert.Equal(("application/pdf", original.Sha256), (sent.Pictures.Single().ContentType, sent.Pictures.Single().Sha256));
        using var reader = await app.As(null);
        using var read = await reader.Get($"/practice/{sent.Account}/pictures/{sent.Id}/{original.Sha256}");
        Assert.Equal(("application/pdf", "attachment"), (read.Content.Headers.ContentType!.MediaType, read.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Contains("PDF document", (await reader.Page($"/practice/{sent.Account}?post={sent.Id}")).QuerySelector($"#p-{sent.Id}")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_latest_drawn_pictures_are_kept()
    {
        var folder = Directory.CreateTempSubdirectory("planable-drawn");
        try
        {
            var drawn = new DrawnPictures(folder.FullName, 10, app.Clock);
            for (var i = 0; i < 11; i++)
            {
                await File.WriteAllTextAsync(drawn.PathOf($"{i:00}.webp"), "", Cancel);
                drawn.Looked(drawn.PathOf($"{i:00}.webp"));
                app.Clock.Advance(TimeSpan.FromSeconds(1));
            }

            // Looked at again, the oldest becomes the newest.
            drawn.Looked(drawn.PathOf("00.webp"));
            drawn.Sweep();
            Assert.Equal(["00.webp", "03.webp", "04.webp", "05.webp", "06.webp", "07.webp", "08.webp", "09.webp", "10.webp"], folder.GetFiles().Select(f => f.Name).Order(StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    void NeedsPdfium() => Assert.SkipUnless(app.Services.GetRequiredService<ReadingRoom>().IsOpen, "Node.js or PDFium is not here.");

    static MediaAsset Document(int pages, long bytes) =>
        MediaAsset.Upload(A.Member(Role.Publisher), "menu.pdf", new MediaFile(new string('a', 64), "application/pdf", bytes), 1600, 2000, A.Monday, pages: pages);

    static MediaAsset Picture() => MediaAsset.Upload(A.Member(Role.Publisher), "cup.png", new MediaFile(new string('b', 64), "image/png", 100), 1000, 1000, A.Monday);

    static IEnumerable<string> Blocking(string network, IEnumerable<MediaAsset> files, params (string Key, string Value)[] settings) =>
        PostProblems.Of(new PostEdit("The menu of this autumn", null,
            [new PostEdit.Target(A.Channel("Acme", network), null, settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal))], [.. files.Select(f => new PostEdit.Picture(f, "A cup"))]))
            .Where(p => p.Blocks).Select(p => $"{p.Code}: {string.Format(System.Globalization.CultureInfo.InvariantCulture, p.Words, [.. p.Arguments])}");

    static async Task<string> Thumb(Visitor visitor, Guid id, string more)
    {
        using var response = await visitor.Get($"{Library}/{id}/thumb?width=480{more}");
        Assert.Equal("image/webp", response.Content.Headers.ContentType!.MediaType);
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await response.Content.ReadAsByteArrayAsync(Cancel)));
    }

    static async Task<(int Status, string Words)> Refused(Visitor visitor, byte[] bytes, string name)
    {
        using var response = await MediaControllerTests.Upload(visitor, bytes, name);
        return ((int)response.StatusCode, (await Visitor.Shown(response)).Body!.TextContent.Trim());
    }

    static async Task<string> Asked(Visitor visitor, string from, string kind)
    {
        using var made = await visitor.Post($"{Library}/requests", ("From", from), ("Kind", kind), ("Files", "5"), ("Megabytes", "5"), ("Days", "7"));
        var address = (await visitor.Page($"{Library}/requests")).QuerySelector("#upload-address")!.TextContent;
        return new Uri(address).AbsolutePath;
    }

    static Task<HttpResponseMessage> Give(Visitor visitor, string link, params (byte[] Bytes, string Name)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (bytes, name) in files)
            form.Add(new ByteArrayContent(bytes), "files", name);
        return visitor.Send(HttpMethod.Post, link, form, htmx: false);
    }

    async Task<(Guid Post, Guid Document)> Scheduled(string mark, int pages)
    {
        using var wanda = await app.As("wanda");
        var menu = await MediaControllerTests.Uploaded(wanda, Papers.Pdf(pages, mark: mark), $"{mark}.pdf");
        var post = await app.Schedule([PracticeAnswer.Ok]);
        await app.In("acme", async db =>
        {
            var pia = await TestApp.Member(db, "pia");
            var found = await db.Posts.Whole().SingleAsync(p => p.Id == post);
            found.Edit(new PostEdit($"The {mark} menu", null, [.. found.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], [new PostEdit.Picture(await db.Media.SingleAsync(a => a.Id == menu), "")]), pia, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        return (post, menu);
    }
}
