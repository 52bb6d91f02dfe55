using System.Buffers.Binary;
using System.Text;

namespace Planable.Jobs.Reports.Pdf.Fonts;

/// <summary>One TrueType font (.ttf or .woff2), read as far as setting text in it needs.</summary>
public sealed class FontFile
{
    readonly byte[] data;
    readonly Dictionary<string, (int Offset, int Length)> tables = [];
    readonly Dictionary<int, ushort> glyphs = [];
    readonly Lazy<GlyphSubstitution> substitution;
    readonly Lazy<GlyphPositioning> positioning;
    readonly Lazy<ColourGlyphs> colours;
    readonly int longMetrics;
    readonly bool longOffsets;

    FontFile(byte[] data, string name)
    {
        this.data = data;
        Name = name;
        for (int at = 12, count = U16(4); count > 0; count--, at += 16)
            tables[Encoding.Latin1.GetString(data, at, 4)] = ((int)U32(at + 8), (int)U32(at + 12));
        if (!tables.ContainsKey("glyf")) throw new InvalidDataException($"{name} has no TrueType outlines.");
        UnitsPerEm = Table("head").U16(18);
        longOffsets = Table("head").U16(50) == 1;
        Ascent = Table("hhea").I16(4);
        Descent = Table("hhea").I16(6);
        longMetrics = Table("hhea").U16(34);
        GlyphCount = Table("maxp").U16(4);
        CapHeight = Table("OS/2") is { Missing: false } os2 && os2.U16(0) >= 2 ? os2.I16(88) : Ascent;
        ReadCharacters();
        substitution = new(() => new GlyphSubstitution(this));
        positioning = new(() => new GlyphPositioning(this));
        colours = new(() => new ColourGlyphs(this));
    }

    public string Name { get; }
    public int UnitsPerEm { get; }
    public int Ascent { get; }
    public int Descent { get; }
    public int CapHeight { get; }
    public int GlyphCount { get; }
    internal GlyphSubstitution Substitution => substitution.Value;
    internal GlyphPositioning Positioning => positioning.Value;
    internal ColourGlyphs Colours => colours.Value;

    public static FontFile Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return new(Woff2.IsOne(bytes) ? Woff2.Unpack(bytes) : bytes, Path.GetFileNameWithoutExtension(path));
    }

    /// <summary>The glyph of a character, 0 when the font has none.</summary>
    public int Glyph(int character) => glyphs.GetValueOrDefault(character);

    public int Advance(int glyph) => Table("hmtx").U16(Math.Min(glyph, longMetrics - 1) * 4);

    internal FontTable Table(string tag) => tables.TryGetValue(tag, out var table) ? new(data, table.Offset) : default;

    internal ReadOnlySpan<byte> Bytes(string tag) => tables.TryGetValue(tag, out var table) ? data.AsSpan(table.Offset, table.Length) : default;

    internal ReadOnlySpan<byte> Outline(int glyph)
    {
        var loca = Table("loca");
        var (from, to) = longOffsets ? ((int)loca.U32(glyph * 4), (int)loca.U32(glyph * 4 + 4)) : (loca.U16(glyph * 2) * 2, loca.U16(glyph * 2 + 2) * 2);
        return data.AsSpan(tables["glyf"].Offset + from, to - from);
    }

    void ReadCharacters()
    {
        var cmap = Table("cmap");
        FontTable best = default;
        for (var i = 0; i < cmap.U16(2); i++)
        {
            var table = cmap.From((int)cmap.U32(8 + i * 8));
            if (table.U16(0) == 12 || table.U16(0) == 4 && (best.Missing || best.U16(0) != 12)) best = table;
        }
        if (best.Missing) return;
        if (best.U16(0) == 12) ReadGroups(best);
        else ReadSegments(best);
    }

    void ReadGroups(FontTable table)
    {
        for (var i = 0; i < table.U32(12); i++)
        {
            var (first, last, glyph) = (table.U32(16 + i * 12), table.U32(20 + i * 12), table.U32(24 + i * 12));
            for (var character = first; character <= last; character++) glyphs[(int)character] = (ushort)(glyph + character - first);
        }
    }

    void ReadSegments(FontTable table)
    {
        var size = table.U16(6);
        for (var i = 0; i < size; i += 2)
        {
            var (last, first, delta, offset) = (table.U16(14 + i), table.U16(16 + size + i), table.U16(16 + size * 2 + i), table.U16(16 + size * 3 + i));
            for (var character = first; character <= last && character != 0xFFFF; character++)
            {
                var glyph = offset == 0 ? character : table.U16(16 + size * 3 + i + offset + (character - first) * 2);
                if (glyph != 0 && (ushort)(glyph + delta) is var found and not 0) glyphs[character] = found;
            }
        }
    }

    int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));

    uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at));
}
