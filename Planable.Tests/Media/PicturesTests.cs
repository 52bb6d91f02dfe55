using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Media;
using Planable.Data.Posts;
using Planable.Jobs.Media;
using Planable.Tests.Channels;
using Planable.Tests.Support;
using Planable.Web.Media;

namespace Planable.Tests.Media;

/// <summary>From the phone to the network: upright, and without the place where it was taken.</summary>
public class PicturesTests(TestApp app) : IClassFixture<TestApp>
{
    const string Path = "/w/acme/media";
    const string Place = "52.5200 N 13.4050 E";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    Darkroom Darkroom => app.Services.GetRequiredService<Darkroom>() is { IsOpen: true } open ? open : throw new Xunit.Sdk.XunitException("libvips is missing: run `npm install` at the root of the repository.");

    [Theory]
    [InlineData(1, 40, 20, "top left")]
    [InlineData(3, 40, 20, "bottom right")]
    [InlineData(6, 20, 40, "top right")]
    [InlineData(8, 20, 40, "bottom left")]
    public async Task A_photo_is_published_upright_and_does_not_tell_where_it_was_taken(int orientation, int width, int height, string white)
    {
        using var wanda = await app.As("wanda");
        var photo = await Photo(orientation);
        var id = await MediaControllerTests.Uploaded(wanda, photo, "IMG_0001.jpg");

        var asset = await Asset(id);
        Assert.Equal((width, height), (asset.Width, asset.Height));
        var published = await Bytes(asset.Published);
        Assert.DoesNotContain(Place, Encoding.Latin1.GetString(published), StringComparison.Ordinal);
        Assert.Equal(white, await WhiteCorner(published));
        Assert.Equal(asset.Published.Bytes, published.Length);
        Assert.Equal(photo, await Bytes(asset.Original));
    }

    [Fact]
    public async Task Smaller_renditions_are_upright_and_bare_too()
    {
        using var wanda = await app.As("wanda");
        var id = await MediaControllerTests.Uploaded(wanda, await Photo(6), "IMG_0002.jpg");

        using var answer = await wanda.Get($"{Path}/{id}/thumb?width=160");

        var small = await answer.Content.ReadAsByteArrayAsync(Cancel);
        Assert.Equal("image/webp", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("top right", await WhiteCorner(small));
        Assert.DoesNotContain(Place, Encoding.Latin1.GetString(small), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rendition_is_as_wide_as_it_has_to_be()
    {
        using var wanda = await app.As("wanda");
        var id = await MediaControllerTests.Uploaded(wanda, Pixels.Png(2000, 100), "wide.png");
        foreach (var (asked, width) in new[] { (1, 160), (160, 160), (161, 480), (900, 960), (5000, 1600) })
        {
            using var answer = await wanda.Get($"{Path}/{id}/thumb?width={asked}");
            using var file = new Scratch(await answer.Content.ReadAsByteArrayAsync(Cancel));
            Assert.Equal(width, Darkroom.Look(file.Path).Width);
        }
    }

    [Fact]
    public async Task The_network_gets_the_published_file_and_strangers_see_no_other()
    {
        using var wanda = await app.As("wanda");
        var id = await MediaControllerTests.Uploaded(wanda, await Photo(6), "IMG_0003.jpg");
        var asset = await Asset(id);
        var channel = await app.In("acme", db => db.Channels.SingleAsync(c => c.Handle == "acme-coffee"));
        var postId = await app.In("acme", async db =>
        {
            var pia = await TestApp.Member(db, "pia");
            var post = Post.Draft(pia, await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel), app.Clock.GetUtcNow());
            db.Posts.Add(post);
            post.Edit(
                new PostEdit("Upright", null, [new PostEdit.Target(await db.Channels.SingleAsync(c => c.Id == channel.Id, Cancel), null, null)], [new PostEdit.Picture(await db.Media.SingleAsync(a => a.Id == id, Cancel), "A cup")]),
                pia,
                app.Clock.GetUtcNow());
            post.PublishNow(pia, A.Berlin, app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
            return post.Id;
        });
        app.Clock.Advance(Recall.Time);
        await app.DeliverDue();

        var sent = await app.In("acme", db => db.PracticePosts.SingleAsync(p => p.Text == "Upright"));
        Assert.Equal((asset.Published.Sha256, 20, 40), (sent.Pictures[0].Sha256, sent.Pictures[0].Width, sent.Pictures[0].Height));
        Assert.NotNull((await Planned.DeliveryOf(app, postId)).Permalink);

        using var nobody = await app.As(null);
        var workspace = await app.In("acme", db => Task.FromResult(db.WorkspaceId!.Value));
        using var signed = await nobody.Get(app.Services.GetRequiredService<MediaLinks>().For(workspace, id, TimeSpan.FromHours(1)));
        Assert.Equal(await Bytes(asset.Published), await signed.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task An_avif_picture_is_published_as_a_jpeg()
    {
        using var wanda = await app.As("wanda");
        var asset = await Asset(await MediaControllerTests.Uploaded(wanda, Pixels.Avif, "cup.avif"));

        Assert.Equal(("image/avif", "image/jpeg", 24, 16), (asset.ContentType, asset.Published.ContentType, asset.Width, asset.Height));
        Assert.Equal([0xFF, 0xD8, 0xFF], (await Bytes(asset.Published))[..3]);
    }

    [Fact]
    public async Task A_page_shows_pictures_in_their_space_with_a_blur_and_sizes_to_choose_from()
    {
        using var wanda = await app.As("wanda");
        using var answer = await MediaControllerTests.Upload(wanda, await Photo(1), "cup.jpg");
        var shown = await Visitor.Shown(answer);

        var blur = shown.QuerySelector("img.blur")!;
        Assert.StartsWith("data:image/webp;base64,", blur.GetAttribute("src"), StringComparison.Ordinal);
        Assert.InRange(blur.GetAttribute("src")!.Length, 50, 400);
        var image = shown.QuerySelector("img:not(.blur)")!;
        Assert.Equal(("40", "20"), (image.GetAttribute("width"), image.GetAttribute("height")));
        Assert.EndsWith("/thumb?width=160 40w", image.GetAttribute("srcset"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bomb.png", "bomb.png has 50000 x 50000 pixels. Pictures may have up to 100 million.", 422)]
    [InlineData("cut.png", "cut.png cannot be read: the file is damaged.", 422)]
    [InlineData("IMG_1.heic", "IMG_1.heic is a HEIC picture, as iPhones take them. Save it as JPEG first", 415)]
    public async Task What_cannot_be_shown_is_refused_in_words(string name, string words, int status)
    {
        using var wanda = await app.As("wanda");
        byte[] bytes = name switch
        {
            "bomb.png" => [.. Pixels.Png(10, 10)[..16], 0, 0, 0xC3, 0x50, 0, 0, 0xC3, 0x50, .. Pixels.Png(10, 10)[24..]],
            "cut.png" => Pixels.Png(400, 400, (x, y) => (byte)((x * 31) ^ (y * 17)))[..600],
            _ => [0, 0, 0, 24, .. "ftypheic\0\0\0\0mif1heic"u8, .. new byte[100]],
        };
        using var answer = await MediaControllerTests.Upload(wanda, bytes, name);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(words, (await Visitor.Shown(answer)).Body!.TextContent, StringComparison.Ordinal);
    }

    Task<MediaAsset> Asset(Guid id) => app.In("acme", db => db.Media.AsNoTracking().SingleAsync(a => a.Id == id));

    async Task<byte[]> Bytes(MediaFile file)
    {
        await using var stream = await app.Services.GetRequiredService<IMediaStore>().Open(file.Sha256, Cancel);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Cancel);
        return bytes.ToArray();
    }

    /// <summary>40 by 20 pixels as the sensor saw them, white in the top left corner, with a note how to turn them.</summary>
    async Task<byte[]> Photo(int orientation)
    {
        using var drawn = new Scratch(Pixels.Png(40, 20, (x, y) => (byte)(x < 20 && y < 10 ? 255 : 0)));
        await Darkroom.Develop(drawn.Path, drawn.Made, "image/jpeg", Darkroom.Look(drawn.Path), Cancel);
        var jpeg = await File.ReadAllBytesAsync(drawn.Made, Cancel);
        return [.. jpeg[..2], .. Pixels.Exif(orientation, Place), .. jpeg[2..]];
    }

    /// <summary>Where a viewer that knows nothing of notes shows the white corner.</summary>
    async Task<string> WhiteCorner(byte[] picture)
    {
        using var file = new Scratch(picture);
        var facts = Darkroom.Look(file.Path);
        Assert.True(facts.IsUpright);
        await Darkroom.Develop(file.Path, file.Made, "image/png", facts, Cancel);
        var gray = Pixels.Read(await File.ReadAllBytesAsync(file.Made, Cancel));
        var (right, bottom) = (facts.Width - 3, facts.Height - 3);
        return (from corner in new[] { ("top left", gray[2, 2]), ("top right", gray[right, 2]), ("bottom left", gray[2, bottom]), ("bottom right", gray[right, bottom]) }
                where corner.Item2 > 200
                select corner.Item1).Single();
    }

    sealed class Scratch : IDisposable
    {
        public Scratch(byte[] bytes) => File.WriteAllBytes(Path, bytes);

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"planable-test-{Guid.NewGuid():N}");

        public string Made => $"{Path}.made";

        public void Dispose()
        {
            File.Delete(Path);
            File.Delete(Made);
        }
    }
}
