using System.Buffers.Text;
using System.Text.Json;

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

        var reader = new Utf8JsonReader(Base64Url.DecodeFromChars(parts[1]));
        return JsonElement.TryParseValue(ref reader, out var claims) && claims is { ValueKind: JsonValueKind.Object } known
               && known.TryGetProperty("exp", out var exp) && exp.TryGetInt64(out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }
}
