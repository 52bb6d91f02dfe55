using Microsoft.AspNetCore.Identity;
using Planable.Data.People;

namespace Planable.Web.People;

/// <summary>Sets passwords. A new one ends every other session and all mailed keys, and tells the person by mail.</summary>
public sealed class Passwords(UserManager<Person> people, IPasswordHasher<Person> hasher, PeopleMails mails, SessionWatch sessions)
{
    public const string Rule = "At least 10 characters, with 4 different ones. Spaces are welcome.";

    public async Task<bool> IsGood(string password)
    {
        var somebody = new Person("", "", DateTimeOffset.UnixEpoch);
        foreach (var validator in people.PasswordValidators)
        {
            if (!(await validator.ValidateAsync(people, somebody, password)).Succeeded)
                return false;
        }

        return true;
    }

    public bool Fits(Person person, string password) =>
        person.PasswordHash is { } hash && hasher.VerifyHashedPassword(person, hash, password) != PasswordVerificationResult.Failed;

    /// <param name="keep">The session in which the person changes it.</param>
    /// <returns>False if somebody changed the account in the same moment; nothing was changed then.</returns>
    public async Task<bool> Change(Person person, string password, Guid? keep, CancellationToken cancel)
    {
        person.PasswordHash = hasher.HashPassword(person, password);
        person.AccessFailedCount = 0;
        person.LockoutEnd = null;
        await mails.PasswordChanged(person);
        await sessions.End(person.Id, s => s.Id != keep, cancel);
        // Saves all of the above in one transaction.
        return (await people.UpdateSecurityStampAsync(person)).Succeeded;
    }
}
