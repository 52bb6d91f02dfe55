using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Media;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Jobs.Media;
using Planable.Jobs.Notices;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Media;

/// <summary>Real films through the real ffmpeg.</summary>
public class VideoTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly string Films = Path.Combine(Root.Folder, "Planable.Tests", "Media");

    [Fact]
    public async Task A_video_tells_its_length_size_and_codecs_and_shows_a_still()
    {
        NeedsFfmpeg();
        var id = await Uploaded("clip.mov", "facts.mov");
        var asset = await app.In("acme", db => db.Media.SingleAsync(a => a.Id == id));
        Assert.Equal(("video/quicktime", new VideoFacts(96, 64, TimeSpan.FromSeconds(2), "mpeg4", "aac", 5)), (asset.ContentType, asset.Video));
        Assert.NotNull(asset.PosterSha256);
        using var wanda = await app.As("wanda");
        using var thumb = await wanda.Get($"/w/acme/media/{id}/thumb");
        Assert.Equal("image/webp", thumb.Content.Headers.ContentType!.MediaType);
        var panel = await wanda.Page($"/w/acme/media?asset={id}");
        Assert.Contains("mpeg4, aac, 5 frames a second", panel.QuerySelector(".asset-d")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_video_is_refused()
    {
        NeedsFfmpeg();
        using var wanda = await app.As("wanda");
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Films, "clip.mov"), TestContext.Current.CancellationToken);
        using var response = await MediaControllerTests.Upload(wanda, bytes[..1000], "cut.mov");
        Assert.Equal(422, (int)response.StatusCode);
        Assert.Contains("cut.mov cannot be read", (await Visitor.Shown(response)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_video_is_converted_in_the_background_and_publishing_waits_for_it()
    {
        NeedsFfmpeg();
        var (post, video) = await Scheduled("clip.mov", "wait.mov");
        using var pia = await app.As("pia");
        var composer = await pia.Page($"/w/acme/posts/{post}/edit");
        Assert.NotNull(composer.QuerySelector("#problems [data-code=VIDEO_CONVERTING]"));
        Assert.Null(composer.QuerySelector("#problems [data-state=failed]"));
        var line = await Visitor.Shown(await pia.Get($"/w/acme/media/{video}/conversions", htmx: true));
        Assert.Contains("Processing 0 %", line.Body!.TextContent, StringComparison.Ordinal);

        await app.ComeDue();
        Assert.Equal((DeliveryState.Waiting, "media-pending"), await Stand(post));
        // Waiting for a conversion is neither a try nor lateness.
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        await app.DeliverDue();
        Assert.Equal((DeliveryState.Waiting, "media-pending"), await Stand(post));

        await app.Run<ConvertVideosJob>();
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        await app.DeliverDue();
        Assert.Equal((DeliveryState.Published, null), await Stand(post));
        var (original, sent) = await app.In("acme", async db => (
            await db.Media.SingleAsync(a => a.Id == video), (await db.PracticePosts.OrderByDescending(p => p.At).FirstAsync()).Pictures.Single()));
        Assert.Equal(("video/mp4", original.Conversions.Single().Sha256), (sent.ContentType, sent.Sha256));
        Assert.Equal("video/quicktime", original.ContentType);

        var room = app.Services.GetRequiredService<CuttingRoom>();
        var made = await Copied(sent.Sha256);
        Assert.Equal(("h264", "aac", 96, 64), await room.Look(made, "video/mp4", TestContext.Current.CancellationToken) is var facts ? (facts.Codec, facts.AudioCodec, facts.Width, facts.Height) : default);
        // What players need stands before the pictures.
        var bytes = await File.ReadAllBytesAsync(made, TestContext.Current.CancellationToken);
        Assert.True(bytes.AsSpan().IndexOf("moov"u8) < bytes.AsSpan().IndexOf("mdat"u8));
        File.Delete(made);
    }

    [Fact]
    public async Task A_failed_conversion_raises_a_notice_at_once_and_blocks_the_post()
    {
        NeedsFfmpeg();
        var (post, video) = await Scheduled("clip.mov", "broken.mov", days: 2, tail: [9, 9, 9]);
        var sha = await app.In("acme", db => db.Media.Where(a => a.Id == video).Select(a => a.Sha256).SingleAsync());
        await Spoil(sha);
        await app.Run<ConvertVideosJob>();
        await app.Run<WriteNoticesJob>();
        var notice = await app.In("acme", db => db.Notices.Where(n => n.Kind == "media.conversion-failed").OrderByDescending(n => n.At).FirstAsync());
        Assert.Contains("broken.mov could not be converted", notice.Words, StringComparison.Ordinal);
        Assert.Equal(post, notice.PostId);
        using var pia = await app.As("pia");
        Assert.NotNull((await pia.Page($"/w/acme/posts/{post}/edit")).QuerySelector("#problems [data-code=VIDEO_NOT_CONVERTED]"));

        await pia.Post($"/w/acme/media/{video}/conversions");
        Assert.Equal(ConversionState.Queued, await app.In("acme", db => db.Conversions.Where(c => c.AssetId == video).Select(c => c.State).SingleAsync()));
    }

    [Fact]
    public async Task A_licence_that_ended_after_the_post_was_planned_holds_it()
    {
        var post = await app.Schedule([PracticeAnswer.Ok]);
        using var wanda = await app.As("pia");
        var picture = await MediaControllerTests.Uploaded(wanda, Pixels.Png(9, 9), "rights.png");
        await app.In("acme", async db =>
        {
            var pia = await TestApp.Member(db, "pia");
            var found = await db.Posts.Whole().SingleAsync(p => p.Id == post);
            var asset = await db.Media.SingleAsync(a => a.Id == picture);
            found.Edit(new PostEdit("Once", null, [.. found.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], [new PostEdit.Picture(asset, "")]), pia, app.Clock.GetUtcNow());
            asset.License(DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime).AddDays(-3), null, pia, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        await app.ComeDue();
        var held = await app.In("acme", db => db.Deliveries.SingleAsync(d => d.PostId == post));
        Assert.Equal((DeliveryState.Held, HoldReason.Rights), (held.State, held.HeldFor));
        Assert.StartsWith("rights.png may no longer be shown", held.FailureWords, StringComparison.Ordinal);
    }

    [Fact]
    public void Four_K_for_Instagram_becomes_1080_and_fits_the_network()
    {
        var video = Of(new VideoFacts(3840, 2160, TimeSpan.FromSeconds(60), "hevc", "aac", 29.97), "video/quicktime", 700_000_000);
        var need = VideoNeed.Of(video, Data.Networks.Networks.Of("instagram"))!;
        Assert.Equal((1920, 1080, null), (need.Width, need.Height, need.FramesPerSecond));
        var channel = A.Channel("Acme", "instagram");
        var problems = PostProblems.Of(new PostEdit("Look", null, [new PostEdit.Target(channel, null, null)], [new PostEdit.Picture(video, "")]));
        Assert.Equal(["VIDEO_CONVERTING"], problems.Where(p => p.Code.StartsWith("VIDEO", StringComparison.Ordinal)).Select(p => p.Code));
        Assert.DoesNotContain(problems, p => p.Blocks);
    }

    [Fact]
    public void What_a_network_plays_is_sent_as_it_is_and_what_is_too_heavy_is_made_lighter()
    {
        Assert.Null(VideoNeed.Of(Of(new VideoFacts(1080, 1920, TimeSpan.FromSeconds(20), "h264", "aac", 30), "video/mp4", 9_000_000), Data.Networks.Networks.Of("instagram")));
        var heavy = VideoNeed.Of(Of(new VideoFacts(1280, 720, TimeSpan.FromSeconds(100), "h264", null, 30), "video/mp4", 90_000_000), Data.Networks.Networks.Of("telegram"))!;
        Assert.Equal(3600, heavy.MostKilobits);
        Assert.NotNull(VideoNeed.Of(Of(new VideoFacts(1280, 720, TimeSpan.FromSeconds(10), "h264", "aac", 120), "video/mp4", 9_000_000), Data.Networks.Networks.Of("instagram"))!.FramesPerSecond);
    }

    [Fact]
    public void A_video_that_is_too_long_is_a_problem_before_anything_is_converted()
    {
        var video = Of(new VideoFacts(1280, 720, TimeSpan.FromMinutes(16), "h264", "aac", 30), "video/mp4", 90_000_000);
        var problems = PostProblems.Of(new PostEdit("Look", null, [new PostEdit.Target(A.Channel("Acme", "instagram"), null, null)], [new PostEdit.Picture(video, "")]));
        Assert.Contains(problems, p => p is { Code: "VIDEO_TOO_LONG", Blocks: true });
    }

    void NeedsFfmpeg() => Assert.SkipUnless(app.Services.GetRequiredService<CuttingRoom>().IsOpen, "ffmpeg is not installed here.");

    static MediaAsset Of(VideoFacts facts, string contentType, long bytes) =>
        MediaAsset.Upload(A.Member(Data.Members.Role.Publisher), "film", new MediaFile(new string('a', 64), contentType, bytes), facts.Width, facts.Height, A.Monday, video: facts);

    async Task<Guid> Uploaded(string film, string name, byte[]? tail = null)
    {
        using var pia = await app.As("pia");
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Films, film), TestContext.Current.CancellationToken);
        return await MediaControllerTests.Uploaded(pia, [.. bytes, .. tail ?? []], name);
    }

    async Task<(Guid Post, Guid Video)> Scheduled(string film, string name, int days = 0, byte[]? tail = null)
    {
        var video = await Uploaded(film, name, tail);
        var post = await app.Schedule([PracticeAnswer.Ok]);
        await app.In("acme", async db =>
        {
            var pia = await TestApp.Member(db, "pia");
            var found = await db.Posts.Whole().SingleAsync(p => p.Id == post);
            found.Edit(
                new PostEdit("Watch this", null, [.. found.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], [new PostEdit.Picture(await db.Media.SingleAsync(a => a.Id == video), "A test card")]),
                pia, app.Clock.GetUtcNow());
            if (days > 0)
                found.Schedule(PlannedTime.Read(Zones.ToLocal(app.Clock.GetUtcNow().AddDays(days), found.Zone!), found.Zone!, second: false), pia, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        return (post, video);
    }

    Task<(DeliveryState State, string? Code)> Stand(Guid post) =>
        app.In("acme", async db => await db.Deliveries.Where(d => d.PostId == post).Select(d => new ValueTuple<DeliveryState, string?>(d.State, d.FailureCode)).SingleAsync());

    async Task<string> Copied(string sha256)
    {
        var path = Path.GetTempFileName();
        await using var stored = await app.Services.GetRequiredService<IMediaStore>().Open(sha256, TestContext.Current.CancellationToken);
        await using var copy = File.Create(path);
        await stored.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>The disk has lost most of it meanwhile.</summary>
    protected virtual async Task Spoil(string sha256)
    {
        var folder = app.Services.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>()["Media:Folder"]!;
        await File.WriteAllBytesAsync(Path.Combine(folder, sha256[..2], sha256[2..4], sha256), new byte[100], TestContext.Current.CancellationToken);
    }
}
