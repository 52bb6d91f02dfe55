using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Planable.Jobs.Reports.Pdf.Fonts;

namespace Planable.Jobs.Reports.Pdf;

/// <summary>A font as a document carries it: the glyphs that were used and the text each one stands for.</summary>
internal abstract class PdfFont(FontFile file, int number)
{
    protected FontFile File { get; } = file;

    public int Number { get; } = number;

    /// <summary>The bytes that show a glyph, in hexadecimal; null when this font can take no more glyphs.</summary>
    public abstract string? Code(int glyph, string text);

    public abstract void Write(PdfOutput output, int number);

    protected static int Mapping(PdfOutput output, IEnumerable<(int Code, string Text)> codes, int digits)
    {
        var map = new StringBuilder("/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n");
        var (low, high) = digits == 2 ? ("00", "FF") : ("0000", "FFFF");
        map.Append(CultureInfo.InvariantCulture, $"1 begincodespacerange<{low}><{high}>endcodespacerange\n");
        foreach (var chunk in codes.Where(c => c.Text.Length > 0).Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{chunk.Length} beginbfchar\n");
            foreach (var (code, text) in chunk)
                map.Append('<').Append(code.ToString("X" + digits, CultureInfo.InvariantCulture)).Append("><").Append(Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))).Append(">\n");
            map.Append("endbfchar\n");
        }
        map.Append("endcmap CMapName currentdict/CMap defineresource pop end end");
        return output.AddStream("", Encoding.Latin1.GetBytes(map.ToString()));
    }
}

/// <summary>
/// Letters: a subset of the TrueType font. A glyph that stands for different characters (one Arabic shape without its dots, a ligature cut in two)
/// has a code for each of them, so that what is copied or read aloud is what was written.
/// </summary>
internal sealed class LetterFont(FontFile file, int number) : PdfFont(file, number)
{
    readonly Dictionary<(int Glyph, string Text), int> codes = [];

    public override string? Code(int glyph, string text)
    {
        if (!codes.TryGetValue((glyph, text), out var code))
        {
            if (codes.Count == 65_000) return null;
            codes[(glyph, text)] = code = codes.Count + 1;
        }
        return code.ToString("X4", CultureInfo.InvariantCulture);
    }

    public override void Write(PdfOutput output, int number)
    {
        var invariant = CultureInfo.InvariantCulture;
        double Scaled(int units) => Math.Round(units * 1000d / File.UnitsPerEm, 1);
        var used = codes.OrderBy(c => c.Value).Select(c => (c.Key.Glyph, c.Key.Text, Code: c.Value)).ToList();
        var subset = FontSubset.Of(File, used.ConvertAll(u => u.Glyph));
        var prefix = string.Concat(SHA256.HashData(subset).Take(6).Select(b => (char)('A' + b % 26)));
        var name = $"{prefix}+{File.Name.Replace('_', '-')}";
        var outlines = output.AddStream(string.Create(invariant, $"/Length1 {subset.Length}"), subset);
        var head = File.Table("head");
        var descriptor = output.Add(string.Create(invariant, $"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{Scaled(head.I16(36))} {Scaled(head.I16(38))} {Scaled(head.I16(40))} {Scaled(head.I16(42))}]/ItalicAngle 0/Ascent {Scaled(File.Ascent)}/Descent {Scaled(File.Descent)}/CapHeight {Scaled(File.CapHeight)}/StemV 80/FontFile2 {outlines} 0 R>>"));
        var glyphs = new BigEndian();
        glyphs.U16(0);
        foreach (var (glyph, _, _) in used) glyphs.U16(glyph);
        var map = output.AddStream("", glyphs.ToArray());
        var widths = string.Join(' ', used.Select(u => PdfOutput.Number(Scaled(File.Advance(u.Glyph)))));
        var descendant = output.Add(string.Create(invariant, $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 0/W[1[{widths}]]/CIDToGIDMap {map} 0 R>>"));
        var mapping = Mapping(output, used.Select(u => (u.Code, u.Text)), digits: 4);
        output.Put(number, string.Create(invariant, $"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {mapping} 0 R>>"));
    }
}

/// <summary>Emoji: each glyph is a small drawing in colour, and still text that can be selected and searched.</summary>
internal sealed class PictureFont(FontFile file, int number) : PdfFont(file, number)
{
    readonly Dictionary<(int Glyph, string Text), int> codes = [];

    public override string? Code(int glyph, string text)
    {
        if (!codes.TryGetValue((glyph, text), out var code))
        {
            if (codes.Count == 256) return null;
            codes[(glyph, text)] = code = codes.Count;
        }
        return code.ToString("X2", CultureInfo.InvariantCulture);
    }

    public override void Write(PdfOutput output, int number)
    {
        var invariant = CultureInfo.InvariantCulture;
        var (procedures, names, widths) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var ((glyph, _), code) in codes.OrderBy(c => c.Value))
        {
            var drawing = output.AddStream("", Encoding.Latin1.GetBytes(Drawing(glyph)));
            procedures.Append(invariant, $"/e{code} {drawing} 0 R");
            names.Append(invariant, $"/e{code}");
            widths.Append(invariant, $"{File.Advance(glyph)} ");
        }
        var mapping = Mapping(output, codes.OrderBy(c => c.Value).Select(c => (c.Value, c.Key.Text)), digits: 2);
        var scale = (1m / File.UnitsPerEm).ToString("0.########", invariant);
        output.Put(number, string.Create(invariant, $"<</Type/Font/Subtype/Type3/FontBBox[0 {File.Descent} {File.UnitsPerEm * 2} {File.Ascent}]/FontMatrix[{scale} 0 0 {scale} 0 0]/FirstChar 0/LastChar {codes.Count - 1}/Widths[{widths}]/Resources<<>>/CharProcs<<{procedures}>>/Encoding<</Type/Encoding/Differences[0{names}]>>/ToUnicode {mapping} 0 R>>"));
    }

    string Drawing(int glyph)
    {
        var content = new PdfContent();
        content.Number(File.Advance(glyph)).Number(0).Operator("d0");
        var layers = File.Colours.Layers(glyph).ToList();
        if (layers.Count == 0) layers.Add((glyph, Colour.Black));
        foreach (var (layer, colour) in layers)
            if (GlyphOutlines.Path(File, layer) is { Steps.Count: > 0 } outline)
                content.Colour(colour, "rg").Path(outline, (x, y) => (x, y)).Operator("f");
        return content.ToString();
    }
}
