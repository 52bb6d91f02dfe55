using System.Text.RegularExpressions;

namespace Planable.Data.Posts;

/// <summary>Somebody who was chosen from the people of a network.</summary>
/// <param name="Handle">As it stands in the text, without @.</param>
/// <param name="Id">Their lasting id at the network.</param>
public sealed record Mention(string Handle, string Id, string Name);

/// <summary>A stretch of text, and who it mentions.</summary>
/// <param name="Who">Null for words.</param>
public sealed record MentionRun(string Text, Mention? Who);

/// <summary>Who is meant by the @names in a text. They lie among the settings of a variant, one person a line: name, id, and what people call them.</summary>
public static partial class Mentions
{
    public const string Key = "mentions";

    /// <summary>Far more than a text has room for.</summary>
    const int Most = 200;

    public static IReadOnlyList<Mention> In(IReadOnlyDictionary<string, string>? settings) =>
    [
        .. (settings?.GetValueOrDefault(Key) ?? "").Split('\n').Select(l => l.Trim().Split(' ', 3)).Where(w => w.Length >= 2 && w[0].TrimStart('@').Length > 0)
            .Select(w => new Mention(w[0].TrimStart('@'), w[1], w.Length > 2 ? w[2] : w[0])).DistinctBy(m => m.Handle, StringComparer.OrdinalIgnoreCase).Take(Most),
    ];

    public static string Write(IEnumerable<Mention> mentions) => string.Join('\n', mentions.Select(m => $"{m.Handle} {m.Id} {m.Name.ReplaceLineEndings(" ").Trim()}".Trim()));

    /// <summary>The @names of a text, each once.</summary>
    public static IReadOnlyList<string> Handles(string text) => text.Contains('@', StringComparison.Ordinal) ? [.. Handle().Matches(text).Select(m => m.Value[1..]).Distinct(StringComparer.OrdinalIgnoreCase)] : [];

    /// <summary>The text cut where it mentions somebody who was chosen. Together the runs are the text.</summary>
    public static IReadOnlyList<MentionRun> Runs(string text, IReadOnlyList<Mention> mentions)
    {
        if (mentions.Count == 0)
            return [new(text, null)];
        var (runs, seen) = (new List<MentionRun>(), 0);
        foreach (Match found in Handle().Matches(text))
        {
            if (mentions.FirstOrDefault(m => string.Equals(m.Handle, found.Value[1..], StringComparison.OrdinalIgnoreCase)) is not { } who)
                continue;
            if (found.Index > seen)
                runs.Add(new(text[seen..found.Index], null));
            runs.Add(new(found.Value, who));
            seen = found.Index + found.Length;
        }

        if (seen < text.Length || runs.Count == 0)
            runs.Add(new(text[seen..], null));
        return runs;
    }

    /// <summary>As a network wants it.</summary>
    public static string Written(string text, IReadOnlyList<Mention> mentions, Func<string, string> words, Func<Mention, string> person) =>
        string.Concat(Runs(text, mentions).Select(r => r.Who is { } who ? person(who) : words(r.Text)));

    // wwwroot/js/mentions.js finds the same.
    [GeneratedRegex(@"(?<![\p{L}\p{N}_@/=.])@[\p{L}\p{N}_]+(?:[.\-]+[\p{L}\p{N}_]+)*(?:@[\p{L}\p{N}_]+(?:[.\-]+[\p{L}\p{N}_]+)*)?", RegexOptions.CultureInvariant)]
    private static partial Regex Handle();
}
