using System.Text.RegularExpressions;

namespace Planable.Data.Networks;

/// <summary>Finds emoji sequences: flags, keycaps, skin tones, families. Written in UTF-16 units so that counting.js can carry the same pattern.</summary>
public static partial class Emoji
{
    private const string Tone = @"\uD83C[\uDFFB-\uDFFF]";
    private const string Flag = @"\uD83C[\uDDE6-\uDDFF]\uD83C[\uDDE6-\uDDFF]";
    private const string Keycap = @"[0-9#*]\uFE0F?\u20E3";
    private const string Tags = @"(?:\uDB40[\uDC20-\uDC7E])+\uDB40\uDC7F";

    private const string Picture =
        @"(?:[\u203C\u2049\u2122\u2139\u2194-\u2199\u21A9\u21AA\u231A\u231B\u2328\u23CF\u23E9-\u23F3\u23F8-\u23FA\u24C2\u25AA\u25AB\u25B6\u25C0\u25FB-\u25FE" +
        @"\u2600-\u27BF\u2934\u2935\u2B05-\u2B07\u2B1B\u2B1C\u2B50\u2B55\u3030\u303D\u3297\u3299]" +
        @"|\uD83C[\uDC00-\uDDE5\uDE00-\uDFFA]|\uD83D[\uDC00-\uDFFF]|\uD83E[\uDC00-\uDEFF])";

    private const string One = "(?:" + Picture + @"(?:\uFE0F|" + Tone + ")?(?:" + Tags + @")?|[\u00A9\u00AE]\uFE0F)";

    public static Regex.ValueMatchEnumerator In(ReadOnlySpan<char> text) => Pattern().EnumerateMatches(text);

    [GeneratedRegex(Flag + "|" + Keycap + "|" + One + @"(?:\u200D" + One + ")*", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
