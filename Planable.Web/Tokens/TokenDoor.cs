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
    /// <summary>Header in which a program says into which workspace it goes. One whose token opens several has to.</summary>
    public const string WorkspaceHeader = "Planable-Workspace";

    /// <summary>How long a stream in the explorer stays open: nobody forgets it in a tab.</summary>
    static readonly TimeSpan SitsFor = TimeSpan.FromMinutes(15);

    AccessToken? token;
    Sitting? sitting;

    public AccessToken Token => token ?? throw new InvalidOperationException("No token was shown.");

    public bool IsOpen => token is not null;

    /// <summary>A person asks by their session: there is no token whose use could be written down.</summary>
    public bool IsSitting => sitting is not null;

    /// <summary>Whose points are spent.</summary>
    public Guid Payer => IsSitting ? current.Member.Id : Token.Id;

    /// <summary>The token opens several workspaces, and none was named: these.</summary>
    public IReadOnlyList<string> Choices { get; private set; } = [];

    /// <summary>As whom whoever asks may enter, in each workspace: what the secret opens, or where the person of a session belongs.</summary>
    public IQueryable<Member> Members
    {
        get
        {
            var (now, person, hash) = (clock.GetUtcNow(), current.Member.PersonId, Token.Hash);
            var members = db.Members.Everywhere().Where(m => m.PersonId == person && m.LeftAt == null);
            return IsSitting ? members : members.Where(m => db.AccessTokens.Any(t => t.MemberId == m.Id && t.Hash == hash && t.RevokedAt == null && t.ExpiresAt > now));
        }
    }

    /// <param name="workspace">The slug of the one to enter; null if there is but one.</param>
    /// <returns>False if there is no such token, it has ended, its member has left, or it does not open this workspace.</returns>
    public async Task<bool> Enter(string? authorization, string? workspace, CancellationToken cancel)
    {
        if (Secret(authorization) is not { } secret)
            return false;
        var hash = AccessToken.HashOf(secret);
        return await Enter(string.IsNullOrEmpty(workspace) ? t => t.Hash == hash : t => t.Hash == hash && t.Member.Workspace.Slug == workspace, cancel);
    }

    /// <summary>A person who is in the workspace by their session: as with a token of theirs that is kept nowhere.</summary>
    /// <param name="sessionId">The session it ends with.</param>
    public void Sit(Member member, Guid sessionId, bool changes)
    {
        var now = clock.GetUtcNow();
        (token, _) = AccessToken.Make("Explorer", changes ? [TokenScope.Write] : [], 1, member, now);
        sitting = new Sitting(sessionId, now + SitsFor);
        db.Enter(member.WorkspaceId, Via.Api);
        db.SeeAs(member);
    }

    /// <summary>Somebody who entered before: does the token still stand, and its member as they were?</summary>
    public async Task<bool> StillStands(CancellationToken cancel)
    {
        var (known, member) = (Token, current.Member);
        if (sitting is { } sits)
        {
            // Asked in the database, past what is remembered of a session for some seconds: a stream is looked at seldom.
            return clock.GetUtcNow() < sits.Until && await db.Members.AnyAsync(
                m => m.Id == member.Id && m.LeftAt == null && m.Role == member.Role && m.Revision == member.Revision && db.SignInSessions.Any(s => s.Id == sits.SessionId && s.PersonId == m.PersonId && s.EndedAt == null), cancel);
        }

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
    public void Take(TokenDoor from) => (token, sitting) = (from.token, from.sitting);

    async Task<bool> Enter(System.Linq.Expressions.Expression<Func<AccessToken, bool>> which, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var open = (await db.AccessTokens.Everywhere().Where(which).Where(t => t.RevokedAt == null && t.Member.LeftAt == null)
            .Include(t => t.Member).ThenInclude(m => m.Person).Include(t => t.Member).ThenInclude(m => m.Workspace).ToListAsync(cancel)).FindAll(t => t.IsOpen(now));
        if (open is not [var found])
        {
            Choices = [.. open.Select(t => t.Member.Workspace.Slug).Order(StringComparer.Ordinal)];
            foreach (var other in open)
                db.Entry(other).State = EntityState.Detached;
            return false;
        }

        db.Enter(found.WorkspaceId, Via.Api);
        db.SeeAs(found.Member);
        current.Enter(found.Member, found.Member.Workspace);
        token = found;
        return true;
    }

    static string? Secret(string? authorization) =>
        authorization is not null && authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && authorization["Bearer ".Length..].Trim() is { Length: > 0 and < 200 } secret ? secret : null;
}

/// <summary>A person at the explorer.</summary>
sealed record Sitting(Guid SessionId, DateTimeOffset Until);
