using System.Collections.Concurrent;
using System.Text;
using Planable.Jobs.Reports.Pdf.Fonts;

namespace Planable.Jobs.Reports.Pdf.Text;

/// <summary>A glyph where it stands, in font units, from left to right; the text it shows, empty when an earlier glyph of its cluster has it.</summary>
internal readonly record struct ShapedGlyph(int Id, int Advance, int X, int Y, string Text);

/// <summary>Letters of one font and direction, ready to be drawn at any size.</summary>
internal sealed record ShapedRun(FontFile Font, string Text, bool RightToLeft, ShapedGlyph[] Glyphs)
{
    public int Advance { get; } = Glyphs.Sum(g => g.Advance);

    public double Width(double size, double tracking) => Advance * size / Font.UnitsPerEm + Glyphs.Count(g => g.Advance != 0) * tracking;
}

/// <summary>From characters to glyphs: the right form of each letter, ligatures, kerning and marks.</summary>
internal static class Shaper
{
    // Words come back: on every page, in every report. A full memory is emptied rather than tended.
    const int MostRemembered = 20_000;
    static readonly ConcurrentDictionary<(FontFile, string, bool, bool), ShapedRun> remembered = new();
    static readonly string[] arabic = ["ccmp", "isol", "fina", "medi", "init", "rlig", "calt", "liga"];
    static readonly string[] others = ["ccmp", "rlig", "liga", "clig"];

    public static ShapedRun Shape(FontFile font, string text, bool rightToLeft, bool tabular)
    {
        if (remembered.TryGetValue((font, text, rightToLeft, tabular), out var known)) return known;
        if (remembered.Count >= MostRemembered) remembered.Clear();
        return remembered[(font, text, rightToLeft, tabular)] = font.Colours.Any ? Picture(font, text, rightToLeft) : Letters(font, text, rightToLeft, tabular, keep: _ => true);
    }

    /// <summary>Characters that steer others and are never drawn themselves.</summary>
    public static bool Invisible(Rune rune) =>
        rune.Value is 0xAD or 0x034F or 0x061C or >= 0x200B and <= 0x200F or >= 0x202A and <= 0x202E or >= 0x2060 and <= 0x206F or >= 0xFE00 and <= 0xFE0F or 0xFEFF or >= 0xE0020 and <= 0xE007F || rune.Value < 0x20;

    // Fonts name emoji sequences with or without the picture selector; the reading that gives fewer glyphs is the right one.
    static ShapedRun Picture(FontFile font, string text, bool rightToLeft)
    {
        var bare = Letters(font, text, rightToLeft, tabular: false, keep: r => r.Value != 0xFE0F);
        var full = Letters(font, text, rightToLeft, tabular: false, keep: _ => true);
        return full.Glyphs.Length < bare.Glyphs.Length ? full : bare;
    }

    static ShapedRun Letters(FontFile font, string text, bool rightToLeft, bool tabular, Func<Rune, bool> keep)
    {
        var runes = new List<Rune>();
        var places = new List<int>();
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (keep(rune)) (_, _) = (Added(runes, rune), Added(places, at));
            at += rune.Utf16SequenceLength;
        }
        var script = Script(runes);
        var forms = script == "arab" ? ArabicForms.Of(runes) : null;
        var run = new List<Glyph>(runes.Count);
        var empty = new HashSet<int>();
        for (var i = 0; i < runes.Count; i++)
        {
            var id = font.Glyph(rightToLeft ? Mirrors.Of(runes[i].Value) : runes[i].Value);
            if (id == 0 && Invisible(runes[i])) continue;
            if (id == 0 && Typeface.Plainer(runes[i]) is { } plainer)
            {
                run.AddRange(plainer.EnumerateRunes().Select(r => new Glyph(font.Glyph(r.Value), places[i])));
                continue;
            }
            if (id == 0) id = font.Glyph(0xFFFD) is var replacement and not 0 ? replacement : font.Glyph('?');
            if (Invisible(runes[i])) empty.Add(id);
            run.Add(new(id, places[i]) { Form = forms?[i] ?? "" });
        }

        font.Substitution.Apply(run, script, forms is null ? others : arabic);
        if (tabular) font.Substitution.Apply(run, script, ["tnum"]);
        run.RemoveAll(g => empty.Contains(g.Id));
        for (var i = 0; i < run.Count; i++) run[i] = run[i] with { Advance = font.Advance(run[i].Id) };
        font.Positioning.Apply(run, script, rightToLeft);
        return new(font, text, rightToLeft, Ordered(run, text, rightToLeft));
    }

    static bool Added<T>(List<T> list, T value)
    {
        list.Add(value);
        return true;
    }

    static ShapedGlyph[] Ordered(List<Glyph> run, string text, bool rightToLeft)
    {
        var glyphs = new ShapedGlyph[run.Count];
        for (var i = 0; i < run.Count; i++)
        {
            var (glyph, end) = (run[i], text.Length);
            foreach (var other in run)
                if (other.Cluster > glyph.Cluster && other.Cluster < end) end = other.Cluster;
            var first = i == 0 || !run.Take(i).Any(g => g.Cluster == glyph.Cluster);
            var start = glyph.Cluster;
            if (i == 0 && first) start = 0;
            glyphs[i] = new(glyph.Id, glyph.Advance, glyph.X, glyph.Y, first ? text[start..end] : "");
        }
        if (rightToLeft) Array.Reverse(glyphs);
        return glyphs;
    }

    static string Script(List<Rune> runes)
    {
        foreach (var rune in runes)
            switch (rune.Value)
            {
                case >= 0x0600 and <= 0x06FF or >= 0x0750 and <= 0x077F or >= 0x08A0 and <= 0x08FF or >= 0xFB50 and <= 0xFDFF or >= 0xFE70 and <= 0xFEFE: return "arab";
                case >= 0x0590 and <= 0x05FF or >= 0xFB1D and <= 0xFB4F: return "hebr";
                case >= 0x0400 and <= 0x052F: return "cyrl";
                case >= 0x0370 and <= 0x03FF or >= 0x1F00 and <= 0x1FFF: return "grek";
                case >= 'A' and <= 'z' or >= 0xC0 and <= 0x024F: return "latn";
            }
        return "latn";
    }
}
