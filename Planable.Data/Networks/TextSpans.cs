using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Planable.Data.Networks;

public enum TextSpanKind
{
    Link,
    Mention,
    Hashtag,
}

/// <summary>A link, mention or hashtag in a text.</summary>
/// <param name="Start">UTF-16 offset, as in C# and JavaScript.</param>
/// <param name="Length">In UTF-16 units.</param>
/// <param name="ByteStart">Offset in the UTF-8 form of the text, as Bluesky's facets want it.</param>
/// <param name="ByteLength">In UTF-8 bytes.</param>
/// <param name="Value">A link's address with scheme, a mention without its first @, a hashtag without #.</param>
public sealed record TextSpan(TextSpanKind Kind, int Start, int Length, int ByteStart, int ByteLength, string Value)
{
    public int End => Start + Length;

    public int ByteEnd => ByteStart + ByteLength;
}

/// <summary>Finds what networks turn into links, people and topics. In order, never overlapping; a link wins over what stands inside it.</summary>
public static partial class TextSpans
{
    private const string Word = @"\p{L}\p{N}\p{M}_";

    /// <summary>As this network reads the text.</summary>
    public static IReadOnlyList<TextSpan> In(string text, Network network)
    {
        var domains = network.Counting.FirstOrDefault(c => c.TopLevelDomains is not null)?.TopLevelDomains;
        return In(text, domains is null ? LinkStyle.Web : LinkStyle.X(domains), network.Mentions);
    }

    public static IReadOnlyList<TextSpan> In(string text, LinkStyle links, MentionStyle mentions)
    {
        if (text.AsSpan().IndexOfAny("@#:.") < 0) return [];

        var found = Links.In(text, links).Select(l => (TextSpanKind.Link, l.Start, l.End))
            .Concat(Mentions(text, mentions))
            .Concat(Hashtags(text))
            .OrderBy(s => s.Start).ThenBy(s => s.Item1);

        var spans = new List<TextSpan>();
        var (seen, bytes) = (0, 0);
        foreach (var (kind, start, end) in found)
        {
            if (start < seen) continue;
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(seen..start));
            var length = Encoding.UTF8.GetByteCount(text.AsSpan(start..end));
            spans.Add(new TextSpan(kind, start, end - start, bytes, length, Value(kind, text[start..end])));
            (seen, bytes) = (end, bytes + length);
        }
        return spans;
    }

    private static string Value(TextSpanKind kind, string words) => kind switch
    {
        TextSpanKind.Link => words.StartsWith("http", StringComparison.OrdinalIgnoreCase) && words.Contains("://") ? words : "https://" + words,
        _ => words[1..],
    };

    private static IEnumerable<(TextSpanKind, int Start, int End)> Mentions(string text, MentionStyle style)
    {
        var pattern = style switch
        {
            MentionStyle.Name => Name(),
            MentionStyle.NameAtServer => NameAtServer(),
            MentionStyle.Domain => Domain(),
            _ => null,
        };
        for (var match = pattern?.Match(text); match is { Success: true }; match = match.NextMatch())
            yield return (TextSpanKind.Mention, match.Index, match.Index + match.Length);
    }

    private static IEnumerable<(TextSpanKind, int Start, int End)> Hashtags(string text)
    {
        for (var at = text.IndexOf('#', StringComparison.Ordinal); at >= 0; at = text.IndexOf('#', at + 1))
        {
            if (at > 0 && (text[at - 1] is '&' or '/' or '#' || IsWord(text, at - 1))) continue;

            var end = at + 1;
            var hasLetter = false;
            while (end < text.Length && Rune.TryGetRuneAt(text, end, out var rune) && IsWord(rune))
            {
                hasLetter |= !Rune.IsDigit(rune);
                end += rune.Utf16SequenceLength;
            }
            if (hasLetter) yield return (TextSpanKind.Hashtag, at, end);
        }
    }

    private static bool IsWord(string text, int lastUnit) =>
        Rune.TryGetRuneAt(text, lastUnit > 0 && char.IsSurrogatePair(text, lastUnit - 1) ? lastUnit - 1 : lastUnit, out var rune) && IsWord(rune);

    private static bool IsWord(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || rune.Value is '_' or 0x200C or 0x200D || Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    [GeneratedRegex(@"(?<![" + Word + @"@/=])@[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*(?![@" + Word + "])", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(
        @"(?<![" + Word + @"/=])@[A-Za-z0-9_]+(?:[.\-]+[A-Za-z0-9_]+)*(?:@[A-Za-z0-9\u00C0-\u024F_]+(?:[.\-]+[A-Za-z0-9\u00C0-\u024F_]+)*)?",
        RegexOptions.CultureInvariant)]
    private static partial Regex NameAtServer();

    [GeneratedRegex(@"(?<![" + Word + @"@/=])@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?",
        RegexOptions.CultureInvariant)]
    private static partial Regex Domain();
}
