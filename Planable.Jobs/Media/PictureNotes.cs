using System.Buffers.Binary;

namespace Planable.Jobs.Media;

/// <summary>
/// Notes that cameras and programs leave in a picture file: place, time, serial number, names. Takes them out without touching a pixel;
/// colour profiles stay. GIF knows no such notes worth the name, and AVIF is made anew anyway.
/// </summary>
public static class PictureNotes
{
    /// <returns>Null if there is nothing to take out, or the file is not built as it should be.</returns>
    public static byte[]? Without(byte[] file, string contentType)
    {
        var kept = contentType switch { "image/jpeg" => Jpeg(file), "image/png" => Png(file), "image/webp" => Webp(file), _ => null };
        return kept is null || kept.Length == file.Length ? null : kept;
    }

    static byte[]? Jpeg(byte[] file)
    {
        const byte scan = 0xDA, end = 0xD9;
        using var kept = new MemoryStream(file.Length);
        kept.Write(file, 0, 2);
        for (var at = 2; at + 2 <= file.Length && file[at] == 0xFF;)
        {
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker == end)
            {
                // What follows the end is a note too: phones hide whole films and second pictures there.
                kept.Write(file, at, 2);
                return kept.ToArray();
            }

            if (at + 4 > file.Length)
                return null;
            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
            if (length < 4 || at + length > file.Length)
                return null;
            var note = IsNote(marker, file.AsSpan(at + 4, length - 4));
            if (marker == scan)
                length += Pixels(file, at + length);
            if (!note)
                kept.Write(file, at, length);
            at += length;
        }

        return null;
    }

    // APP0 is JFIF, APP2 the colour profile, APP14 tells how Adobe stored the colours; all other APPs and comments are notes.
    static bool IsNote(byte marker, ReadOnlySpan<byte> data) =>
        marker is 0xFE or (>= 0xE0 and <= 0xEF and not (0xE0 or 0xEE)) && !(marker == 0xE2 && data.StartsWith("ICC_PROFILE\0"u8));

    /// <summary>How many bytes of pixels follow: up to the next marker that is neither a stuffed 0xFF nor a restart.</summary>
    static int Pixels(byte[] file, int from)
    {
        var at = from;
        while (at + 1 < file.Length && !(file[at] == 0xFF && file[at + 1] is not (0 or (>= 0xD0 and <= 0xD7))))
            at++;
        return (at + 1 < file.Length ? at : file.Length) - from;
    }

    static byte[]? Png(byte[] file)
    {
        using var kept = new MemoryStream(file.Length);
        kept.Write(file, 0, 8);
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at)) + 12L;
            if (at + length > file.Length)
                return null;
            var type = file.AsSpan(at + 4, 4);
            if (!(type.SequenceEqual("eXIf"u8) || type.SequenceEqual("tEXt"u8) || type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iTXt"u8) || type.SequenceEqual("tIME"u8)))
                kept.Write(file, at, (int)length);
            if (type.SequenceEqual("IEND"u8))
                return kept.ToArray();
            at += (int)length;
        }

        return null;
    }

    static byte[]? Webp(byte[] file)
    {
        const byte exif = 0x08, xmp = 0x04;
        using var kept = new MemoryStream(file.Length);
        kept.Write(file, 0, 12);
        for (var at = 12; at + 8 <= file.Length;)
        {
            var length = 8L + BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4));
            length += length & 1;
            if (at + length > file.Length)
                return null;
            var type = file.AsSpan(at, 4);
            if (!(type.SequenceEqual("EXIF"u8) || type.SequenceEqual("XMP "u8)))
                kept.Write(file, at, (int)length);
            at += (int)length;
        }

        var whole = kept.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(4), whole.Length - 8);
        if (whole.Length > 20 && whole.AsSpan(12, 4).SequenceEqual("VP8X"u8))
            whole[20] &= unchecked((byte)~(exif | xmp));
        return whole;
    }
}
