using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;

namespace Planable.Data.Apps;

/// <summary>What an app holds after it asked.</summary>
/// <param name="Access">One secret for all the workspaces.</param>
/// <param name="Workspaces">Which it opens now: where the person is still a member and nobody took it back.</param>
public sealed record HeldTokens(string Access, string Refresh, IReadOnlyList<TokenScope> Scopes, IReadOnlyList<(string Slug, string Name)> Workspaces);

/// <summary>
/// What apps bring for tokens. Each code and each refresh token is claimed by a conditional update, in the transaction that gives something for it: of two that come at once, the second waits and then sees that it was second.
/// The tokens of all workspaces change at a stroke.
/// </summary>
public static class AppTokens
{
    public static Task<AppConsent?> ByCode(this PlanableDb db, string code, CancellationToken cancel)
    {
        var hash = AccessToken.HashOf(code);
        return db.AppConsents.AsNoTracking().SingleOrDefaultAsync(c => c.CodeHash == hash, cancel);
    }

    public static Task<AppRefresh?> ByRefresh(this PlanableDb db, string secret, CancellationToken cancel)
    {
        var hash = AccessToken.HashOf(secret);
        return db.AppRefreshes.AsNoTracking().Include(r => r.Consent).SingleOrDefaultAsync(r => r.Hash == hash, cancel);
    }

    /// <summary>What one of an app's own tokens belongs to, whichever of the two it is.</summary>
    public static async Task<AppConsent?> ByToken(this PlanableDb db, string secret, CancellationToken cancel)
    {
        if (await db.ByRefresh(secret, cancel) is { } refresh)
            return refresh.Consent;
        var hash = AccessToken.HashOf(secret);
        return await db.AccessTokens.Everywhere().Where(t => t.Hash == hash && t.ConsentId != null).Select(t => t.Consent).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Of apps that may act now, or as soon as they renew.</summary>
    public static IQueryable<AccessToken> OfConnectedApps(this IQueryable<AccessToken> tokens, DateTimeOffset at) =>
        tokens.Where(t => t.ConsentId != null && t.RevokedAt == null && t.Member.LeftAt == null && t.Consent!.RedeemedAt != null && t.Consent.EndedAt == null && t.Consent.EndsAt > at);

    /// <returns>Null if the code was used before: then whoever has what it gave may not be who asked. Or there is no workspace left to open.</returns>
    public static Task<HeldTokens?> Redeem(this PlanableDb db, AppConsent consent, DateTimeOffset at, CancellationToken cancel) =>
        db.Give(consent.Id, consent.Scopes, at, () => db.AppConsents.Where(c => c.Id == consent.Id && c.RedeemedAt == null && c.EndedAt == null)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.RedeemedAt, at).SetProperty(x => x.EndsAt, at + AppConsent.RefreshLife), cancel), cancel);

    /// <param name="scopes">All that was allowed, or less.</param>
    /// <returns>Null if the refresh token was used before, or there is nothing left to open.</returns>
    public static Task<HeldTokens?> Renew(this PlanableDb db, AppRefresh refresh, IReadOnlyList<TokenScope> scopes, DateTimeOffset at, CancellationToken cancel) =>
        db.Give(refresh.ConsentId, scopes, at, async () =>
            await db.AppRefreshes.Where(r => r.Id == refresh.Id && r.UsedAt == null).ExecuteUpdateAsync(r => r.SetProperty(x => x.UsedAt, at), cancel) == 0 ? 0
            : await db.AppConsents.Where(c => c.Id == refresh.ConsentId && c.EndedAt == null).ExecuteUpdateAsync(c => c.SetProperty(x => x.EndsAt, at + AppConsent.RefreshLife), cancel), cancel);

    static async Task<HeldTokens?> Give(this PlanableDb db, Guid consentId, IReadOnlyList<TokenScope> scopes, DateTimeOffset at, Func<Task<int>> claim, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await claim() == 0)
            return null;
        var (secret, list) = (AccessToken.NewSecret(), scopes.ToList());
        var mine = db.AccessTokens.Everywhere().Where(t => t.ConsentId == consentId && t.RevokedAt == null && t.Member.LeftAt == null);
        if (await mine.ExecuteUpdateAsync(Renewed(secret, list, at), cancel) == 0)
            return null;
        var workspaces = await mine.OrderBy(t => t.Member.Workspace.Name).Select(t => new { t.Member.Workspace.Slug, t.Member.Workspace.Name }).ToListAsync(cancel);
        var (refresh, renewal) = AppRefresh.Make(consentId, at);
        db.AppRefreshes.Add(refresh);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new(secret, renewal, list, [.. workspaces.Select(w => (w.Slug, w.Name))]);
    }

    static Action<UpdateSettersBuilder<AccessToken>> Renewed(string secret, List<TokenScope> scopes, DateTimeOffset at)
    {
        var (hash, ending, ends) = (AccessToken.HashOf(secret), secret[^4..], at + AppConsent.AccessLife);
        return t => t.SetProperty(x => x.Hash, hash).SetProperty(x => x.Ending, ending).SetProperty(x => x.Scopes, scopes).SetProperty(x => x.ExpiresAt, ends);
    }
}
