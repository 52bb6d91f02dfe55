using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Planable.Tests.Webhooks;

/// <summary>The method of docs/api/webhooks.md, to the letter: a test compares them.</summary>
static class WebhookSample
{
    public static bool Judge(string secret, Receiver.Message message, string body, DateTimeOffset now) => IsFromPlanable(secret, message.Id, message.Timestamp, message.Signature, body, now);

    /// <param name="body">As it came, before anything parses it.</param>
    static bool IsFromPlanable(string secret, string id, string timestamp, string signatures, string body, DateTimeOffset now)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - seconds) > 300)
            return false;
        var expected = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}"));
        return signatures.Split(' ').Any(signature =>
            signature.StartsWith("v1,", StringComparison.Ordinal) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature["v1,".Length..]), Encoding.UTF8.GetBytes(Convert.ToBase64String(expected))));
    }
}
