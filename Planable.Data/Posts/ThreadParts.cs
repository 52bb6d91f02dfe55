using System.Globalization;
using System.Text.RegularExpressions;
using Planable.Data.Networks;

namespace Planable.Data.Posts;

/// <summary>
/// A long text in parts that a network takes one after the other: cut where a line holds three dashes, else at the ends of paragraphs and sentences,
/// and numbered. The same text, network and settings always give the same parts.
/// </summary>
public static partial class ThreadParts
{
    public static IReadOnlyList<string> Of(string text, Network network, IReadOnlyDictionary<string, string> settings) =>
        Split(text, part => TextCount.Of(part, "text", network, PostType.Text, settings).All(c => !c.IsOver));

    public static IReadOnlyList<string> Split(string text, Func<string, bool> fits)
    {
        var sections = Breaks().Split(text.Trim()).Select(s => s.Trim()).Where(s => s.Length > 0).ToList();
        if (sections.Count == 0)
            return [""];
        if (sections is [var only] && fits(only))
            return [only];
        // Room for a number of two digits, which nearly every thread stays below; more parts than that find room for three.
        foreach (var reserve in (string[])[" 10/10", " 100/100"])
        {
            var parts = sections.SelectMany(s => Pack(s, p => fits(p + reserve))).ToList();
            if (reserve.Length > 6 || parts.Count < 100)
                return [.. parts.Select((part, i) => string.Create(CultureInfo.InvariantCulture, $"{part} {i + 1}/{parts.Count}"))];
        }

        return [];
    }

    /// <summary>As many pieces as fit go into one part.</summary>
    static IEnumerable<string> Pack(string section, Func<string, bool> fits)
    {
        var part = "";
        foreach (var piece in Pieces(section, fits))
        {
            if (part.Length > 0 && !fits((part + piece).TrimEnd()))
            {
                yield return part.Trim();
                part = "";
            }

            part += piece;
        }

        if (part.Trim().Length > 0)
            yield return part.Trim();
    }

    /// <summary>Sentences with the blanks behind them; one that is too long by itself in words, a word that is too long in characters.</summary>
    static IEnumerable<string> Pieces(string section, Func<string, bool> fits)
    {
        foreach (var sentence in Sentences().Split(section).Where(s => s.Length > 0))
        {
            if (fits(sentence.Trim()))
            {
                yield return sentence;
                continue;
            }

            foreach (var word in Words().Split(sentence).Where(w => w.Length > 0))
            {
                if (fits(word.Trim()))
                {
                    yield return word;
                    continue;
                }

                var characters = StringInfo.GetTextElementEnumerator(word);
                while (characters.MoveNext())
                    yield return characters.GetTextElement();
            }
        }
    }

    [GeneratedRegex(@"(?:^|\n)[ \t]*-{3,}[ \t]*(?:\n|$)")]
    private static partial Regex Breaks();

    // Behind the blanks that follow an end: the blanks stay with the sentence before them.
    [GeneratedRegex(@"(?<=[.!?\u2026\u3002\uFF01\uFF1F][""'\u2019\u201D\u00BB)\]]*\s+)(?=\S)|(?<=\n)(?=[^\n])")]
    private static partial Regex Sentences();

    [GeneratedRegex(@"(?<=\s)(?=\S)")]
    private static partial Regex Words();
}
