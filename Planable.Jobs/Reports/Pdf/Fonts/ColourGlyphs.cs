namespace Planable.Jobs.Reports.Pdf.Fonts;

/// <summary>Glyphs made of coloured layers (COLR version 0 with its first palette): emoji.</summary>
internal sealed class ColourGlyphs(FontFile font)
{
    readonly FontTable colr = font.Table("COLR");
    readonly FontTable cpal = font.Table("CPAL");

    public bool Any => !colr.Missing && !cpal.Missing && colr.U16(0) == 0;

    public IEnumerable<(int Glyph, Colour Colour)> Layers(int glyph)
    {
        if (!Any || Found(glyph) is not { } record) yield break;
        var layers = colr.From((int)colr.U32(8));
        for (var i = record.U16(2); i < record.U16(2) + record.U16(4); i++)
            yield return (layers.U16(i * 4), Colour(layers.U16(i * 4 + 2)));
    }

    FontTable? Found(int glyph)
    {
        var records = colr.From((int)colr.U32(4));
        for (int low = 0, high = colr.U16(2) - 1; low <= high;)
        {
            var middle = (low + high) / 2;
            var found = records.U16(middle * 6);
            if (found == glyph) return records.From(middle * 6);
            if (found < glyph) low = middle + 1;
            else high = middle - 1;
        }
        return null;
    }

    // Entry 0xFFFF means the colour of the text around it; reports print emoji on white.
    Colour Colour(int entry)
    {
        if (entry == 0xFFFF) return Pdf.Colour.Black;
        var colours = cpal.From((int)cpal.U32(8) + (cpal.U16(12) + entry) * 4);
        var (blue, green, red, alpha) = (colours.U8(0), colours.U8(1), colours.U8(2), colours.U8(3));
        return new Colour((byte)red, (byte)green, (byte)blue).MixedIntoWhite(alpha / 255d);
    }
}
