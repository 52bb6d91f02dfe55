using System.Text;
using Planable.Data.Brands;

namespace Planable.Web.Brands;

/// <summary>A brand as CSS: it lays its colours and typeface over the tokens and touches nothing else. Every pair can be read, in light and in dark.</summary>
public static class BrandStyles
{
    static readonly Shade Black = new(0, 0, 0);

    static readonly (string Alphabet, string Range)[] Alphabets =
    [
        ("latin", "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"),
        ("latin-ext", "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF"),
    ];

    /// <param name="at">Where it holds: the whole page or the preview.</param>
    public static string Of(string? accent, string? font, string at = ":root")
    {
        var css = new StringBuilder();
        var face = BrandFonts.Find(font);
        if (face?.File is { } file)
        {
            foreach (var (alphabet, range) in Alphabets)
                css.Append("@font-face{font-family:\"").Append(face.Family).Append("\";font-style:normal;font-display:swap;font-weight:200 900;src:url(/lib/").Append(face.Key).Append("/files/").Append(face.Key).Append('-').Append(alphabet).Append('-').Append(file)
                    .Append(".woff2) format(\"woff2\");unicode-range:").Append(range).Append("}\n");
        }

        css.Append(at).Append('{');
        if (face is not null)
            Fonts(css, face);
        if (Shade.Read(accent) is { } shade)
            Colours(css, shade);
        return css.Append("}\n").ToString();
    }

    static void Colours(StringBuilder css, Shade accent)
    {
        var soft = accent.Towards(Shade.White, 0.91);
        var dark = accent.ReadableOn(Shade.DarkPanel);
        var darkSoft = Shade.DarkPanel.Towards(dark, 0.16);
        Pair("accent", accent, dark);
        Pair("accent-hover", accent.Towards(Black, 0.14), dark.Towards(Shade.White, 0.2));
        Pair("accent-ink", Shade.White, new Shade(0x14, 0x12, 0x10));
        Pair("accent-text", accent.ReadableOn(soft), dark.ReadableOn(darkSoft));
        Pair("accent-soft", soft, darkSoft);
        Pair("accent-line", accent.Towards(Shade.White, 0.62), Shade.DarkPanel.Towards(dark, 0.45));

        void Pair(string token, Shade light, Shade onDark) => css.Append("--").Append(token).Append(":light-dark(").Append(light).Append(',').Append(onDark).Append(");");
    }

    /// <summary>The sizes name the typeface too: what uses them was resolved where they stand.</summary>
    static void Fonts(StringBuilder css, BrandFont face)
    {
        css.Append("--font:").Append(face.Stack).Append(';');
        foreach (var (name, size) in ((string, string)[])[("12", "0.75rem/1rem"), ("13", "0.8125rem/1.125rem"), ("14", "0.875rem/1.25rem"), ("16", "1rem/1.5rem"), ("20", "1.25rem/1.75rem"), ("28", "1.75rem/2.125rem")])
            css.Append("--t-").Append(name).Append(':').Append(size).Append(" var(--font);");
    }
}
