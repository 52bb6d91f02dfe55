using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.People;

namespace Planable.Web.People;

/// <summary>Knows who is at the door and lets them in: every sign-in is a session that can be ended from another device.</summary>
public sealed class Doorkeeper(PlanableDb db, UserManager<Person> people, SignInManager<Person> signIn, IPasswordHasher<Person> hasher, TimeProvider clock)
{
    public const string SessionClaim = "sid";

    // Some hash of the strength in use: an unknown address costs the same work as a known one.
    static readonly Person Nobody = new("Nobody", "nobody@localhost", DateTimeOffset.UnixEpoch);
    static string? nobodysHash;

    /// <returns>The person, or null where address or password are wrong or the account waits after too many tries: outside, these look the same.</returns>
    public async Task<Person?> Recognise(string email, string password, CancellationToken cancel)
    {
        nobodysHash ??= hasher.HashPassword(Nobody, Guid.NewGuid().ToString());
        var person = await people.FindByEmailAsync(email.Trim());
        var verdict = hasher.VerifyHashedPassword(person ?? Nobody, person?.PasswordHash ?? nobodysHash, password);
        if (person is null || person.IsLockedAt(clock.GetUtcNow()))
            return null;
        if (person.PasswordHash is null || verdict == PasswordVerificationResult.Failed)
        {
            await Failed(person, cancel);
            return null;
        }

        return person;
    }

    /// <summary>Counts in the database, so that tries sent at the same moment all count.</summary>
    public Task Failed(Person person, CancellationToken cancel)
    {
        DateTimeOffset? until = clock.GetUtcNow() + Person.WaitAfterTries;
        return db.Users.Where(p => p.Id == person.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(p => p.LockoutEnd, p => p.AccessFailedCount + 1 >= Person.TriesBeforeWait ? until : p.LockoutEnd)
                .SetProperty(p => p.AccessFailedCount, p => p.AccessFailedCount + 1 >= Person.TriesBeforeWait ? 0 : p.AccessFailedCount + 1),
            cancel);
    }

    public async Task Admit(Person person, HttpContext http)
    {
        if (person.AccessFailedCount > 0 || person.LockoutEnd is not null)
        {
            await db.Users.Where(p => p.Id == person.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.AccessFailedCount, 0).SetProperty(p => p.LockoutEnd, (DateTimeOffset?)null), http.RequestAborted);
        }

        var session = new SignInSession(person.Id, Device.Words(http.Request.Headers.UserAgent), http.Connection.RemoteIpAddress?.ToString() ?? "", clock.GetUtcNow());
        db.SignInSessions.Add(session);
        await db.SaveChangesAsync(http.RequestAborted);
        await signIn.SignInWithClaimsAsync(person, isPersistent: true, [new Claim(SessionClaim, session.Id.ToString())]);
    }

    public async Task LetOut(HttpContext http)
    {
        if (http.User.SessionId() is { } id && await db.SignInSessions.FindAsync([id], http.RequestAborted) is { } session)
        {
            session.End(clock.GetUtcNow());
            await db.SaveChangesAsync(http.RequestAborted);
        }

        await signIn.SignOutAsync();
    }
}

static class SessionClaims
{
    public static Guid? SessionId(this ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Doorkeeper.SessionClaim), out var id) ? id : null;
}
