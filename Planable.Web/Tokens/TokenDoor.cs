using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;
using Planable.Web.Http;

namespace Planable.Web.Tokens;

/// <summary>The door for programs: a token enters its workspace as its member. Asked at every request and again while a stream is open, so revoking acts within seconds.</summary>
public sealed class TokenDoor(PlanableDb db, Current current, TimeProvider clock)
{
    AccessToken? token;

    public AccessToken Token => token ?? throw new InvalidOperationException("No token was shown.");

    public bool IsOpen => token is not null;

    /// <returns>False if there is no such token, it has ended, or its member has left.</returns>
    public async Task<bool> Enter(string? authorization, CancellationToken cancel)
    {
        if (Secret(authorization) is not { } secret)
            return false;
        var hash = AccessToken.HashOf(secret);
        return await Enter(t => t.Hash == hash, cancel);
    }

    /// <summary>Somebody who entered before: does the token still stand, and its member as they were?</summary>
    public async Task<bool> StillStands(CancellationToken cancel)
    {
        var (known, member) = (Token, current.Member);
        var stands = await db.AccessTokens.AsNoTracking().Where(t => t.Id == known.Id && t.RevokedAt == null && t.Member.LeftAt == null)
            .Select(t => new { t.ExpiresAt, t.Member.Role, t.Member.Revision }).SingleOrDefaultAsync(cancel);
        return stands is not null && clock.GetUtcNow() < stands.ExpiresAt && stands.Role == member.Role && stands.Revision == member.Revision;
    }

    /// <summary>Once more, with the member as they are now: for what comes later over a line that is kept open.</summary>
    public async Task<bool> EnterAgain(CancellationToken cancel)
    {
        var id = Token.Id;
        return await Enter(t => t.Id == id, cancel);
    }

    /// <summary>Hands it on to a scope within the same request.</summary>
    public void Take(TokenDoor from) => token = from.token;

    async Task<bool> Enter(System.Linq.Expressions.Expression<Func<AccessToken, bool>> which, CancellationToken cancel)
    {
        var found = await db.AccessTokens.Everywhere().Where(which).Where(t => t.RevokedAt == null && t.Member.LeftAt == null)
            .Include(t => t.Member).ThenInclude(m => m.Person).Include(t => t.Member).ThenInclude(m => m.Workspace).SingleOrDefaultAsync(cancel);
        if (found is null || !found.IsOpen(clock.GetUtcNow()))
            return false;
        db.Enter(found.WorkspaceId, Via.Api);
        db.SeeAs(found.Member);
        current.Enter(found.Member, found.Member.Workspace);
        token = found;
        return true;
    }

    static string? Secret(string? authorization) =>
        authorization is not null && authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && authorization["Bearer ".Length..].Trim() is { Length: > 0 and < 200 } secret ? secret : null;
}
