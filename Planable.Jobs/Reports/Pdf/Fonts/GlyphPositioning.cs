using System.Numerics;

namespace Planable.Jobs.Reports.Pdf.Fonts;

/// <summary>GPOS: kerning, and marks on letters, on ligatures and on other marks.</summary>
internal sealed class GlyphPositioning(FontFile font) : LayoutRules(font, "GPOS", extension: 9)
{
    static readonly string[] Features = ["kern", "mark", "mkmk"];

    /// <summary>Places a run that stands in the order it was written; advances are set already.</summary>
    public void Apply(List<Glyph> run, string script, bool rightToLeft)
    {
        foreach (var index in Features.SelectMany(f => Lookups(script, f)).Distinct().Order())
        {
            var lookup = Lookup(index);
            for (var at = 0; at < run.Count; at++)
                if (!Ignored(lookup, run[at].Id)) Apply(lookup, run, at, rightToLeft, depth: 0);
        }
    }

    void Apply(FontTable lookup, List<Glyph> run, int at, bool rightToLeft, int depth)
    {
        foreach (var (kind, rule) in Rules(lookup))
        {
            var done = kind switch
            {
                1 => Single(rule, run, at),
                2 => Pair(lookup, rule, run, at),
                4 or 6 => OnGlyph(lookup, rule, run, at, kind, rightToLeft),
                5 => OnLigature(rule, run, at, rightToLeft),
                7 or 8 => Nested(lookup, rule, run, at, kind == 8, rightToLeft, depth),
                _ => false,
            };
            if (done) return;
        }
    }

    static bool Single(FontTable rule, List<Glyph> run, int at)
    {
        var index = rule.Pointed(2).Coverage(run[at].Id);
        if (index < 0) return false;
        var format = rule.U16(4);
        Shift(run, at, rule, rule.U16(0) == 1 ? 6 : 8 + index * Size(format), format);
        return true;
    }

    bool Pair(FontTable lookup, FontTable rule, List<Glyph> run, int at)
    {
        var index = rule.Pointed(2).Coverage(run[at].Id);
        var second = index < 0 ? -1 : Next(lookup, run, at);
        if (second < 0) return false;
        var (one, two) = (rule.U16(4), rule.U16(6));
        var size = Size(one) + Size(two);
        if (rule.U16(0) == 2)
        {
            var value = 16 + (rule.Pointed(8).Class(run[at].Id) * rule.U16(14) + rule.Pointed(10).Class(run[second].Id)) * size;
            Shift(run, at, rule, value, one);
            Shift(run, second, rule, value + Size(one), two);
            return true;
        }
        var pairs = rule.Pointed(10 + index * 2);
        for (int low = 0, high = pairs.U16(0) - 1; low <= high;)
        {
            var middle = (low + high) / 2;
            var value = 2 + middle * (size + 2);
            if (pairs.U16(value) == run[second].Id)
            {
                Shift(run, at, pairs, value + 2, one);
                Shift(run, second, pairs, value + 2 + Size(one), two);
                return true;
            }
            if (pairs.U16(value) < run[second].Id) low = middle + 1;
            else high = middle - 1;
        }
        return false;
    }

    // Kind 4 puts a mark on the letter before it, kind 6 on the mark before it.
    bool OnGlyph(FontTable lookup, FontTable rule, List<Glyph> run, int at, int kind, bool rightToLeft)
    {
        var mark = rule.Pointed(2).Coverage(run[at].Id);
        if (mark < 0) return false;
        var place = at - 1;
        if (kind == 4) while (place >= 0 && IsMark(run[place].Id)) place--;
        else place = Next(lookup, run, at, -1);
        if (place < 0 || kind == 6 && (!IsMark(run[place].Id) || run[place].Part != run[at].Part)) return false;
        var index = rule.Pointed(4).Coverage(run[place].Id);
        if (index < 0) return false;
        var (classes, marks, bases) = (rule.U16(6), rule.Pointed(8), rule.Pointed(10));
        var anchor = bases.Pointed(2 + (index * classes + marks.U16(2 + mark * 4)) * 2);
        return Attach(run, at, place, anchor, marks.Pointed(4 + mark * 4), rightToLeft);
    }

    bool OnLigature(FontTable rule, List<Glyph> run, int at, bool rightToLeft)
    {
        var mark = rule.Pointed(2).Coverage(run[at].Id);
        if (mark < 0) return false;
        var place = at - 1;
        while (place >= 0 && IsMark(run[place].Id)) place--;
        var index = place < 0 ? -1 : rule.Pointed(4).Coverage(run[place].Id);
        if (index < 0) return false;
        var (classes, marks, ligature) = (rule.U16(6), rule.Pointed(8), rule.Pointed(10).Pointed(2 + index * 2));
        var part = run[at].Part is > 0 and var p && p <= ligature.U16(0) ? p - 1 : ligature.U16(0) - 1;
        var anchor = ligature.Pointed(2 + (part * classes + marks.U16(2 + mark * 4)) * 2);
        return Attach(run, at, place, anchor, marks.Pointed(4 + mark * 4), rightToLeft);
    }

    static bool Attach(List<Glyph> run, int at, int place, FontTable anchor, FontTable own, bool rightToLeft)
    {
        if (anchor.Missing || own.Missing) return false;
        // Marks do not advance, so only what stands between the two glyphs moves the pen: nothing from right to left, the base's width from left to right.
        var pen = 0;
        for (var i = place; i < at && !rightToLeft; i++) pen += run[i].Advance;
        run[at] = run[at] with
        {
            X = run[place].X + anchor.I16(2) - own.I16(2) - pen,
            Y = run[place].Y + anchor.I16(4) - own.I16(4),
            Advance = 0,
            Placed = true,
        };
        return true;
    }

    bool Nested(FontTable lookup, FontTable rule, List<Glyph> run, int at, bool chained, bool rightToLeft, int depth)
    {
        if (depth > 8 || Context(lookup, rule, run, at, chained) is not { } context) return false;
        for (var i = 0; i < context.Count; i++)
            if (context.Records.U16(i * 4) is var sequence && sequence < context.Places.Length)
                Apply(Lookup(context.Records.U16(i * 4 + 2)), run, context.Places[sequence], rightToLeft, depth + 1);
        return true;
    }

    static void Shift(List<Glyph> run, int at, FontTable table, int value, int format)
    {
        if (format == 0) return;
        var glyph = run[at];
        if ((format & 1) != 0) (glyph.X, value) = (glyph.X + table.I16(value), value + 2);
        if ((format & 2) != 0) (glyph.Y, value) = (glyph.Y + table.I16(value), value + 2);
        if ((format & 4) != 0) glyph.Advance += table.I16(value);
        run[at] = glyph;
    }

    static int Size(int format) => BitOperations.PopCount((uint)format & 0xFF) * 2;
}
