using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Planable.Jobs.Languages;

/// <summary>
/// All that pages, mails and documents say in another language, by the English sentence. Each language is a folder of files, one for each place that speaks; a phrase
/// stands in one of them only.
/// </summary>
public static class Phrases
{
    static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> Read = new(StringComparer.Ordinal);

    /// <param name="language">Of two letters. English, and what there is no folder for, has none.</param>
    public static IReadOnlyDictionary<string, string> Of(string language) => Read.GetOrAdd(language, Load);

    static IReadOnlyDictionary<string, string> Load(string language)
    {
        var (assembly, phrases) = (Assembly.GetExecutingAssembly(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith($"Planable.Jobs.Languages.{language}/", StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            foreach (var (english, said) in JsonSerializer.Deserialize<Dictionary<string, string>>(file)!)
                phrases.Add(english, said);
        }

        return phrases;
    }
}
