using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Planable.Data.People;

namespace Planable.Web.People;

/// <summary>
/// Keys that are mailed to a person and open one door for a while. A key dies with the person's security stamp, which a new password changes:
/// so a reset works once.
/// </summary>
public sealed class MailedKeys(IDataProtectionProvider protection, UserManager<Person> people, TimeProvider clock)
{
    public const string Verify = "verify";
    public const string Reset = "reset";

    public string Cut(Person person, string purpose, TimeSpan life) =>
        Protector(purpose).Protect(string.Create(CultureInfo.InvariantCulture, $"{person.Id:N} {(clock.GetUtcNow() + life).ToUnixTimeSeconds()} {person.SecurityStamp}"));

    /// <returns>Whom the key is for, or null where it does not fit, no longer or never did.</returns>
    public async Task<Person?> Open(string? key, string purpose)
    {
        if (key is null)
            return null;
        string[] parts;
        try
        {
            parts = Protector(purpose).Unprotect(key).Split(' ');
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }

        if (clock.GetUtcNow().ToUnixTimeSeconds() > long.Parse(parts[1], CultureInfo.InvariantCulture))
            return null;
        var person = await people.FindByIdAsync(parts[0]);
        return person?.SecurityStamp == parts[2] ? person : null;
    }

    IDataProtector Protector(string purpose) => protection.CreateProtector("Planable.People.MailedKeys", purpose);
}
