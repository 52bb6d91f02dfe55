using System.Security.Cryptography;
using System.Text;

namespace Planable.Data.Posts;

/// <summary>One short key for texts that say the same: case, punctuation and blanks do not count.</summary>
public static class TextKeys
{
    public const int Length = 24;

    /// <returns>Null for a text without words.</returns>
    public static string? Of(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKC).EnumerateRunes().Where(Rune.IsLetterOrDigit))
            letters.Append(Rune.ToLowerInvariant(rune).ToString());
        return letters.Length == 0 ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(letters.ToString())))[..Length];
    }
}
