using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Planable.Data.Networks;

/// <param name="Start">UTF-16 offset.</param>
/// <param name="End">UTF-16 offset of the first character after it.</param>
public readonly record struct LinkSpan(int Start, int End);

/// <summary>Which words a network turns into links.</summary>
/// <param name="Endings">Top-level domains, apart from countries', by which a name without http:// is a link; null if none is.</param>
/// <param name="NarrowPaths">A path ends at the first letter that is neither Latin nor Cyrillic, as on X.</param>
public sealed record LinkStyle(IReadOnlySet<string>? Endings, bool NarrowPaths)
{
    private static readonly ConcurrentDictionary<string, LinkStyle> Known = new(StringComparer.Ordinal);

    /// <summary>Addresses that begin with http:// or https://.</summary>
    public static LinkStyle Web { get; } = new(null, NarrowPaths: false);

    /// <summary>X: bare names like example.com too.</summary>
    /// <param name="topLevelDomains">Separated by spaces.</param>
    public static LinkStyle X(string? topLevelDomains) =>
        Known.GetOrAdd(topLevelDomains ?? "",
            static d => new(d.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase), NarrowPaths: true));
}

/// <summary>Finds links the way networks do. counting.js finds the same by the same patterns.</summary>
public static partial class Links
{
    // Letters of host names beyond ASCII; punctuation, fullwidth forms and surrogates left out.
    private const string Beyond = @"\u00C0-\u1FFF\u2C00-\u2DFF\u3040-\uD7FF\uF900-\uFDFF";
    private const string Label = "[A-Za-z0-9" + Beyond + "](?:[A-Za-z0-9_" + Beyond + @"\-]{0,62})";
    private const string Ending = @"(?:[Xx][Nn]--[A-Za-z0-9\-]{1,59}|[A-Za-z]{2,63}|[" + Beyond + "]{2,63})(?![A-Za-z0-9@-])";
    private const string Port = "(?::[0-9]{1,5})?";

    public static IEnumerable<LinkSpan> In(string text, LinkStyle style)
    {
        // Every link has a dot or a colon: the patterns run there only, which keeps long texts cheap.
        for (var (seen, sign) = (0, NextSign(text, 0)); sign >= 0; sign = NextSign(text, Math.Max(seen, sign + 1)))
        {
            if (Candidate(text, seen, sign, style) is not { } match) continue;

            seen = match.Index + match.Length;
            var end = EndOfPath(text, seen, style.NarrowPaths);
            if (text[sign] == '.' && !IsBareLink(match.Groups["name"].Value, end > seen, style.Endings!)) continue;

            seen = end;
            yield return new LinkSpan(match.Index, end);
        }
    }

    private static int NextSign(string text, int from) => from < text.Length ? text.IndexOfAny(['.', ':'], from) : -1;

    private static Match? Candidate(string text, int seen, int sign, LinkStyle style)
    {
        var start = sign;
        if (text[sign] == '.')
        {
            if (style.Endings is null) return null;
            while (start > seen && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '-')) start--;
        }
        else
        {
            if (!text.AsSpan(sign).StartsWith("://")) return null;
            while (start > seen && sign - start < 5 && char.IsAsciiLetter(text[start - 1])) start--;
        }

        var match = (text[sign] == '.' ? Name() : Address()).Match(text, start);
        return match.Success ? match : null;
    }

    // "example.de" alone stays text on X: only .co and .tv work without a path or a subdomain.
    private static bool IsBareLink(string name, bool hasPath, IReadOnlySet<string> endings)
    {
        var ending = name[(name.LastIndexOf('.') + 1)..];
        if (ending.Length > 2) return endings.Contains(ending);
        return hasPath || name.IndexOf('.', StringComparison.Ordinal) != name.LastIndexOf('.') || ending.ToUpperInvariant() is "CO" or "TV";
    }

    private static int EndOfPath(string text, int start, bool narrow)
    {
        if (start == text.Length || text[start] is not ('/' or '?')) return start;

        var end = start;
        var open = new Stack<int>();
        for (; end < text.Length && (narrow ? IsNarrow(text[end]) : IsWide(text[end])); end++)
        {
            // Networks follow brackets two deep; more would also let a hostile text cost its square.
            if (text[end] == '(' && open.Count == 2) break;
            if (text[end] == '(') open.Push(end);
            else if (text[end] == ')' && !open.TryPop(out _)) break;
        }
        if (open.Count > 0) end = open.Last();
        while (end > start && "!*\"'.,;:?$%[]~|@&\u300C\u300D\u2026".Contains(text[end - 1])) end--;
        return end;
    }

    private static bool IsWide(char c) => !char.IsWhiteSpace(c) && c is not ('<' or '>' or '"');

    private static bool IsNarrow(char c) =>
        char.IsAsciiLetterOrDigit(c) || "!*';:=+,.$/%#[]-_~@|&?()\u2013".Contains(c) || c is (>= '\u00C0' and <= '\u024F') or (>= '\u0400' and <= '\u04FF');

    [GeneratedRegex(@"\G(?<![A-Za-z0-9@\uFF20$#\uFF03])[Hh][Tt][Tt][Pp][Ss]?://(?:" + Label + @"\.)+" + Ending + Port, RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"\G(?<![A-Za-z0-9@\uFF20$#\uFF03_./\-])(?<name>(?:[A-Za-z0-9](?:[A-Za-z0-9_\-]{0,62})\.)+[A-Za-z]{2,63})(?![A-Za-z0-9@-])" + Port,
        RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
