using System.Reflection;
using System.Text.Json;
using Planable.Data.Demographics;
using Planable.Data.Readings;

namespace Planable.Data.Analytics;

/// <summary>What each network itself calls the figures it tells.</summary>
public static class NetworkFields
{
    static readonly Lazy<Dictionary<string, Dictionary<string, Dictionary<string, string>>>> Loaded = new(Load);

    public static IReadOnlyCollection<string> Networks => Loaded.Value.Keys;

    /// <returns>Null where the network tells none.</returns>
    public static string? Find(string network, ReadingSource source, string metric) =>
        Loaded.Value.GetValueOrDefault(Key(network))?.GetValueOrDefault(source == ReadingSource.Account ? "account" : "post")?.GetValueOrDefault(metric);

    /// <summary>The network tells it of accounts or of posts.</summary>
    public static bool Tells(string network, string metric) => Find(network, ReadingSource.Account, metric) is not null || Find(network, ReadingSource.Post, metric) is not null;

    /// <returns>Null where the network never tells who follows an account or watches it.</returns>
    public static string? Audience(string network, Dimension by) =>
        Loaded.Value.GetValueOrDefault(Key(network))?.GetValueOrDefault("audience")?.GetValueOrDefault(by.ToString().ToLowerInvariant());

    /// <summary>The second way in to Instagram tells the same.</summary>
    static string Key(string network) => network == "instagram-standalone" ? "instagram" : network;

    static Dictionary<string, Dictionary<string, Dictionary<string, string>>> Load()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("Planable.Data.Analytics.NetworkFields.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, Dictionary<string, string>>>>(file)!;
    }
}
