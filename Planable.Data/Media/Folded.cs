using System.Globalization;
using System.Text;

namespace Planable.Data.Media;

/// <summary>Words as search compares them: small, without accents, so that "Kaffee" finds "KAFFEE" and "café" is found by "cafe" on every database.</summary>
public static class Folded
{
    public static string Of(string words)
    {
        var folded = new StringBuilder(words.Length);
        foreach (var rune in words.Replace("ß", "ss", StringComparison.Ordinal).Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (CharUnicodeInfo.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
                folded.Append(rune);
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The words somebody looks for; all of them must be found.</summary>
    public static IReadOnlyList<string> Words(string? query) =>
        string.IsNullOrWhiteSpace(query) ? [] : [.. Of(query).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(8)];
}
