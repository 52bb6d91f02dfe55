using System.Security.Cryptography;
using System.Text;

namespace Planable.Data.Webhooks;

/// <summary>
/// What a receiver shares with us, and how a message is signed with it: as https://www.standardwebhooks.com has it, so that receivers need no code of their own.
/// </summary>
public static class WebhookSecret
{
    public const string Prefix = "whsec_";

    public static string Make() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Over the id, the time and the body, so that none of them can be changed or used again later.</summary>
    public static string Sign(string secret, string messageId, DateTimeOffset at, string body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), Encoding.UTF8.GetBytes(FormattableString.Invariant($"{messageId}.{at.ToUnixTimeSeconds()}.{body}"))));
}
