using Planable.Web.Media;

namespace Planable.Tests.Media;

public class MediaSnifferTests
{
    public static TheoryData<byte[], string> Pictures => new()
    {
        { Pixels.Png(640, 480), "image/png" }, { Pixels.Jpeg(640, 480), "image/jpeg" }, { Pixels.Gif(640, 480), "image/gif" }, { Pixels.Webp(640, 480), "image/webp" },
    };

    [Theory, MemberData(nameof(Pictures))]
    public async Task Knows_pictures_and_their_size(byte[] bytes, string contentType) =>
        Assert.Equal((contentType, 640, 480), await Read(bytes) is var sniffed ? (sniffed.ContentType, sniffed.Width, sniffed.Height) : default);

    [Theory]
    [InlineData("MZ\u0001", "Windows program")]
    [InlineData("PK\u0003\u0004", "ZIP archive")]
    [InlineData("<?xml version='1.0'?><svg onload='alert(1)'/>", "SVG drawing")]
    [InlineData("<!DOCTYPE html><p>", "web page")]
    [InlineData("Dear all", "text file")]
    [InlineData("", "empty file")]
    public async Task Names_what_it_refuses(string words, string kind)
    {
        var sniffed = await Read(System.Text.Encoding.Latin1.GetBytes(words));
        Assert.Equal(kind, sniffed.Kind);
        Assert.False(sniffed.IsPicture);
    }

    [Fact]
    public async Task A_picture_that_ends_too_soon_is_no_picture()
    {
        Assert.False((await Read(Pixels.Jpeg(640, 480)[..5000])).IsPicture);
        Assert.False((await Read(Pixels.Png(640, 480)[..12])).IsPicture);
        Assert.False((await Read(Pixels.Gif(640, 480)[..7])).IsPicture);
    }

    static Task<Sniffed> Read(byte[] bytes) => MediaSniffer.Read(new MemoryStream(bytes), TestContext.Current.CancellationToken);
}
