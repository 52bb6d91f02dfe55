using System.Security.Cryptography;
using System.Text;

namespace Planable.Data.Reviews;

/// <summary>Passwords that people agree on for a link: kept salted and slowly hashed, the salt in front.</summary>
public static class LinkPassword
{
    public const int Shortest = 6;
    public const int Longest = 100;

    public static string Hash(string password)
    {
        if (password.Length is < Shortest or > Longest)
            throw new RuleBroken("PASSWORD_LENGTH", "A password for a link has {0} to {1} characters.", Shortest, Longest);
        return Salted(password, RandomNumberGenerator.GetBytes(16));
    }

    public static bool Matches(string password, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Salted(password, Convert.FromHexString(hash.AsSpan(0, 32)))), Encoding.ASCII.GetBytes(hash));

    static string Salted(string password, byte[] salt) =>
        Convert.ToHexStringLower(salt) + Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(password, salt, 100_000, HashAlgorithmName.SHA256, 32));
}
