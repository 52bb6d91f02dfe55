using System.Text.RegularExpressions;

namespace Planable.Data.Snippets;

/// <summary>Names in braces within a text, such as {client.phone}. They are filled in when words are put into a post, so what is approved is what goes out.</summary>
public static partial class Variables
{
    /// <summary>Those that have a value are filled in, the others stay as they are.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        Names().Replace(text, found => values.GetValueOrDefault(found.Groups[1].Value) ?? found.Value);

    /// <summary>What is still to be filled in, each once, as it stands in the text.</summary>
    public static IReadOnlyList<string> In(string text) => text.Contains('{', StringComparison.Ordinal) ? [.. Names().Matches(text).Select(m => m.Value).Distinct(StringComparer.Ordinal)] : [];

    [GeneratedRegex(@"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)\}")]
    private static partial Regex Names();
}
