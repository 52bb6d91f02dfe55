using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Planable.Jobs.Reports.Pdf.Fonts;

/// <summary>
/// A font with the outlines of the used glyphs only. Glyphs keep their numbers, so that text needs no second mapping;
/// the empty places between them are zeros, which compress to almost nothing.
/// </summary>
internal static class FontSubset
{
    static readonly string[] Kept = ["cvt ", "fpgm", "prep", "head", "hhea", "maxp"];

    public static byte[] Of(FontFile font, IReadOnlyCollection<int> used)
    {
        var needed = new SortedSet<int> { 0 };
        foreach (var glyph in used) AddWithParts(font, glyph, needed);

        var (glyf, loca, hmtx) = (new BigEndian(), new BigEndian(), new BigEndian());
        for (var glyph = 0; glyph < font.GlyphCount; glyph++)
        {
            loca.U32((uint)glyf.Length);
            if (!needed.Contains(glyph))
            {
                hmtx.U32(0);
                continue;
            }
            var outline = font.Outline(glyph);
            hmtx.U16(font.Advance(glyph));
            // The left side bearing is where the outline begins: readers move it there.
            hmtx.U16(outline.Length < 10 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(outline[2..]));
            glyf.Bytes(outline);
            while (glyf.Length % 4 != 0) glyf.U8(0);
        }
        loca.U32((uint)glyf.Length);

        var tables = Kept.Where(tag => !font.Bytes(tag).IsEmpty).ToDictionary(tag => tag, tag => font.Bytes(tag).ToArray());
        (tables["glyf"], tables["loca"], tables["hmtx"]) = (glyf.ToArray(), loca.ToArray(), hmtx.ToArray());
        BinaryPrimitives.WriteUInt16BigEndian(tables["head"].AsSpan(50), 1);
        BinaryPrimitives.WriteUInt16BigEndian(tables["hhea"].AsSpan(34), (ushort)font.GlyphCount);
        return Assemble(tables);
    }

    /// <summary>A TrueType file of these tables, in the order and with the check sums the format asks for.</summary>
    public static byte[] Assemble(Dictionary<string, byte[]> tables)
    {
        var ordered = tables.OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
        var log = BitOperations.Log2((uint)ordered.Count);
        var file = new BigEndian();
        file.U32(0x00010000);
        file.U16(ordered.Count);
        file.U16(16 << log);
        file.U16(log);
        file.U16(ordered.Count * 16 - (16 << log));
        var offset = 12 + ordered.Count * 16;
        foreach (var (tag, table) in ordered)
        {
            file.Bytes(Encoding.Latin1.GetBytes(tag));
            file.U32(Sum(table));
            file.U32((uint)offset);
            file.U32((uint)table.Length);
            offset += (table.Length + 3) / 4 * 4;
        }
        foreach (var (_, table) in ordered)
        {
            file.Bytes(table);
            while (file.Length % 4 != 0) file.U8(0);
        }
        return file.ToArray();
    }

    static void AddWithParts(FontFile font, int glyph, SortedSet<int> needed)
    {
        if (glyph >= font.GlyphCount || !needed.Add(glyph)) return;
        foreach (var part in GlyphOutlines.Parts(font.Outline(glyph))) AddWithParts(font, part.Glyph, needed);
    }

    static uint Sum(byte[] table)
    {
        var (sum, at) = (0u, 0);
        for (; at + 4 <= table.Length; at += 4) sum += BinaryPrimitives.ReadUInt32BigEndian(table.AsSpan(at));
        for (; at < table.Length; at++) sum += (uint)table[at] << 24 - at % 4 * 8;
        return sum;
    }
}
