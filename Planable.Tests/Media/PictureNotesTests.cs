using System.Text;
using Planable.Jobs.Media;

namespace Planable.Tests.Media;

public class PictureNotesTests
{
    const string Place = "52.5200 N 13.4050 E";

    static readonly byte[] Jfif = [0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0];
    static readonly byte[] Profile = [0xFF, 0xE2, 0, 18, .. "ICC_PROFILE\0"u8, 1, 1, 7, 7];
    static readonly byte[] Scan = [0xFF, 0xDA, 0, 4, 1, 2, 0x11, 0xFF, 0x00, 0x22, 0xFF, 0xD3, 0x33];
    static readonly byte[] End = [0xFF, 0xD9];

    [Fact]
    public void A_photo_keeps_its_pixels_and_colours_and_loses_the_rest()
    {
        byte[] photo =
        [
            0xFF, 0xD8, .. Jfif, .. Pixels.Exif(1, Place), .. Profile, .. Comment(Place), .. Scan, .. Comment(Place), .. Scan, .. End,
            // A second picture and a film behind the end, as phones hide them there.
            .. Encoding.ASCII.GetBytes(Place),
        ];

        Assert.Equal([0xFF, 0xD8, .. Jfif, .. Profile, .. Scan, .. Scan, .. End], PictureNotes.Without(photo, "image/jpeg"));
    }

    [Fact]
    public void A_drawing_loses_its_comments() => Assert.Equal(Pixels.Png(4, 4), PictureNotes.Without(Pixels.Png(4, 4, notes: Place), "image/png"));

    [Fact]
    public void A_webp_picture_loses_its_notes_and_says_so()
    {
        byte[] notes = [.. "EXIF"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. "XMP "u8, 2, 0, 0, 0, 1, 2];
        var picture = Pixels.Webp(8, 8)[..30];
        picture[4] = 22;
        byte[] noted = [.. picture, .. notes];
        noted[20] |= 0x0C;

        Assert.Equal(picture, PictureNotes.Without(noted, "image/webp"));
    }

    [Fact]
    public void What_has_no_notes_stays_as_it_is()
    {
        Assert.Null(PictureNotes.Without([0xFF, 0xD8, .. Jfif, .. Scan, .. End], "image/jpeg"));
        Assert.Null(PictureNotes.Without(Pixels.Png(4, 4), "image/png"));
        Assert.Null(PictureNotes.Without(Pixels.Gif(4, 4), "image/gif"));
    }

    [Theory, InlineData("image/jpeg"), InlineData("image/png"), InlineData("image/webp")]
    public void A_file_cut_anywhere_is_left_to_others(string contentType)
    {
        var whole = contentType switch { "image/jpeg" => [0xFF, 0xD8, .. Pixels.Exif(1, Place), .. Scan, .. End], "image/png" => Pixels.Png(4, 4, notes: Place), _ => Pixels.Webp(8, 8) };
        for (var length = 12; length < whole.Length - 1; length++)
            PictureNotes.Without(whole[..length], contentType);
    }

    static byte[] Comment(string words) => [0xFF, 0xFE, 0, (byte)(words.Length + 2), .. Encoding.ASCII.GetBytes(words)];
}
