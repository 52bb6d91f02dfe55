using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Databases;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Jobs.Media;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Media.Buckets;

/// <summary>What holds for files in a folder holds for files in a bucket: the same tests.</summary>
public sealed class MediaControllerOverBucketTests(BucketApp app) : MediaControllerTests(app), IClassFixture<BucketApp>;

/// <summary>Edited pictures as they are shown and published, from a bucket.</summary>
public sealed class PictureEditOverBucketTests(BucketApp app) : PictureEditTests(app), IClassFixture<BucketApp>;

/// <summary>Videos, whose conversion needs files of this machine, from a bucket.</summary>
public sealed class VideoOverBucketTests(BucketApp app) : VideoTests(app), IClassFixture<BucketApp>
{
    readonly BucketApp bucket = app;

    protected override Task Spoil(string sha256)
    {
        bucket.Bucket.Objects[$"team/{KeptFile.PathOf(sha256)}"] = new byte[100];
        return Task.CompletedTask;
    }
}

public class MediaInBucketTests(BucketApp app) : IClassFixture<BucketApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_resumed_upload_ends_in_the_bucket_and_is_fetched_from_there_in_pieces()
    {
        using var wanda = await app.As("wanda");
        var bytes = Pixels.Png(300, 200, (x, y) => (byte)(x * y));
        var address = await TusTests.Created(wanda, bytes.Length, "pieces.png");
        await TusTests.Patch(wanda, address, bytes[..5000], 0);
        await TusTests.Patch(wanda, address, bytes[5000..], 5000);
        using var done = await wanda.Htmx($"{address}/asset");
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        var asset = await app.In("acme", db => db.Media.AsNoTracking().SingleAsync(a => a.FileName == "pieces.png"));
        Assert.Equal(bytes, app.Bucket.Objects[Key(asset.Sha256)]);
        Assert.Empty(await app.Services.GetRequiredService<MediaFolder>().All(Cancel).ToListAsync(Cancel));

        app.Bucket.Asked.Clear();
        using var range = new HttpRequestMessage(HttpMethod.Get, $"/w/acme/media/{asset.Id}") { Headers = { Range = new RangeHeaderValue(1000, 1999) } };
        using var piece = await wanda.Http.SendAsync(range, Cancel);
        Assert.Equal((HttpStatusCode.PartialContent, bytes.Length), (piece.StatusCode, (int)piece.Content.Headers.ContentRange!.Length!));
        Assert.Equal(bytes[1000..2000], await piece.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(["HEAD", "GET"], app.Bucket.Asked.Select(a => a.Split(' ')[0]));
    }

    [Fact]
    public async Task Deleted_from_the_library_a_file_stays_for_what_went_out_with_it()
    {
        using var wanda = await app.As("wanda");
        var id = await MediaControllerTests.Uploaded(wanda, Pixels.Png(31, 17), "gone.png");
        var sha256 = await app.In("acme", db => db.Media.Where(a => a.Id == id).Select(a => a.Sha256).SingleAsync());
        using var deleted = await wanda.Htmx($"/w/acme/media/{id}/deletion");
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.True(app.Bucket.Objects.ContainsKey(Key(sha256)));
    }

    [Fact]
    public async Task While_the_bucket_is_away_pages_work_files_say_so_and_health_is_degraded()
    {
        using var wanda = await app.As("wanda");
        using var nobody = await app.As(null);
        var id = await MediaControllerTests.Uploaded(wanda, Pixels.Png(40, 30), "away.png");
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await Health(nobody));
        app.Bucket.IsAway = true;
        try
        {
            var (status, said) = await Health(nobody);
            Assert.Equal((HttpStatusCode.OK, "Degraded"), (status, said));
            await wanda.Page("/w/acme/media");
            await wanda.Page("/w/acme/calendar");
            using var file = await wanda.Get($"/w/acme/media/{id}");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, file.StatusCode);
            Assert.Contains("Our file storage cannot be reached", await file.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            using var refused = await MediaControllerTests.Upload(wanda, Pixels.Png(41, 31), "later.png");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.False(await app.In("acme", db => db.Media.AnyAsync(a => a.FileName == "later.png")));
        }
        finally
        {
            app.Bucket.IsAway = false;
        }

        using var back = await wanda.Get($"/w/acme/media/{id}");
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        await MediaControllerTests.Uploaded(wanda, Pixels.Png(41, 31), "later.png");
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await Health(nobody));
    }

    [Fact]
    public async Task A_post_whose_picture_has_to_be_made_waits_until_the_bucket_is_back_and_goes_out_once()
    {
        Assert.SkipUnless(app.Services.GetRequiredService<Darkroom>().IsOpen, "libvips is not installed here.");
        using var pia = await app.As("pia");
        var picture = await MediaControllerTests.Uploaded(pia, Pixels.Png(430, 210), "waits.png");
        using var saved = await pia.Post($"/w/acme/media/{picture}/edits", ("Purpose", "all"), ("Left", "30"), ("Top", "0"), ("Width", "200"), ("Height", "200"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var post = await app.Schedule([PracticeAnswer.Ok]);
        await app.In("acme", async db =>
        {
            var found = await db.Posts.Whole().SingleAsync(p => p.Id == post);
            var asset = await db.Media.SingleAsync(a => a.Id == picture);
            found.Edit(
                new PostEdit("Look", null, [.. found.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], [new PostEdit.Picture(asset, "Grey")]),
                await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });

        app.Bucket.IsAway = true;
        try
        {
            await app.ComeDue();
            for (var n = 0; n < Data.Publishing.Delivery.MaxTries + 2; n++)
            {
                app.Clock.Advance(TimeSpan.FromSeconds(31));
                await app.DeliverDue();
            }

            var waiting = await app.Delivery(post);
            Assert.Equal("media-away", waiting.FailureCode);
            Assert.True(waiting.State is DeliveryState.Waiting or DeliveryState.Preparing, waiting.State.ToString());
        }
        finally
        {
            app.Bucket.IsAway = false;
        }

        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Published, (await app.Delivery(post)).State);
        var sent = await app.In("acme", async db => (await db.PracticePosts.OrderByDescending(p => p.At).FirstAsync()).Pictures.Single());
        Assert.True(app.Bucket.Objects.ContainsKey(Key(sent.Sha256)));
    }

    [Fact]
    public async Task A_backup_takes_files_out_of_the_bucket_and_restores_them_into_a_folder()
    {
        Assert.SkipWhen(TestServer.IsSqlServer, "SQL Server has its own.");
        using var wanda = await app.As("wanda");
        var bytes = Pixels.Png(52, 21);
        await MediaControllerTests.Uploaded(wanda, bytes, "kept.png");
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        using var file = new MemoryStream();
        await app.In("acme", db => new Backup(db, app.Services.GetRequiredService<IMediaStore>()).Write(file, app.Clock.GetUtcNow(), Cancel));
        file.Position = 0;
        await using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        var kept = zip.GetEntry($"media/{KeptFile.PathOf(sha256)}");
        Assert.NotNull(kept);
        await using var from = await kept.OpenAsync(Cancel);
        Assert.Equal(sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(from, Cancel)));
        Assert.Equal(app.Bucket.Objects.Count, zip.Entries.Count(e => e.FullName.StartsWith("media/", StringComparison.Ordinal)));
    }

    static string Key(string sha256) => $"team/{KeptFile.PathOf(sha256)}";

    async Task<(HttpStatusCode Status, string Said)> Health(Visitor visitor)
    {
        using var answer = await visitor.Get("/health/ready");
        var said = await answer.Content.ReadAsStringAsync(Cancel);
        return (answer.StatusCode, System.Text.Json.JsonDocument.Parse(said).RootElement.GetProperty("checks").GetProperty("media").GetProperty("status").GetString()!);
    }
}
