namespace Planable.Data.Languages;

/// <summary>The languages there are texts in.</summary>
public static class Spoken
{
    /// <summary>What everything is written in first.</summary>
    public const string English = "en";

    /// <summary>Of a language's code, in the database.</summary>
    public const int CodeLength = 10;

    public static IReadOnlyList<string> All { get; } = [English, "de", "pt", "ar"];

    /// <summary>As its speakers call it.</summary>
    public static string Name(string language) => language switch { "de" => "Deutsch", "pt" => "Português", "ar" => "العربية", _ => "English" };

    /// <returns>Ours that a tag like "de-AT" belongs to; null if there is none.</returns>
    public static string? Of(string? tag) => All.FirstOrDefault(l => tag is not null && tag.Split('-')[0].Equals(l, StringComparison.OrdinalIgnoreCase));

    /// <param name="language">Empty or null chooses none.</param>
    public static string? Chosen(string? language) =>
        string.IsNullOrEmpty(language) ? null : All.Contains(language, StringComparer.Ordinal) ? language : throw new RuleBroken("LANGUAGE_UNKNOWN", "There are no texts in the language “{0}”.", language);
}
