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
}
