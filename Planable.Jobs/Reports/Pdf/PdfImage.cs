using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Planable.Jobs.Reports.Pdf;

/// <summary>A JPEG or PNG. JPEGs and opaque PNGs go into the document as they are; transparency becomes a mask beside the picture.</summary>
public sealed class PdfImage
{
    readonly Func<PdfOutput, int> write;

    internal PdfImage(int width, int height, byte[] source, Func<PdfOutput, int> write)
    {
        (Width, Height, Source, this.write) = (width, height, source, write);
        Key = Convert.ToHexString(SHA256.HashData(source));
    }

    public int Width { get; }
    public int Height { get; }
    internal string Key { get; }

    /// <summary>The file it was read from.</summary>
    internal byte[] Source { get; }
    internal string ContentType => Source is [0xFF, 0xD8, ..] ? "image/jpeg" : "image/png";

    public static PdfImage Read(byte[] file) => file switch
    {
        [0xFF, 0xD8, ..] => Jpeg(file),
        [0x89, 0x50, 0x4E, 0x47, ..] => Png.Read(file),
        _ => throw new InvalidDataException("A picture in a PDF is a JPEG or a PNG; this file is neither."),
    };

    internal int Write(PdfOutput output) => write(output);

    static PdfImage Jpeg(byte[] file)
    {
        var inverted = false;
        for (var at = 2; at + 9 < file.Length;)
        {
            if (file[at] != 0xFF) break;
            var (marker, length) = (file[at + 1], BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2)));
            // Adobe's four-colour JPEGs keep ink as 255 minus its amount.
            inverted |= marker == 0xEE && file.AsSpan(at + 4).StartsWith("Adobe"u8);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                var (height, width, parts) = (BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 5)), BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 7)), file[at + 9]);
                var space = parts switch { 1 => "/DeviceGray", 3 => "/DeviceRGB", _ => inverted ? "/DeviceCMYK/Decode[1 0 1 0 1 0 1 0]" : "/DeviceCMYK" };
                return new(width, height, file, output => output.AddStream($"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace{space}/BitsPerComponent 8/Filter/DCTDecode", file, compress: false));
            }
            at += marker == 0xFF ? 1 : 2 + length;
        }
        throw new InvalidDataException("The JPEG is damaged: it does not tell its size.");
    }
}
