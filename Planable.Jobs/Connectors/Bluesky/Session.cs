using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Planable.Jobs.Connectors.Bluesky;

/// <summary>The two tokens of a signed-in account, as they lie among a channel's secrets.</summary>
public static class Session
{
    public const string Access = "accessJwt";
    public const string Refresh = "refreshJwt";

    public static ChannelSecrets SecretsFrom(HttpAnswer answer)
    {
        var access = answer.Required(Access);
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal) { [Access] = access, [Refresh] = answer.Required(Refresh) };
        return new ChannelSecrets(secrets, ExpiryOf(access));
    }

    /// <returns>Null if the token does not tell; servers are free to hand out tokens that are no JWT.</returns>
    public static DateTimeOffset? ExpiryOf(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !Base64Url.IsValid(parts[1])) return null;

        try
        {
            return JsonSerializer.Deserialize<Claims>(Base64Url.DecodeFromChars(parts[1]))?.Expiry is > 0 and < 253_402_300_800 and var seconds
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Claims([property: JsonPropertyName("exp")] long? Expiry);
}
