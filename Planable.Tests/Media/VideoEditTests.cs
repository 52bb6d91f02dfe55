using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Jobs.Media;
using Planable.Tests.Support;

namespace Planable.Tests.Media;

/// <summary>A real film through the real ffmpeg.</summary>
public class VideoEditTests(TestApp app) : IClassFixture<TestApp>
{
    const string Srt = "1\r\n00:00:00,200 --> 00:00:00,900\r\nThe roast\r\n<i>is here</i>\r\n\r\n2\r\n00:00:01,000 --> 00:00:01,800\r\nA & B < C\r\n";

    static readonly string Films = Path.Combine(Root.Folder, "Planable.Tests", "Media");

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cover_the_length_and_the_subtitles_reach_the_practice_network_and_the_cover_shows_in_the_preview()
    {
        NeedsFfmpeg();
        using var pia = await app.As("pia");
        var video = await MediaControllerTests.Uploaded(pia, await File.ReadAllBytesAsync(Path.Combine(Films, "clip.mp4"), Cancel), "cover.mp4");
        var post = await Made(video, "With a cover");
        await Saved(pia, post, video, "", ("Cover", "1.3"), ("Start", "0:00.5"), ("End", ""));
        await Uploaded(pia, post, video, Srt);

        var preview = (await pia.Page($"/w/acme/posts/{post}")).QuerySelector(".shot img[src*='at=']")!;
        Assert.Contains("at=1300", preview.GetAttribute("src")!, StringComparison.Ordinal);
        using var shown = await pia.Get(preview.GetAttribute("src")!);
        Assert.Equal("image/webp", shown.Content.Headers.ContentType!.MediaType);
        var editor = await pia.Page($"/w/acme/posts/{post}/media/{video}/video");
        Assert.Equal(("0:01.3", "0:00.5", ""), (editor.QuerySelector("#ve-cover")!.GetAttribute("value"), editor.QuerySelector("#ve-start")!.GetAttribute("value"), editor.QuerySelector("#ve-end")!.GetAttribute("value")));
        var composer = await pia.Page($"/w/acme/posts/{post}/edit");
        Assert.NotNull(composer.QuerySelector("#problems [data-code=VIDEO_CONVERTING]"));

        await app.Run<ConvertVideosJob>();
        await GoOut(post);
        var (sent, id, account) = await app.In("acme", async db =>
        {
            var key = (await db.Deliveries.Where(d => d.PostId == post).Select(d => d.Id).SingleAsync()).ToString("N");
            var found = await db.PracticePosts.SingleAsync(p => p.Key == key);
            return (found.Pictures.Single(), found.Id, found.Account);
        });
        var store = app.Services.GetRequiredService<IMediaStore>();
        await using (var cover = await store.Open(sent.CoverSha256!, Cancel))
            Assert.Equal((0xFF, 0xD8), (cover.ReadByte(), cover.ReadByte()));
        Assert.Equal("en", sent.Language);
        // It begins half a second later, and so do the words.
        Assert.StartsWith("WEBVTT\n\n00:00:00.000 --> 00:00:00.400\nThe roast\nis here\n\n00:00:00.500 --> 00:00:01.300\nA &amp; B &lt; C", sent.Subtitles, StringComparison.Ordinal);
        Assert.Equal(1.5, await Length(sent.Sha256), 0.3);
        using var nobody = await app.As(null);
        var page = await nobody.Page($"/practice/{account}?post={id}");
        using var poster = await nobody.Get(page.QuerySelector($"#p-{id} video")!.GetAttribute("poster")!);
        Assert.Equal("image/jpeg", poster.Content.Headers.ContentType!.MediaType);
        using var track = await nobody.Get(page.QuerySelector($"#p-{id} track")!.GetAttribute("src")!);
        Assert.Equal("text/vtt", track.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("1\n00:00:01,000 --> 00:00:02,000\nGood\n\n2\n00:00:03,000 -> 00:00:04,000\nBad\n", "Line 6: here should be times such as 00:00:01,000 --> 00:00:04,000; it says “00:00:03,000 -> 00:00:04,000”.")]
    [InlineData("1\n00:00:05,000 --> 00:00:04,000\nBackwards\n", "Line 2: it ends at 00:00:04,000, before it begins.")]
    [InlineData("1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\nx\n", "Line 3: there are no words under these times.")]
    [InlineData("1\n00:00:05,000 --> 00:00:06,000\nx\n\n2\n00:00:01,000 --> 00:00:02,000\ny\n", "Line 6: it begins at 00:00:01,000, before the one above it.")]
    [InlineData("1\n00:99:01,000 --> 00:99:02,000\nx\n", "Line 2: “00:99:01,000 --> 00:99:02,000” are no times such as 00:00:01,000 --> 00:00:04,000.")]
    [InlineData("hello\n", "Line 2: here should be times such as 00:00:01,000 --> 00:00:04,000; it says “”.")]
    [InlineData("\n\n", "Line 1: there are no subtitles in this file.")]
    public void A_bad_file_of_subtitles_is_told_with_its_line(string text, string words) =>
        Assert.Equal(words, Assert.Throws<RuleBroken>(() => SubtitleFiles.Read(Encoding.UTF8.GetBytes(text))).Message);

    [Fact]
    public void Subtitles_are_read_as_programs_write_them_and_come_out_as_two_kinds_of_file()
    {
        var cues = SubtitleFiles.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Srt)]);
        Assert.Equal([new Cue(200, 900, "The roast\nis here"), new Cue(1000, 1800, "A & B < C")], cues);
        var subtitles = new Subtitles("en", cues);
        Assert.Equal(cues, SubtitleFiles.Read(Encoding.UTF8.GetBytes(SubtitleFiles.ToSrt(subtitles))));
        Assert.Equal(cues, SubtitleFiles.Read(Encoding.UTF8.GetBytes(SubtitleFiles.ToVtt(subtitles))));
        Assert.Throws<RuleBroken>(() => SubtitleFiles.Read([0xFF, 0xFE, 0x31, 0xC3]));
        Assert.Equal((7300, 67_300, 3_723_500, null), (SubtitleFiles.ReadTime("7.3"), SubtitleFiles.ReadTime("1:07,3"), SubtitleFiles.ReadTime("1:02:03.5"), SubtitleFiles.ReadTime("soon")));
        Assert.Equal("0:07.3", SubtitleFiles.WriteTime(7300));
    }

    [Fact]
    public async Task Subtitles_are_changed_in_a_list_and_what_is_wrong_names_its_row()
    {
        NeedsFfmpeg();
        using var pia = await app.As("pia");
        var video = await MediaControllerTests.Uploaded(pia, await File.ReadAllBytesAsync(Path.Combine(Films, "clip.mp4"), Cancel), "list.mp4");
        var post = await Made(video, "With words");
        using var bad = await Sent(pia, post, video, "1\n00:00:01,000 --> oops\nx\n");
        var beside = await Visitor.Shown(bad);
        Assert.Contains("Line 2:", beside.QuerySelector(".field:has(#ve-file) .error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("true", beside.QuerySelector("#ve-file")!.GetAttribute("aria-invalid"));
        await Uploaded(pia, post, video, Srt);
        var path = $"/w/acme/posts/{post}/media/{video}/video";
        Assert.Equal(3, (await pia.Page(path)).QuerySelectorAll(".pe-cues li").Length);
        await Saved(pia, post, video, "/cues", ("Language", "de"), ("Cues[0].Start", "0:00.2"), ("Cues[0].End", "0:00.9"), ("Cues[0].Words", "Die Röstung"), ("Cues[1].Start", "1"), ("Cues[1].End", "1.8"), ("Cues[1].Words", ""));
        using var vtt = await pia.Get($"{path}/subtitles.vtt");
        Assert.Equal("WEBVTT\n\n00:00:00.200 --> 00:00:00.900\nDie Röstung\n\n", await vtt.Content.ReadAsStringAsync(Cancel));
        using var wrong = await pia.Htmx($"{path}/cues", ("Cues[0].Start", "2"), ("Cues[0].End", "1"), ("Cues[0].Words", "x"));
        Assert.Contains("Row 1: it has to end after it begins.", (await Visitor.Shown(wrong)).Body!.TextContent, StringComparison.Ordinal);
        using var late = await pia.Htmx(path, ("Cover", "99"));
        Assert.Contains("The video is 2 seconds long", (await Visitor.Shown(late)).Body!.TextContent, StringComparison.Ordinal);
        await Saved(pia, post, video, "/subtitles/removal");
        Assert.Equal(HttpStatusCode.NotFound, (await pia.Get($"{path}/subtitles.srt")).StatusCode);
    }

    [Fact]
    public void A_network_that_takes_no_cover_or_subtitles_is_named()
    {
        var by = A.Member(Role.Publisher);
        var film = MediaAsset.Upload(by, "a.mp4", new MediaFile(new string('a', 64), "video/mp4", 1000), 100, 100, A.Monday, video: new VideoFacts(100, 100, TimeSpan.FromSeconds(20), "h264", "aac", 30));
        var edits = new MediaEdits { Video = new VideoEdit { CoverAt = 7300, CoverSha256 = new string('b', 64), Subtitles = new Subtitles("en", [new Cue(0, 1000, "Hello")]) } };
        List<string> Hints(string network) => [.. PostProblems.Of(new PostEdit("x", null, [new PostEdit.Target(A.Channel(network: network), null, null)], [new PostEdit.Picture(film, "", Edits: edits)])).Select(p => p.Code).Where(c => c.EndsWith("_DROPPED", StringComparison.Ordinal)).Order()];
        Assert.Equal(["SUBTITLES_DROPPED"], Hints("mastodon"));
        Assert.Equal(["COVER_DROPPED"], Hints("bluesky"));
        Assert.Empty(Hints("practice"));
    }

    [Fact]
    public void A_trimmed_video_is_made_anew_and_its_rules_count_what_is_left()
    {
        var by = A.Member(Role.Publisher);
        var film = MediaAsset.Upload(by, "a.mp4", new MediaFile(new string('a', 64), "video/mp4", 1000), 100, 100, A.Monday, video: new VideoFacts(100, 100, TimeSpan.FromSeconds(20), "h264", "aac", 30));
        var practice = Data.Networks.Networks.Of("practice");
        Assert.Null(VideoNeed.Of(film, practice));
        var need = VideoNeed.Of(film, practice, new VideoEdit { Start = 2000, End = 9000 })!;
        Assert.Equal((2000, 9000), (need.Start, need.End));
        Assert.Contains("-2000to9000", need.Key, StringComparison.Ordinal);
        Assert.Throws<RuleBroken>(() => new VideoEdit { Start = 9000, End = 2000 }.Checked(TimeSpan.FromSeconds(20)));
        Assert.Throws<RuleBroken>(() => new VideoEdit { Start = 21_000 }.Checked(TimeSpan.FromSeconds(20)));
        Assert.Null(new VideoEdit { Start = 0, End = 20_000 }.Checked(TimeSpan.FromSeconds(20)).End);
    }

    [Fact]
    public async Task Wrong_role_403_and_strangers_404()
    {
        NeedsFfmpeg();
        using var pia = await app.As("pia");
        var video = await MediaControllerTests.Uploaded(pia, await File.ReadAllBytesAsync(Path.Combine(Films, "clip.mp4"), Cancel), "guard.mp4");
        var post = await Made(video, "Guarded");
        using var wanda = await app.As("wanda");
        using var carl = await app.As("carl");
        using var oscar = await app.As("oscar");
        var path = $"/w/acme/posts/{post}/media/{video}/video";
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await carl.Get(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await carl.Post($"{path}/cues")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(path.Replace("/acme/", "/elsewhere/", StringComparison.Ordinal))).StatusCode);
    }

    void NeedsFfmpeg() => Assert.SkipUnless(app.Services.GetRequiredService<CuttingRoom>().IsOpen, "ffmpeg is not here.");

    async Task<double> Length(string sha)
    {
        var path = Path.GetTempFileName();
        await using (var from = await app.Services.GetRequiredService<IMediaStore>().Open(sha, Cancel))
        await using (var to = File.Create(path))
            await from.CopyToAsync(to, Cancel);
        var facts = await app.Services.GetRequiredService<CuttingRoom>().Look(path, "video/mp4", Cancel);
        File.Delete(path);
        return facts.Duration.TotalSeconds;
    }

    static Task<HttpResponseMessage> Sent(Visitor visitor, Guid post, Guid video, string srt) => visitor.Send(
        HttpMethod.Post, $"/w/acme/posts/{post}/media/{video}/video/subtitles", new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(srt)), "file", "words.srt" }, { new StringContent("en"), "language" } }, htmx: true);

    static async Task Uploaded(Visitor visitor, Guid post, Guid video, string srt)
    {
        using var response = await Sent(visitor, post, video, srt);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Cancel));
    }

    static async Task Saved(Visitor visitor, Guid post, Guid video, string where, params (string, string?)[] fields)
    {
        using var response = await visitor.Post($"/w/acme/posts/{post}/media/{video}/video{where}", fields);
        Assert.True(response.StatusCode == HttpStatusCode.Redirect, await response.Content.ReadAsStringAsync(Cancel));
    }

    async Task GoOut(Guid post)
    {
        var at = await app.In("acme", db => db.Posts.Where(p => p.Id == post).Select(p => p.ScheduledAt).SingleAsync());
        app.Clock.Advance(at!.Value - app.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        await app.DeliverDue();
    }

    Task<Guid> Made(Guid mediaId, string text) => app.In("acme", async db =>
    {
        var now = app.Clock.GetUtcNow();
        var pia = await TestApp.Member(db, "pia");
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
        var post = Post.Draft(pia, workspace, now);
        db.Posts.Add(post);
        post.Edit(new PostEdit(text, null, [new PostEdit.Target(await db.Channels.FirstAsync(c => c.Network == "practice"), null, null)], [new PostEdit.Picture(await db.Media.SingleAsync(a => a.Id == mediaId), "")]), pia, now);
        post.Schedule(PlannedTime.Read(Zones.ToLocal(now.AddDays(3), workspace.Zone), workspace.Zone, second: false), pia, now);
        await db.SaveChangesAsync();
        return post.Id;
    });
}
