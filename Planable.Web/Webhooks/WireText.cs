using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Planable.Web.Webhooks;

/// <summary>JSON as people read it.</summary>
public static class WireText
{
    static readonly JsonSerializerOptions Reading = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Pretty(string json) => JsonNode.Parse(json)!.ToJsonString(Reading);
}
