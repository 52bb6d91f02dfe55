using System.Globalization;
using System.Text;
using Planable.Jobs.Media;
using Planable.Jobs.Reports.Pdf.Fonts;

namespace Planable.Jobs.Reports.Pdf.Text;

/// <summary>What text is set in: for each weight the fonts in the order they are asked for a character, and a font for emoji behind them.</summary>
public sealed class Typeface(string name, IReadOnlyDictionary<int, FontFile[]> weights, FontFile emoji)
{
    static readonly Lazy<Typeface> standard = new(Restored);

    /// <summary>Inter, with Noto Sans for Hebrew and Arabic and Twemoji for emoji, as package.json restores them.</summary>
    public static Typeface Standard => standard.Value;

    public string Name { get; } = name;

    /// <summary>The font measures are taken from: line height, caps, the baseline.</summary>
    public FontFile Main(int weight) => weights[Nearest(weight)][0];

    /// <summary>The font for one grapheme: the first that has all its characters, or the one for emoji.</summary>
    public FontFile For(ReadOnlySpan<char> grapheme, int weight)
    {
        var fonts = weights[Nearest(weight)];
        if (Emoji.Wanted(grapheme) && Has(emoji, grapheme)) return emoji;
        foreach (var font in fonts)
            if (Has(font, grapheme)) return font;
        return Has(emoji, grapheme) ? emoji : fonts[0];
    }

    /// <summary>The same character in simpler ones: the letters of a ligature, the digits of a circled number.</summary>
    public static string? Plainer(Rune rune)
    {
        var text = rune.ToString();
        return rune.Value != 0xFFFD && text.Normalize(NormalizationForm.FormKD) is var plainer && plainer != text ? plainer : null;
    }

    static bool Has(FontFile font, ReadOnlySpan<char> grapheme)
    {
        foreach (var rune in grapheme.EnumerateRunes())
            if (!Shaper.Invisible(rune) && font.Glyph(rune.Value) == 0 && !(Plainer(rune)?.EnumerateRunes().All(r => font.Glyph(r.Value) != 0) ?? false)) return false;
        return true;
    }

    int Nearest(int weight) => weights.Keys.MinBy(k => Math.Abs(k - weight));

    static Typeface Restored()
    {
        var arabic = (int weight) => Font("noto-sans-arabic", "NotoSansArabic", weight);
        var hebrew = (int weight) => Font("noto-sans-hebrew", "NotoSansHebrew", weight);
        var weights = new[] { 400, 500, 600 }.ToDictionary(w => w, w => new[] { Font("inter", "Inter", w), hebrew(w), arabic(w) });
        return new("Inter", weights, FontFile.Read(File("twemoji-colr-font", "twemoji.woff2")));
    }

    static FontFile Font(string package, string family, int weight)
    {
        var style = weight.ToString(CultureInfo.InvariantCulture) + (weight switch { 400 => "Regular", 500 => "Medium", _ => "SemiBold" });
        return FontFile.Read(File("@expo-google-fonts", package, style, $"{family}_{style}.ttf"));
    }

    static string File(params string[] path) =>
        Programs.Restored(path) ?? throw new FileNotFoundException($"The font {path[^1]} is missing: npm install restores it from package.json.", path[^1]);
}
