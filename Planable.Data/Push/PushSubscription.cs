using System.Security.Cryptography;
using System.Text;

namespace Planable.Data.Push;

/// <summary>A browser of a person that takes notices, on a phone or elsewhere. It lies with the person, not with a client.</summary>
public class PushSubscription : Entity
{
    public const int EndpointLength = 2000;
    public const int DeviceLength = 160;

    PushSubscription()
    {
    }

    /// <param name="key">The browser's public key, base64url.</param>
    /// <param name="secret">What it shares with us alone, base64url.</param>
    public static PushSubscription Of(Guid personId, string? endpoint, string? key, string? secret, string device, DateTimeOffset at)
    {
        if (endpoint is not { Length: > 0 and <= EndpointLength } || !Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback
            || BytesOf(key) is not { Length: 65 } point || point[0] != 4 || BytesOf(secret) is not { Length: 16 })
            throw new RuleBroken("SUBSCRIPTION_INVALID", "This browser did not say where its notices go. Try again.");
        return new PushSubscription { PersonId = personId, Endpoint = endpoint, EndpointHash = Hash(endpoint), Key = key!, Secret = secret!, Device = device.Length <= DeviceLength ? device : device[..DeviceLength], MadeAt = at };
    }

    public Guid PersonId { get; private set; }

    public string Endpoint { get; private set; } = "";

    public string EndpointHash { get; private set; } = "";

    public string Key { get; private set; } = "";

    public string Secret { get; private set; } = "";

    public string Device { get; private set; } = "";

    public DateTimeOffset MadeAt { get; private set; }

    public static string Hash(string? endpoint) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint ?? "")));

    static byte[]? BytesOf(string? text)
    {
        try
        {
            return text is null or { Length: > 200 } ? null : System.Buffers.Text.Base64Url.DecodeFromChars(text.TrimEnd('='));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
