using System.Buffers.Binary;
using System.Text;
using Planable.Data.Media;

namespace Planable.Web.Media;

/// <summary>What a file is by its bytes, whatever its name says.</summary>
/// <param name="Kind">As people call it: "PNG picture", "Windows program".</param>
/// <param name="ContentType">Null unless it is a picture, a video or a document Planable takes.</param>
/// <param name="Width">Zero where only a decoder finds out.</param>
public sealed record Sniffed(string Kind, string? ContentType = null, int Width = 0, int Height = 0)
{
    public bool IsPicture => ContentType?.StartsWith("image/", StringComparison.Ordinal) == true && (ContentType == "image/avif" || (Width > 0 && Height > 0));

    public bool IsVideo => ContentType?.StartsWith("video/", StringComparison.Ordinal) == true;

    public bool IsDocument => ContentType == MediaKinds.Pdf;

    public MediaKind Sort => IsVideo ? MediaKind.Video : IsDocument ? MediaKind.Document : MediaKind.Picture;
}

/// <summary>Knows pictures, videos and documents by their first bytes and reads the size of pictures from the header; names other files so that a person sees why they are refused.</summary>
public static class MediaSniffer
{
    public const string Heic = "HEIC picture";

    static readonly (string Kind, byte[] Start)[] Others =
    [
        ("Windows program", "MZ"u8.ToArray()), ("Linux program", [0x7F, (byte)'E', (byte)'L', (byte)'F']), ("macOS program", [0xCF, 0xFA, 0xED, 0xFE]),
        ("ZIP archive", "PK\x03\x04"u8.ToArray()), ("RAR archive", "Rar!"u8.ToArray()),
        ("gzip archive", [0x1F, 0x8B]), ("script", "#!"u8.ToArray()), ("TIFF picture", "II*\0"u8.ToArray()), ("TIFF picture", "MM\0*"u8.ToArray()), ("bitmap", "BM"u8.ToArray()),
    ];

    public static async Task<Sniffed> Read(Stream file, CancellationToken cancel)
    {
        var head = new byte[4096];
        head = head[..await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel)];
        if (head.Length == 0)
            return new Sniffed("empty file");
        if (Starts(head, [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
            return head.Length < 24 ? new Sniffed("damaged PNG picture") : new Sniffed("PNG picture", "image/png", Big(head, 16), Big(head, 20));
        if (Starts(head, "GIF87a"u8) || Starts(head, "GIF89a"u8))
            return head.Length < 10 ? new Sniffed("damaged GIF picture") : new Sniffed("GIF picture", "image/gif", Little16(head, 6), Little16(head, 8));
        if (Starts(head, "RIFF"u8) && head.Length >= 30 && head.AsSpan(8).StartsWith("WEBP"u8))
            return Webp(head);
        if (Starts(head, [0xFF, 0xD8, 0xFF]))
            return await Jpeg(file, cancel);
        if (head.Length > 12 && head.AsSpan(4).StartsWith("ftyp"u8))
            return Boxed(head);
        if (Starts(head, "%PDF-"u8))
            return new Sniffed("PDF document", MediaKinds.Pdf);
        if (Starts(head, [0x1A, 0x45, 0xDF, 0xA3]))
            return Matroska(head);
        foreach (var (kind, start) in Others)
        {
            if (Starts(head, start))
                return new Sniffed(kind);
        }

        return Words(head);
    }

    // Pictures and films share this container; what a file is stands in its list of brands, the first of which may say only "some picture".
    static Sniffed Boxed(byte[] head)
    {
        var length = Math.Min(head.Length, Big(head, 0));
        var brands = Enumerable.Range(2, Math.Max(0, (length / 4) - 2)).Select(i => Encoding.ASCII.GetString(head, 4 * i, 4)).ToList();
        if (brands.Contains("avif"))
            return new Sniffed("AVIF picture", "image/avif");
        if (brands.Exists(b => b is "heic" or "heix" or "heim" or "heis" or "mif1" or "msf1"))
            return new Sniffed(Heic);
        if (brands.Contains("qt  "))
            return new Sniffed("QuickTime video", "video/quicktime");
        return brands.Exists(b => b is "isom" or "iso2" or "iso4" or "iso5" or "iso6" or "mp41" or "mp42" or "avc1" or "M4V " or "M4VH" or "MSNV" or "dash")
            ? new Sniffed("MP4 video", "video/mp4")
            : new Sniffed("video of another kind");
    }

    // WebM is Matroska that says so in its first header.
    static Sniffed Matroska(byte[] head) =>
        head.AsSpan(0, Math.Min(head.Length, 64)).IndexOf("webm"u8) > 0 ? new Sniffed("WebM video", "video/webm") : new Sniffed("Matroska video");

    static Sniffed Webp(byte[] head)
    {
        var (width, height) = Encoding.ASCII.GetString(head, 12, 4) switch
        {
            "VP8X" => (1 + Little24(head, 24), 1 + Little24(head, 27)),
            "VP8L" => (1 + (Little32(head, 21) & 0x3FFF), 1 + ((Little32(head, 21) >> 14) & 0x3FFF)),
            "VP8 " => (Little16(head, 26) & 0x3FFF, Little16(head, 28) & 0x3FFF),
            _ => (0, 0),
        };
        return new Sniffed("WebP picture", "image/webp", width, height);
    }

    /// <summary>Walks from segment to segment up to the frame header, which stands after whatever a camera or a printer wrote before it.</summary>
    static async Task<Sniffed> Jpeg(Stream file, CancellationToken cancel)
    {
        var segment = new byte[9];
        file.Position = 2;
        for (var seen = 0; seen < 1000; seen++)
        {
            if (await file.ReadAtLeastAsync(segment.AsMemory(0, 4), 4, throwOnEndOfStream: false, cancel) < 4 || segment[0] != 0xFF)
                break;
            var marker = segment[1];
            if (marker == 0xFF)
            {
                file.Position -= 3;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(2));
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (await file.ReadAtLeastAsync(segment.AsMemory(0, 5), 5, throwOnEndOfStream: false, cancel) < 5)
                    break;
                return new Sniffed("JPEG picture", "image/jpeg", BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(3)), BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(1)));
            }

            if (length < 2)
                break;
            file.Position += length - 2;
        }

        return new Sniffed("damaged JPEG picture");
    }

    static Sniffed Words(byte[] head)
    {
        if (head.AsSpan().Contains((byte)0))
            return new Sniffed("file of unknown type");
        var words = Encoding.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (words.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            return new Sniffed("SVG drawing");
        if (words.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || words.Contains("<html", StringComparison.OrdinalIgnoreCase) || words.Contains("<script", StringComparison.OrdinalIgnoreCase))
            return new Sniffed("web page");
        return new Sniffed("text file");
    }

    static bool Starts(byte[] head, ReadOnlySpan<byte> with) => head.AsSpan().StartsWith(with);

    static int Big(byte[] head, int at) => BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(at));

    static int Little16(byte[] head, int at) => BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(at));

    static int Little24(byte[] head, int at) => head[at] | (head[at + 1] << 8) | (head[at + 2] << 16);

    static int Little32(byte[] head, int at) => BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(at));
}
