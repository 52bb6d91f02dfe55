using System.Security.Cryptography;
using System.Text;

namespace Planable.Web.Inbound;

/// <summary>What a mail server shows to be let in: the installation's secret as bearer token, or as the password of basic authentication.</summary>
static class SharedSecret
{
    public static bool Knows(string authorization, string secret)
    {
        var given = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..].Trim() : authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? PasswordIn(authorization[6..]) : null;
        return given is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
    }

    static string? PasswordIn(string encoded)
    {
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded.Trim(), bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password] ? password : null;
    }
}
