using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Members;

public enum InvitationState
{
    Open,
    Expired,
    UsedUp,
    Revoked,
    ForOther,
    Joined,
}

/// <param name="Ended">The day it expired, in the client's zone.</param>
public sealed record JoiningPage(
    string Token, InvitationState State, string Client, string Slug, string Company, string By, Role Role, string? Email, string? SignedInAs, string Ended, bool AskedAgain);

/// <summary>Where an invitation leads. Looking changes nothing: mail scanners open links too.</summary>
[Route("invitations/{token}")]
public class JoiningController(PlanableDb db, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(string token, CancellationToken cancel) =>
        await Find(token, cancel) is { } page ? View(page) : NotFound();

    [HttpPost, Authorize]
    public async Task<IActionResult> Accept(string token, CancellationToken cancel)
    {
        if (await Id(token, cancel) is not { } found)
            return NotFound();
        db.Enter(found.WorkspaceId, Via.Web);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Locks the invitation: of two who take its last use at the same moment, the second must see the first.
        await db.Invitations.Where(i => i.Id == found.Id).ExecuteUpdateAsync(i => i.SetProperty(x => x.Uses, x => x.Uses), cancel);
        var invitation = await db.Invitations.SingleAsync(i => i.Id == found.Id, cancel);
        var personId = User.PersonId();
        var person = await db.Users.SingleAsync(p => p.Id == personId, cancel);
        var before = await db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.PersonId == personId, cancel);
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == found.WorkspaceId, cancel);
        var member = invitation.Accept(workspace, person, before, clock.GetUtcNow());
        if (before is null)
            db.Members.Add(member);
        await db.RecountApprovals(workspace, clock.GetUtcNow(), cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        db.RingLogBell();
        return this.GoTo($"/w/{workspace.Slug}/calendar", words["Welcome to {0}.", workspace.Name]);
    }

    /// <summary>Tells those who invite that somebody stands before an expired invitation.</summary>
    [HttpPost("request")]
    public async Task<IActionResult> AskAgain(string token, CancellationToken cancel)
    {
        if (await Id(token, cancel) is not { } found)
            return NotFound();
        db.Enter(found.WorkspaceId, Via.Link);
        var invitation = await db.Invitations.SingleAsync(i => i.Id == found.Id, cancel);
        if (!invitation.IsOpen(clock.GetUtcNow()))
            invitation.AskAgain(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"/invitations/{token}");
    }

    async Task<(Guid Id, Guid WorkspaceId)?> Id(string token, CancellationToken cancel)
    {
        var hash = Invitation.Hash(token);
        return await db.Invitations.Everywhere().Where(i => i.TokenHash == hash).Select(i => new { i.Id, i.WorkspaceId }).SingleOrDefaultAsync(cancel) is { } found ? (found.Id, found.WorkspaceId) : null;
    }

    async Task<JoiningPage?> Find(string token, CancellationToken cancel)
    {
        var hash = Invitation.Hash(token);
        var personId = User.PersonId();
        var found = await db.Invitations.Everywhere().AsNoTracking().Where(i => i.TokenHash == hash)
            .Join(db.Workspaces, i => i.WorkspaceId, w => w.Id, (i, w) => new { Invitation = i, Workspace = w })
            .Join(db.Companies, x => x.Workspace.CompanyId, c => c.Id, (x, c) => new
            {
                x.Invitation,
                x.Workspace.Name,
                x.Workspace.Slug,
                x.Workspace.Zone,
                Company = c.Name,
                IsMember = db.Members.Everywhere().Any(m => m.WorkspaceId == x.Workspace.Id && m.PersonId == personId && m.LeftAt == null),
                SignedInAs = db.Users.Where(p => p.Id == personId).Select(p => p.Email).FirstOrDefault(),
            })
            .SingleOrDefaultAsync(cancel);
        if (found is null)
            return null;

        var invitation = found.Invitation;
        var state =
            found.IsMember ? InvitationState.Joined
            : invitation.RevokedAt is not null ? InvitationState.Revoked
            : invitation.Uses >= invitation.MaxUses ? InvitationState.UsedUp
            : !invitation.IsOpen(clock.GetUtcNow()) ? InvitationState.Expired
            : invitation.Email is { } email && found.SignedInAs is { } mine && !string.Equals(email, mine, StringComparison.OrdinalIgnoreCase) ? InvitationState.ForOther
            : InvitationState.Open;
        return new JoiningPage(
            token, state, found.Name, found.Slug, found.Company, invitation.InvitedByName, invitation.Role, invitation.Email, found.SignedInAs,
            Zones.ToLocal(invitation.ExpiresAt, found.Zone).ToString("d MMMM", CultureInfo.CurrentCulture), invitation.AskedAgainAt is not null);
    }
}
