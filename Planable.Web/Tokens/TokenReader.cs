using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Web.Companies;
using Planable.Web.Http;

namespace Planable.Web.Tokens;

/// <param name="Secret">Of the one just made; shown this once.</param>
public sealed record TokensPage(IReadOnlyList<TokenRow> Tokens, TokenForm Form, string? Secret, bool OwnsCompany);

/// <param name="Calls">In the last 24 hours, as are <paramref name="Failed"/> and <paramref name="Cost"/>.</param>
public sealed record TokenRow(
    Guid Id, string Name, string Ending, IReadOnlyList<TokenScope> Scopes, string Member, bool IsMine, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? UsedAt, string? UsedFrom, bool IsOpen, bool EndsSoon)
{
    public int Calls { get; init; }

    public int Failed { get; init; }

    public long Cost { get; init; }

    public Allowance? Left { get; init; }
}

/// <param name="Days">The last two weeks, the latest first.</param>
/// <param name="Errors">By code, the most frequent first.</param>
/// <param name="Failures">The latest calls that failed, the latest first.</param>
/// <param name="Deprecated">Parts of the schema that were used and will go.</param>
public sealed record TokenPage(TokenRow Token, IReadOnlyList<TokenPage.Day> Days, IReadOnlyList<(string Code, int Count)> Errors, IReadOnlyList<TokenPage.Failure> Failures, IReadOnlyList<(string Field, int Count)> Deprecated)
{
    public sealed record Day(DateOnly On, int Calls, int Failed, long Cost);

    public sealed record Failure(DateTimeOffset At, string Code, string? Field, string Words, string RequestId);
}

public sealed class TokenReader(PlanableDb db, Current current, TokenMeter meter, TimeProvider clock)
{
    const int MostDays = 14;

    public async Task<TokensPage> Read(TokenForm form, string? secret, CancellationToken cancel)
    {
        var tokens = await Visible().Where(t => t.ConsentId == null).OrderBy(t => t.RevokedAt != null).ThenByDescending(t => t.MadeAt).Take(200).ToListAsync(cancel);
        var since = clock.GetUtcNow().AddHours(-24);
        var used = (await db.TokenUses.AsNoTracking().Where(u => u.Hour > since && !u.Code.StartsWith(TokenUse.Deprecated)).GroupBy(u => u.TokenId)
            .Select(g => new { g.Key, Calls = g.Sum(u => u.Count), Failed = g.Sum(u => u.Code == TokenUse.Fine ? 0 : u.Count), Cost = g.Sum(u => u.Cost) }).ToListAsync(cancel)).ToDictionary(u => u.Key);
        return new TokensPage([.. tokens.Select(t => used.GetValueOrDefault(t.Id) is { } u ? RowOf(t) with { Calls = u.Calls, Failed = u.Failed, Cost = u.Cost } : RowOf(t))], form, secret, await db.OwnsCompany(current, cancel));
    }

    public async Task<TokenPage?> Read(Guid id, CancellationToken cancel)
    {
        if (await Visible().SingleOrDefaultAsync(t => t.Id == id, cancel) is not { } token)
            return null;
        var since = clock.GetUtcNow().AddDays(-MostDays);
        var uses = await db.TokenUses.AsNoTracking().Where(u => u.TokenId == id && u.Hour > since).ToListAsync(cancel);
        var calls = uses.FindAll(u => !u.Code.StartsWith(TokenUse.Deprecated, StringComparison.Ordinal));
        var failures = await db.TokenFailures.Where(f => f.TokenId == id).OrderByDescending(f => f.At).ThenBy(f => f.Id).Take(TokenFailure.Most)
            .Select(f => new TokenPage.Failure(f.At, f.Code, f.Field, f.Words, f.RequestId)).ToListAsync(cancel);
        var lastDay = calls.FindAll(u => u.Hour > clock.GetUtcNow().AddHours(-24));
        return new TokenPage(
            RowOf(token) with { Calls = lastDay.Sum(u => u.Count), Failed = Failed(lastDay), Cost = lastDay.Sum(u => u.Cost) },
            [.. calls.GroupBy(u => DateOnly.FromDateTime(u.Hour.UtcDateTime)).OrderByDescending(g => g.Key).Select(g => new TokenPage.Day(g.Key, g.Sum(u => u.Count), Failed(g), g.Sum(u => u.Cost)))],
            [.. calls.Where(u => u.Code != TokenUse.Fine).GroupBy(u => u.Code).Select(g => (g.Key, g.Sum(u => u.Count))).OrderByDescending(e => e.Item2)],
            failures,
            [.. uses.Where(u => u.Code.StartsWith(TokenUse.Deprecated, StringComparison.Ordinal)).GroupBy(u => u.Code[TokenUse.Deprecated.Length..]).Select(g => (g.Key, g.Sum(u => u.Count))).OrderByDescending(e => e.Item2)]);
    }

    static int Failed(IEnumerable<TokenUse> uses) => uses.Where(u => u.Code != TokenUse.Fine).Sum(u => u.Count);

    IQueryable<AccessToken> Visible()
    {
        var (mine, all) = (current.Member.Id, current.Can(Permission.ManageMembers));
        return db.AccessTokens.AsNoTracking().Include(t => t.Member).ThenInclude(m => m.Person).Where(t => all || t.MemberId == mine);
    }

    TokenRow RowOf(AccessToken token)
    {
        var now = clock.GetUtcNow();
        var open = token.IsOpen(now) && token.Member.IsActive;
        return new(
            token.Id, token.Name, token.Ending, token.Scopes, token.Member.Name, token.MemberId == current.Member.Id, token.MadeAt, token.ExpiresAt, token.RevokedAt, token.UsedAt, token.UsedFrom,
            open, open && token.ExpiresAt - now <= AccessToken.WarnedBefore)
        { Left = open ? meter.Left(token.Id) : null };
    }
}
