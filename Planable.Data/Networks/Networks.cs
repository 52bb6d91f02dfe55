using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Planable.Data.Networks;

/// <summary>All networks, read once from the data files of this folder. A new file is a new network.</summary>
public static class Networks
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static readonly Lazy<IReadOnlyList<Network>> Loaded = new(ReadAll);

    /// <summary>In order of name.</summary>
    public static IReadOnlyList<Network> All => Loaded.Value;

    /// <returns>Null for a network Planable does not know.</returns>
    public static Network? Find(string key) => All.FirstOrDefault(n => n.Key == key);

    /// <summary>For keys that come from our own tables.</summary>
    /// <exception cref="KeyNotFoundException">There is no data file for it.</exception>
    public static Network Of(string key) => Find(key) ?? throw new KeyNotFoundException($"There is no network \"{key}\".");

    /// <summary>Reads one data file and checks that it is whole.</summary>
    /// <param name="file">Its name, for the error.</param>
    /// <exception cref="MalformedNetwork">Something is missing, unknown or contradicts itself.</exception>
    public static Network Read(string file, Stream content)
    {
        Network network;
        try
        {
            network = JsonSerializer.Deserialize<Network>(content, Json) ?? throw new MalformedNetwork(file, "it is empty");
        }
        catch (JsonException e)
        {
            throw new MalformedNetwork(file, e.Message, e);
        }

        if (Flaw(network) is { } flaw) throw new MalformedNetwork(file, flaw);
        return network;
    }

    private static IReadOnlyList<Network> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var networks = new List<Network>();
        foreach (var file in assembly.GetManifestResourceNames().Where(n => n.Contains(".Networks.") && n.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var content = assembly.GetManifestResourceStream(file)!;
            var network = Read(file, content);
            if (networks.Exists(n => n.Key == network.Key)) throw new MalformedNetwork(file, $"there already is a network \"{network.Key}\"");
            networks.Add(network);
        }
        return [.. networks.OrderBy(n => n.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private static string? Flaw(Network network)
    {
        var limits = network.Limits.Concat(network.PostTypes.Values.SelectMany(t => t.Limits ?? new Dictionary<string, Limit>())).ToList();

        if (Enum.GetValues<PostType>().FirstOrDefault(t => !network.PostTypes.ContainsKey(t), (PostType)(-1)) is var type && Enum.IsDefined(type))
            return $"it does not say whether it knows the post type {type}";
        if (network.PostTypes.FirstOrDefault(t => t.Value.WhyNot is { } why && string.IsNullOrWhiteSpace(why)) is { Value: not null } silent)
            return $"it does not say why it lacks the post type {silent.Key}";
        if (limits.Find(l => string.IsNullOrWhiteSpace(l.Value.Source) || l.Value.Checked is null) is { Key: not null } unproven)
            return $"the limit {unproven.Key} lacks its source or the day it was checked";
        if (limits.Find(l => l.Value.Value <= 0) is { Key: not null } senseless)
            return $"the limit {senseless.Key} is not above zero";
        if ((network.Crops ?? []).FirstOrDefault(c => c.Across <= 0 || c.Down <= 0 || string.IsNullOrWhiteSpace(c.Source)) is { } shapeless)
            return $"the crop \"{shapeless.Name}\" has no shape or lacks its source";
        if (network.Quotas.FirstOrDefault(q => q.Most <= 0 || q.Minutes > 0 == q.Zone is not null || string.IsNullOrWhiteSpace(q.Name) || string.IsNullOrWhiteSpace(q.Source)) is { } boundless)
            return $"the quota of {boundless.Most} {boundless.Name} has no number, no stretch of time or two, or lacks its source";
        if (network.Cost is { } cost && (string.IsNullOrWhiteSpace(cost.Words) || string.IsNullOrWhiteSpace(cost.Source)))
            return "its cost has no words or lacks its source";
        if (network.Extras?.Subtitles is not (null or "srt" or "vtt"))
            return $"there are no subtitles of the kind \"{network.Extras.Subtitles}\"";
        if (network.Counting.FirstOrDefault(c => TextMeasure.Find(c.Measure) is null) is { } unknown)
            return $"there is no measure \"{unknown.Measure}\"";
        if (network.Counting.FirstOrDefault(c => !limits.Exists(l => l.Key == c.Limit)) is { } unbound)
            return $"{string.Join(", ", unbound.Of)} is counted against the limit {unbound.Limit}, which it does not have";
        if (network.Counting.FirstOrDefault(c => TextMeasure.Find(c.Measure)!.NeedsLinkLength && !network.Limits.ContainsKey(LimitName.LinkLength))
            is { } linkless)
            return $"the measure {linkless.Measure} needs the limit {LimitName.LinkLength}";
        if (network.Limits.ContainsKey(LimitName.MinPollMinutes) != network.Limits.ContainsKey(LimitName.MaxPollMinutes))
            return "a poll has a shortest time or a longest, but not both";
        if (network.Settings.FirstOrDefault(s => s.Kind == SettingKind.Choice && s.Choices is null) is { } open)
            return $"the setting {open.Key} has no choices";
        if (network.Settings.FirstOrDefault(s => s.Default is { } d && s.Choices is { } choices && choices.All(c => c.Value != d)) is { } odd)
            return $"the default of the setting {odd.Key} is not among its choices";
        return null;
    }
}

/// <summary>A data file that cannot be used; the app does not start with it.</summary>
public sealed class MalformedNetwork(string file, string flaw, Exception? inner = null) : Exception($"The network file {file} cannot be used: {flaw}.", inner);
