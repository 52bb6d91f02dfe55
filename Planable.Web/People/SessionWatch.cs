using System.Linq.Expressions;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Planable.Data;
using Planable.Data.People;
using Planable.Web.Http;

namespace Planable.Web.People;

/// <summary>
/// Asks at every request whether the session of the cookie still stands. The answer is trusted for a few seconds, so that ending a session acts on
/// every node soon and a page full of fragments asks once.
/// </summary>
public sealed class SessionWatch(PlanableDb db, IMemoryCache cache, TimeProvider clock)
{
    static readonly TimeSpan Trust = TimeSpan.FromSeconds(15);
    static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    public static async Task Validate(CookieValidatePrincipalContext context)
    {
        var watch = context.HttpContext.RequestServices.GetRequiredService<SessionWatch>();
        if (await watch.Stands(context.Principal!, context.HttpContext.RequestAborted))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }

    /// <summary>Ends the sessions of a person that are asked for. The caller saves; here it acts at once, on other nodes within seconds.</summary>
    public async Task End(Guid personId, Expression<Func<SignInSession, bool>> which, CancellationToken cancel)
    {
        foreach (var session in await db.SignInSessions.Where(s => s.PersonId == personId && s.EndedAt == null).Where(which).ToListAsync(cancel))
        {
            session.End(clock.GetUtcNow());
            cache.Remove(Key(session.Id));
        }
    }

    async Task<bool> Stands(ClaimsPrincipal user, CancellationToken cancel)
    {
        if (user.SessionId() is not { } id || user.PersonId() is not { } personId)
            return false;
        var now = clock.GetUtcNow();
        if (cache.TryGetValue(Key(id), out DateTimeOffset until) && until > now)
            return true;

        var session = await db.SignInSessions.Where(s => s.Id == id && s.PersonId == personId && s.EndedAt == null).Select(s => new { s.SeenAt }).SingleOrDefaultAsync(cancel);
        if (session is null)
            return false;
        if (session.SeenAt < now - SeenEvery)
            await db.SignInSessions.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, now), cancel);
        cache.Set(Key(id), now + Trust, Trust);
        return true;
    }

    static string Key(Guid sessionId) => $"session:{sessionId:N}";
}
