namespace Planable.Data.Ideas;

/// <summary>The mailbox of a client's ideas, while it is open.</summary>
/// <param name="Key">Its secret part: an address that can be guessed is an address for advertising.</param>
/// <param name="TakesOutsiders">Mails of people who are no members are taken and marked; otherwise they are dropped.</param>
/// <param name="OpenedById">In whose name files from outside come into the library.</param>
public sealed record IdeaMail(string Key, bool TakesOutsiders, Guid OpenedById)
{
    const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
    const int KeyLength = 8;

    internal static string NewKey() => System.Security.Cryptography.RandomNumberGenerator.GetString(Letters, KeyLength);

    /// <summary>What stands before the @: the client's address and the key.</summary>
    public string LocalPart(string slug) => $"{slug}-{Key}";

    /// <returns>Slug and key; null for what cannot be such an address.</returns>
    public static (string Slug, string Key)? Split(string localPart)
    {
        var dash = localPart.LastIndexOf('-');
        return dash > 0 && localPart.Length - dash - 1 == KeyLength ? (localPart[..dash].ToLowerInvariant(), localPart[(dash + 1)..].ToLowerInvariant()) : null;
    }
}
