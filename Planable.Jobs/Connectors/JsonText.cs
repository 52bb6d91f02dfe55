using System.Text.Json;

namespace Planable.Jobs.Connectors;

internal static class JsonText
{
    /// <summary>A text or number of an object, as text; null if it is not there or the element is no object at all.</summary>
    public static string? Text(this JsonElement item, string name) =>
        item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(name, out var value) ? null
        : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };

    /// <summary>What lies at the end of a path of names; Undefined if a step of it is missing.</summary>
    public static JsonElement At(this JsonElement item, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(name, out item))
                return default;
        }

        return item;
    }

    /// <summary>An instant, as a timestamp or as seconds since 1970; null if it is not there.</summary>
    public static DateTimeOffset? Time(this JsonElement item, string name) =>
        item.Number(name) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : DateTimeOffset.TryParse(item.Text(name), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal, out var at) ? at
        : null;

    /// <summary>The items of a list; none if it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>A whole number of an object; null if it is not there, is null or is something else.</summary>
    public static long? Number(this JsonElement item, string name) =>
        item.At(name) is { ValueKind: JsonValueKind.Number } value ? value.TryGetInt64(out var whole) ? whole : (long)value.GetDouble() : null;
}
