using System.Buffers.Binary;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Planable.Jobs.Media;

/// <summary>
/// What a picture file says about itself in words, as agencies and photographers write it: the alternative text of IPTC 2021, else the description, both in XMP; else the caption of the older IPTC notes.
/// </summary>
public static class PictureDescriptions
{
    const int MostXmp = 512 * 1024;
    const int MostLength = 1000;

    static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    static readonly XNamespace Dublin = "http://purl.org/dc/elements/1.1/";
    static readonly XNamespace Iptc = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";

    /// <returns>Null if it says nothing, or nothing that can be read.</returns>
    public static string? In(ReadOnlySpan<byte> file) => Tidy(Xmp(file) ?? Caption(file));

    static string? Tidy(string? words)
    {
        var one = words is null ? "" : string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("\0", "", StringComparison.Ordinal);
        if (one.Length <= MostLength)
            return one.Length == 0 ? null : one;
        return one[..(char.IsHighSurrogate(one[MostLength - 1]) ? MostLength - 1 : MostLength)];
    }

    /// <summary>The packet stands in the file as text, whatever the format around it.</summary>
    static string? Xmp(ReadOnlySpan<byte> file)
    {
        var start = file.IndexOf("<x:xmpmeta"u8);
        if (start < 0)
            return null;
        var length = file[start..].IndexOf("</x:xmpmeta>"u8);
        if (length is < 0 or > MostXmp)
            return null;
        try
        {
            using var words = new StringReader(Encoding.UTF8.GetString(file.Slice(start, length + "</x:xmpmeta>".Length)));
            using var reader = XmlReader.Create(words, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var packet = XDocument.Load(reader);
            return Said(packet, Iptc + "AltTextAccessibility") ?? Said(packet, Dublin + "description");
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>In the packet's own language first.</summary>
    static string? Said(XDocument packet, XName name) =>
        packet.Descendants(name).SelectMany(d => d.Descendants(Rdf + "li")).OrderByDescending(l => (string?)l.Attribute(XNamespace.Xml + "lang") == "x-default").Select(l => l.Value)
            .FirstOrDefault(v => !string.IsNullOrWhiteSpace(v));

    /// <summary>Data set 2:120 of the notes Photoshop keeps in a JPEG.</summary>
    static string? Caption(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> resource = [(byte)'8', (byte)'B', (byte)'I', (byte)'M', 4, 4];
        var at = file.IndexOf(resource);
        if (at < 0 || !file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
            return null;
        // A name, padded to an even length, and the length of what follows.
        at += resource.Length;
        if (at >= file.Length)
            return null;
        at += (1 + file[at] + 1) & ~1;
        if (at + 4 > file.Length)
            return null;
        var end = Math.Min(file.Length, at + 4 + (long)BinaryPrimitives.ReadUInt32BigEndian(file[at..]));
        for (at += 4; at + 5 <= end && file[at] == 0x1C;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 3)..]);
            if (length >= 0x8000 || at + 5 + length > end)
                return null;
            if (file[at + 1] == 2 && file[at + 2] == 120)
                return Read(file.Slice(at + 5, length));
            at += 5 + length;
        }

        return null;
    }

    static string Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
