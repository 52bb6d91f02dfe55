namespace Planable.Data.Channels;

/// <summary>Which app a network is reached through: one app of Meta serves Facebook and Instagram, one of Google serves YouTube and Business Profiles.</summary>
public static class NetworkAppKeys
{
    static readonly Dictionary<string, string> Apps = new(StringComparer.Ordinal)
    {
        ["facebook"] = "facebook",
        ["instagram"] = "facebook",
        ["instagram-standalone"] = "instagram-standalone",
        ["threads"] = "threads",
        ["x"] = "x",
        ["linkedin"] = "linkedin",
        ["linkedin-page"] = "linkedin",
        ["tiktok"] = "tiktok",
        ["youtube"] = "google",
        ["google-business"] = "google",
        ["pinterest"] = "pinterest",
        ["reddit"] = "reddit",
        ["slack"] = "slack",
        ["dribbble"] = "dribbble",
    };

    public static IReadOnlyList<string> All { get; } = [.. Apps.Values.Distinct(StringComparer.Ordinal)];

    /// <returns>Null for a network that needs no app of ours: app passwords, bot tokens, servers that register apps by themselves.</returns>
    public static string? For(string network) => Apps.GetValueOrDefault(network);

    public static IEnumerable<string> Networks(string app) => Apps.Where(a => a.Value == app).Select(a => a.Key);
}
