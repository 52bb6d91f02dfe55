using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Planable.Data;
using Planable.Data.People;
using Planable.Web.Http;

namespace Planable.Web.People;

/// <summary>Knows who is at the door and lets them in: every sign-in is a session that can be ended from another device.</summary>
public sealed class Doorkeeper(PlanableDb db, UserManager<Person> people, SignInManager<Person> signIn, IPasswordHasher<Person> hasher, IMemoryCache cache, SessionWatch sessions, TimeProvider clock)
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
        if (person?.PasswordHash is not null && verdict != PasswordVerificationResult.Failed && !person.IsLockedAt(clock.GetUtcNow()))
            return person;
        // Nobody's try is counted nowhere, but takes as long.
        await Failed(person is null || person.IsLockedAt(clock.GetUtcNow()) ? Nobody : person, cancel);
        return null;
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

    /// <summary>The password was right; who it was is kept for five minutes, until the code is typed.</summary>
    public Task AskForCode(Person person, HttpContext http)
    {
        // Shaped as Identity reads it back in GetTwoFactorAuthenticationUserAsync.
        var half = new ClaimsIdentity([new Claim(ClaimTypes.Name, person.Id.ToString())], IdentityConstants.TwoFactorUserIdScheme);
        return http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(half));
    }

    public Task<Person?> WhoOwesCode() => signIn.GetTwoFactorAuthenticationUserAsync();

    /// <summary>A code of the authenticator app, once each, or a recovery code.</summary>
    public async Task<bool> TakesCode(Person person, string code, CancellationToken cancel)
    {
        if (person.IsLockedAt(clock.GetUtcNow()))
            return false;
        var typed = Typed(code);
        var right = typed.Length == 6 && typed.All(char.IsAsciiDigit) ? await IsFresh(person, typed) : (await people.RedeemTwoFactorRecoveryCodeAsync(person, Recovery(typed))).Succeeded;
        if (!right)
            await Failed(person, cancel);
        return right;
    }

    /// <summary>What was pasted, without the spaces and dashes apps put in.</summary>
    public static string Typed(string code) => new([.. code.Where(char.IsLetterOrDigit)]);

    public async Task LetOut(HttpContext http)
    {
        if (http.User.PersonId() is { } personId && http.User.SessionId() is { } id)
        {
            await sessions.End(personId, s => s.Id == id, http.RequestAborted);
            await db.SaveChangesAsync(http.RequestAborted);
        }

        await signIn.SignOutAsync();
    }

    async Task<bool> IsFresh(Person person, string code)
    {
        var used = $"code:{person.Id:N}:{code}";
        if (cache.TryGetValue(used, out _) || !await people.VerifyTwoFactorTokenAsync(person, people.Options.Tokens.AuthenticatorTokenProvider, code))
            return false;
        // Codes are accepted for some steps around their own: one that was seen over a shoulder must not work again.
        cache.Set(used, true, TimeSpan.FromMinutes(5));
        return true;
    }

    // Identity keeps them as XXXXX-XXXXX.
    static string Recovery(string typed) => typed.Length == 10 ? $"{typed[..5]}-{typed[5..]}".ToUpperInvariant() : typed;
}

static class SessionClaims
{
    public static Guid? SessionId(this ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Doorkeeper.SessionClaim), out var id) ? id : null;
}
