using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Jobs.Notices;
using Planable.Tests.Support;

namespace Planable.Tests.Media;

public class UploadRequestTests(TestApp app) : IClassFixture<TestApp>
{
    const string Path = "/w/acme/media/requests";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gus_sends_twelve_photos_without_an_account_and_they_land_in_the_folder_that_was_asked_for()
    {
        using var wanda = await app.As("wanda");
        using var made = await wanda.Post("/w/acme/media/folders", ("name", $"Opening {Guid.NewGuid():N}"));
        var folder = Guid.Parse(made.Headers.Location!.ToString().Split("folder=")[1]);
        var link = await Asked(wanda, ("From", "Gus"), ("Message", "The opening, please"), ("Kind", "Any"), ("Files", "12"), ("Megabytes", "5"), ("Days", "7"), ("Folder", folder.ToString()));
        // Only its hash is kept.
        Assert.False(await app.In("acme", db => db.UploadRequests.AnyAsync(r => link.Contains(r.TokenHash))));

        using var gus = await app.As(null);
        var page = await gus.Page(link);
        Assert.Contains("The opening, please", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Up to 12 files, each up to 5 MB", page.Body!.TextContent, StringComparison.Ordinal);
        for (var i = 0; i < 12; i++)
        {
            using var arrived = await Sent(gus, link, Pixels.Png(100 + i, 20), $"IMG_{i:0000}.png");
            Assert.True(arrived.StatusCode == HttpStatusCode.OK, await arrived.Content.ReadAsStringAsync(Cancel));
            Assert.Contains("Arrived", await arrived.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        var files = await app.In("acme", db => db.Media.Include(a => a.Tags).Where(a => a.FolderId == folder).ToListAsync());
        Assert.Equal(12, files.Count);
        Assert.All(files, f => Assert.Equal("from Gus", f.Tags.Single().Name));
        Assert.Contains("All files have arrived", (await gus.Page(link)).Body!.TextContent, StringComparison.Ordinal);
        using var thirteenth = await Begun(gus, link, 100, "one-more.png");
        Assert.Contains("takes 12 files, and they are all here. one-more.png was not sent", await thirteenth.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        // It shows nothing of what others or he himself sent.
        var seen = (await gus.Page(link)).Body!.InnerHtml;
        Assert.DoesNotContain("IMG_", seen, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await gus.Get($"/w/acme/media/{files[0].Id}")).StatusCode);

        await app.In("acme", async db =>
        {
            var entry = await db.Log.Where(e => e.Verb == "media.uploaded").OrderByDescending(e => e.Sequence).FirstAsync();
            Assert.Equal((Data.Logs.ActorKind.Link, "Gus"), (entry.ActorKind, entry.ActorName));
        });
        await app.Run<WriteNoticesJob>();
        var told = await app.In("acme", db => db.Notices.Where(n => n.Kind == "upload-request.received").Select(n => new { n.Words, By = db.Members.Where(m => m.Id == n.MemberId).Select(m => m.Person.Name).First() }).ToListAsync());
        Assert.StartsWith("Wanda", Assert.Single(told, t => t.Words == "Gus sent files: 12 are here now.").By, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_is_told_for_each_file_with_and_without_a_script()
    {
        using var wanda = await app.As("wanda");
        var link = await Asked(wanda, ("From", "Gus"), ("Kind", "Pictures"), ("Files", "5"), ("Megabytes", "1"), ("Days", "7"));
        using var gus = await app.As(null);
        using var large = await Begun(gus, link, 3 * 1024 * 1024, "large.png");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Contains("large.png has 3 MB. Files for this link may have up to 1 MB.", await large.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        var address = (await Begun(gus, link, 900_000, "film.mp4")).Headers.Location!.ToString();
        var film = await File.ReadAllBytesAsync(System.IO.Path.Combine(Root.Folder, "Planable.Tests", "Media", "clip.mp4"), Cancel);
        using var video = await TusTests.Patch(gus, address, [.. film, .. new byte[2000]], 0);
        Assert.Contains("film.mp4 is a video. This link is for pictures.", await video.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        using var form = await gus.Send(HttpMethod.Post, link, new MultipartFormDataContent
        {
            { new ByteArrayContent(Pixels.Png(7, 9)), "files", "good.png" },
            { new ByteArrayContent(film), "files", "film.mp4" },
            { new ByteArrayContent("MZ\x90\0\x03"u8.ToArray()), "files", "holiday.png" },
        }, htmx: false);
        Assert.Equal(HttpStatusCode.Redirect, form.StatusCode);
        var page = await gus.Page(link);
        var said = page.Body!.TextContent;
        Assert.Contains("One file has arrived", said, StringComparison.Ordinal);
        Assert.Contains("film.mp4 is a video. This link is for pictures.", said, StringComparison.Ordinal);
        Assert.Contains("holiday.png is a Windows program", said, StringComparison.Ordinal);
        // Sent twice, it is there once.
        await gus.Send(HttpMethod.Post, link, new MultipartFormDataContent { { new ByteArrayContent(Pixels.Png(7, 9)), "files", "good.png" } }, htmx: false);
        Assert.Equal(1, await app.In("acme", db => db.UploadRequests.Where(r => r.Kind == RequestedKind.Pictures).Select(r => r.Received).SingleAsync()));
    }

    [Fact]
    public async Task A_link_that_is_closed_or_has_run_out_takes_nothing()
    {
        using var wanda = await app.As("wanda");
        var link = await Asked(wanda, ("From", "Closed Gus"), ("Files", "5"), ("Megabytes", "5"), ("Days", "2"));
        using var gus = await app.As(null);
        var begun = (await Begun(gus, link, 60, "begun.png")).Headers.Location!.ToString();
        var id = await app.In("acme", db => db.UploadRequests.Where(r => r.From == "Closed Gus").Select(r => r.Id).SingleAsync());
        await wanda.Post($"{Path}/{id}/closing");
        Assert.Equal("closed", (await gus.Page(link)).QuerySelector("[data-link]")!.GetAttribute("data-link"));
        Assert.Contains("This link is closed", await (await Begun(gus, link, 60, "late.png")).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await TusTests.Patch(gus, begun, Pixels.Png(8, 8)[..60], 0);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await gus.Htmx($"{begun}/asset")).StatusCode);

        var other = await Asked(wanda, ("From", "Late Gus"), ("Files", "5"), ("Megabytes", "5"), ("Days", "2"));
        app.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal("closed", (await gus.Page(other)).QuerySelector("[data-link]")!.GetAttribute("data-link"));
        Assert.Equal(HttpStatusCode.NotFound, (await gus.Get($"/u/{new string('0', 48)}")).StatusCode);
    }

    [Fact]
    public async Task One_link_knows_nothing_of_anothers_uploads()
    {
        using var wanda = await app.As("wanda");
        var (one, two) = (await Asked(wanda, ("From", "Gus One"), ("Files", "5"), ("Megabytes", "5"), ("Days", "9")), await Asked(wanda, ("From", "Gus Two"), ("Files", "5"), ("Megabytes", "5"), ("Days", "9")));
        using var gus = await app.As(null);
        var address = (await Begun(gus, one, 100, "mine.png")).Headers.Location!.ToString();
        Assert.Equal(HttpStatusCode.NotFound, (await TusTests.Tus(gus, HttpMethod.Head, address.Replace(one, two, StringComparison.Ordinal))).StatusCode);
        // Nor does the member who asked carry on with it.
        Assert.Equal(HttpStatusCode.NotFound, (await TusTests.Tus(wanda, HttpMethod.Head, address.Replace($"{one}/uploads", "/w/acme/media/uploads", StringComparison.Ordinal))).StatusCode);
    }

    [Fact]
    public async Task What_was_typed_wrong_comes_back_with_the_form()
    {
        using var wanda = await app.As("wanda");
        using var wrong = await wanda.Htmx(Path, ("From", ""), ("Message", "Kept"), ("Files", "999"), ("Megabytes", "5"), ("Days", "5"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var form = await Visitor.Shown(wrong);
        Assert.Equal("Kept", form.QuerySelector("[name=Message]")!.TextContent.Trim());
        Assert.Equal(2, form.QuerySelectorAll(".error").Length);
    }

    [Theory, InlineData(Role.ClientApprover), InlineData(Role.Reviewer)]
    public void Only_those_who_may_bring_files_in_ask_for_them(Role role) =>
        Assert.Throws<NotAllowed>(() => UploadRequest.Ask("Gus", null, RequestedKind.Any, 5, 5, 5, null, A.Member(role), A.Monday));

    [Fact]
    public async Task Wrong_role_403_and_strangers_404()
    {
        using var olga = await app.As("olga");
        await Asked(olga, ("From", "Guarded Gus"), ("Files", "5"), ("Megabytes", "5"), ("Days", "9"));
        var id = await app.In("acme", db => db.UploadRequests.Where(r => r.From == "Guarded Gus").Select(r => r.Id).SingleAsync());
        using var ivo = await app.As("ivo");
        using var carl = await app.As("carl");
        using var oscar = await app.As("oscar");
        using var wanda = await app.As("wanda");
        foreach (var visitor in (Visitor[])[ivo, carl])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Get(Path)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Post(Path)).StatusCode);
        }

        // Somebody else's link.
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"{Path}/{id}/closing")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(Path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/elsewhere/media/requests/{id}/closing")).StatusCode);
    }

    static async Task<string> Asked(Visitor visitor, params (string, string?)[] fields)
    {
        using var made = await visitor.Post(Path, fields);
        Assert.True(made.StatusCode == HttpStatusCode.Redirect, await made.Content.ReadAsStringAsync(Cancel));
        var shown = (await visitor.Page(Path)).QuerySelector("#upload-address")!.TextContent;
        Assert.Null((await visitor.Page(Path)).QuerySelector("#upload-address"));
        return new Uri(shown).AbsolutePath;
    }

    static async Task<HttpResponseMessage> Sent(Visitor visitor, string link, byte[] bytes, string name)
    {
        using var begun = await Begun(visitor, link, bytes.Length, name);
        var address = begun.Headers.Location!.ToString();
        Assert.Equal(HttpStatusCode.NoContent, (await TusTests.Patch(visitor, address, bytes, 0)).StatusCode);
        return await visitor.Htmx($"{address}/asset");
    }

    static Task<HttpResponseMessage> Begun(Visitor visitor, string link, long length, string name) => TusTests.Tus(
        visitor, HttpMethod.Post, $"{link}/uploads", null, ("Upload-Length", length.ToString(CultureInfo.InvariantCulture)), ("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}"));
}
