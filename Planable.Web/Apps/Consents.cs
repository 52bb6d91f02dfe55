using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Apps;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;

namespace Planable.Web.Apps;

/// <summary>Gives apps what people allow, and ends it. A consent reaches into several workspaces; each is entered by itself, and each has it in its own log.</summary>
public sealed class Consents(PlanableDb db, IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>Where the person could let a program act: as one of the team, as with tokens made by hand.</summary>
    public async Task<IReadOnlyList<Member>> Possible(Guid personId, CancellationToken cancel) =>
        (await db.Members.Everywhere().AsNoTracking().Where(m => m.PersonId == personId && m.LeftAt == null).Include(m => m.Person).Include(m => m.Workspace).OrderBy(m => m.Workspace.Name).ToListAsync(cancel)).FindAll(m => m.Can(Permission.SeeInternal));

    /// <returns>The code.</returns>
    public async Task<string> Give(IntegrationApp app, AppRequest request, Guid personId, IReadOnlyList<Member> members, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (consent, code) = AppConsent.Give(app, personId, request, now);
        db.AppConsents.Add(consent);
        await db.SaveChangesAsync(cancel);
        foreach (var member in members)
        {
            await Inside(member.WorkspaceId, Via.Web, async inside =>
            {
                inside.AccessTokens.Add(AccessToken.For(consent, app, await inside.Members.Include(m => m.Person).SingleAsync(m => m.Id == member.Id, cancel), now));
                await inside.SaveChangesAsync(cancel);
            });
        }

        return code;
    }

    public Task End(Guid consentId, string? why, Via via, CancellationToken cancel) => End(c => c.Id == consentId, why, via, cancel);

    public Task EndAllOf(IntegrationApp app, CancellationToken cancel) => End(c => c.AppId == app.Id, "removed", Via.Web, cancel);

    /// <param name="why">Null if the person wanted it, or the app for them.</param>
    async Task End(Expression<Func<AppConsent, bool>> which, string? why, Via via, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var ended = db.AppConsents.Where(which);
        await ended.Where(c => c.EndedAt == null).ExecuteUpdateAsync(c => c.SetProperty(x => x.EndedAt, now), cancel);
        var tokens = db.AccessTokens.Everywhere().Where(t => t.RevokedAt == null && ended.Any(c => c.Id == t.ConsentId));
        // First nothing is open any more, everywhere at a stroke; then each workspace writes it down.
        await tokens.ExecuteUpdateAsync(t => t.SetProperty(x => x.ExpiresAt, now), cancel);
        foreach (var workspace in (await tokens.Select(t => new { t.WorkspaceId, t.Id }).ToListAsync(cancel)).GroupBy(t => t.WorkspaceId, t => t.Id))
        {
            await Inside(workspace.Key, via, async inside =>
            {
                var ids = workspace.ToList();
                foreach (var token in await inside.AccessTokens.Include(t => t.Member).ThenInclude(m => m.Person).Where(t => ids.Contains(t.Id)).ToListAsync(cancel))
                    token.End(why is null ? token.Member : Actor.Planable, why, now);
                await inside.SaveChangesAsync(cancel);
            });
        }
    }

    async Task Inside(Guid workspaceId, Via via, Func<PlanableDb, Task> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        var inside = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        inside.Enter(workspaceId, via);
        await work(inside);
    }
}
