using System.Buffers;
using System.Globalization;

namespace Planable.Data.Networks;

/// <summary>Extended grapheme clusters of UAX #29, conjuncts of Indic scripts included, which .NET leaves apart.</summary>
public static class Graphemes
{
    // Joins two consonants of a conjunct (Indic_Conjunct_Break=Linker).
    private static readonly SearchValues<char> Linkers = SearchValues.Create("\u094D\u09CD\u0ACD\u0B4D\u0C4D\u0D4D\u1039\u17D2\u1A60\u1B44\u1BAB\uA9C0\uAAF6");

    // First and last of each run of consonants that form conjuncts (Indic_Conjunct_Break=Consonant), Basic Multilingual Plane.
    private const string Consonants =
        "\u0915\u0939\u0958\u095F\u0978\u097F\u0995\u09A8\u09AA\u09B0\u09B2\u09B2\u09B6\u09B9\u09DC\u09DD\u09DF\u09DF\u09F0\u09F1" +
        "\u0A95\u0AA8\u0AAA\u0AB0\u0AB2\u0AB3\u0AB5\u0AB9\u0AF9\u0AF9\u0B15\u0B28\u0B2A\u0B30\u0B32\u0B33\u0B35\u0B39\u0B5C\u0B5D" +
        "\u0B5F\u0B5F\u0B71\u0B71\u0C15\u0C28\u0C2A\u0C39\u0C58\u0C5A\u0D15\u0D3A\u1000\u102A\u103F\u103F\u1050\u1055\u105A\u105D" +
        "\u1061\u1061\u1065\u1066\u106E\u1070\u1075\u1081\u108E\u108E\u1780\u17B3\u1A20\u1A54\u1B0B\u1B0C\u1B13\u1B33\u1B45\u1B4C" +
        "\u1B83\u1BA0\u1BAE\u1BAF\u1BBB\u1BBD\uA989\uA98B\uA98F\uA9B2\uA9E0\uA9E4\uA9E7\uA9EF\uA9FA\uA9FE\uAA60\uAA6F\uAA71\uAA73" +
        "\uAA7A\uAA7A\uAA7E\uAA7F\uAAE0\uAAEA\uABC0\uABDA";

    private const char NonJoiner = '\u200C';

    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        var linked = false;
        for (var i = 0; i < text.Length;)
        {
            // Most of what is written: a plain character followed by another one.
            var length = IsPlain(text, i) ? 1 : StringInfo.GetNextTextElementLength(text[i..]);
            var cluster = text.Slice(i, length);
            if (!linked || !IsConsonant(cluster[0])) count++;
            linked = EndsLinked(cluster);
            i += length;
        }
        return count;
    }

    // Below U+0300 nothing attaches to its neighbour, except LF to CR.
    private static bool IsPlain(ReadOnlySpan<char> text, int i) => text[i] is < '\u0300' and not '\r' && (i + 1 == text.Length || text[i + 1] < '\u0300');

    private static bool EndsLinked(ReadOnlySpan<char> cluster) =>
        cluster.Length > 1 && IsConsonant(cluster[0]) && cluster[1..].ContainsAny(Linkers) && !cluster.Contains(NonJoiner);

    private static bool IsConsonant(char c)
    {
        if (c < Consonants[0]) return false;
        for (var i = 0; i < Consonants.Length; i += 2)
            if (c >= Consonants[i] && c <= Consonants[i + 1])
                return true;
        return false;
    }
}
