using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Mail;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Members;

/// <param name="Link">The address of an invitation that was just made: shown this once.</param>
public sealed record MembersPage(IReadOnlyList<Member> Members, IReadOnlyList<Invitation> Invitations, IReadOnlyList<ChannelChoices.Choice> Channels, DateTimeOffset Now, string? Link)
{
    /// <summary>Addresses that the last mail did not reach, and since when.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Returned { get; init; } = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>What somebody limited to these sees, by name.</summary>
    public string NamesOf(List<Guid> only) => string.Join(", ", Channels.Where(c => only.Contains(c.Id)).Select(c => c.Name));
}

/// <param name="Posts">Posts of theirs that are not out yet.</param>
/// <param name="Heirs">Who could take them over.</param>
/// <param name="Channels">Of the client, to choose from.</param>
public sealed record MemberPage(Member Member, bool IsLastOwner, int Posts, IReadOnlyList<Member> Heirs, IReadOnlyList<ChannelChoices.Choice> Channels);

[Route("w/{workspace}/members")]
public class MembersController(PlanableDb db, Current current, Departures departures, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet, Requires(Permission.SeeInternal)]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var members = await db.Members.AsNoTracking().Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel);
        var invitations = MayInvite ? await db.Invitations.AsNoTracking().Where(i => i.RevokedAt == null && i.Uses < i.MaxUses).OrderByDescending(i => i.SentAt).ToListAsync(cancel) : [];
        var channels = members.Exists(m => m.IsLimited) || invitations.Exists(i => i.OnlyChannels is not null) ? await ChannelChoices.Read(db, cancel) : [];
        var addresses = members.Select(m => m.Person.Email!).ToList();
        var returned = await db.Mails.LastReturned(addresses).GroupBy(m => m.To).Select(m => new { Address = m.Key, At = m.Max(x => x.BouncedAt)!.Value }).ToDictionaryAsync(m => m.Address, m => m.At, StringComparer.Ordinal, cancel);
        return View(new MembersPage([.. members.OrderBy(m => m.Role).ThenBy(m => m.Person.Name)], invitations, channels, clock.GetUtcNow(), TempData["Link"] as string) { Returned = returned });
    }

    [HttpGet("{id:guid}"), Requires(Permission.ManageMembers)]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel)
    {
        var everyone = await Everyone(cancel);
        if (everyone.Find(m => m.Id == id) is not { } member)
            return NotFound();
        var posts = await db.UnfinishedOf(id).CountAsync(cancel);
        return View(new MemberPage(
            member,
            member.Role == Role.Owner && !everyone.Exists(m => m.Id != id && m.Role == Role.Owner),
            posts,
            [.. everyone.Where(m => m.Id != id && m.Can(Permission.WritePosts)).OrderBy(m => m.Person.Name)],
            member.Role.CanBeLimited() ? await ChannelChoices.Read(db, cancel) : []));
    }

    /// <summary>Which channels they see: all, or the ticked ones.</summary>
    [HttpPost("{id:guid}/channels")]
    public async Task<IActionResult> Limit(Guid id, bool limited, IReadOnlyList<Guid> channels, CancellationToken cancel)
    {
        if (await db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.Id == id && m.LeftAt == null, cancel) is not { } member)
            return NotFound();
        current.Member.Must(Permission.ManageMembers);
        member.LimitTo(limited ? await db.Channels.Where(c => channels.Contains(c.Id)).ToListAsync(cancel) : null, current.Member, clock.GetUtcNow());
        await db.RecountApprovals(current.Workspace, clock.GetUtcNow(), cancel);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/members/{id}", member.IsLimited ? words["{0} sees {1} channels from now on.", member.Person.Name, member.OnlyChannels!.Count] : words["{0} sees all channels from now on.", member.Person.Name]);
    }

    [HttpPost("{id:guid}/role")]
    public async Task<IActionResult> ChangeRole(Guid id, Role? role, CancellationToken cancel)
    {
        var everyone = await Everyone(cancel);
        if (everyone.Find(m => m.Id == id) is not { } member)
            return NotFound();
        current.Member.Must(Permission.ManageMembers);
        if (role is not { } to)
            throw new RuleBroken("ROLE_MISSING", "Choose one of the roles.");
        member.ChangeRole(to, current.Member, everyone, clock.GetUtcNow());
        await db.RecountApprovals(current.Workspace, clock.GetUtcNow(), cancel);
        await db.SaveChangesAsync(cancel);
        // Who just stepped down may have no way back to this page.
        return this.GoTo(current.Can(Permission.ManageMembers) ? $"{current.Root}/members/{id}" : $"{current.Root}/members", words["{0} is now: {1}.", member.Person.Name, words[RoleWords.Name(to)]]);
    }

    /// <summary>The ticked capabilities; every other one that can be switched for this role is taken.</summary>
    [HttpPost("{id:guid}/capabilities")]
    public async Task<IActionResult> Switch(Guid id, IReadOnlyList<Permission> capabilities, CancellationToken cancel)
    {
        if (await db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.Id == id && m.LeftAt == null, cancel) is not { } member)
            return NotFound();
        current.Member.Must(Permission.ManageMembers);
        var at = clock.GetUtcNow();
        foreach (var permission in capabilities.Where(p => !member.Can(p)).ToList())
            member.Switch(permission, true, current.Member, at);
        foreach (var permission in Enum.GetValues<Permission>().Where(p => member.Role.CanBeSwitched(p) && member.Can(p) && !capabilities.Contains(p)))
            member.Switch(permission, false, current.Member, at);
        await db.RecountApprovals(current.Workspace, at, cancel);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(current.Can(Permission.ManageMembers) ? $"{current.Root}/members/{id}" : $"{current.Root}/members", words["Saved what {0} may do.", member.Person.Name]);
    }

    /// <summary>Ends the membership. The door asks on every request, so access ends with this save; unfinished posts go to the heir.</summary>
    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Remove(Guid id, Guid? heirId, CancellationToken cancel)
    {
        var everyone = await Everyone(cancel);
        if (everyone.Find(m => m.Id == id) is not { } member)
            return NotFound();
        current.Member.Must(Permission.ManageMembers);
        await departures.Remove(member, heirId, everyone, current.Workspace, current.Member, cancel);
        return this.GoTo(id == current.Member.Id ? "/" : $"{current.Root}/members", words["{0} no longer has access to {1}.", member.Person.Name, current.Workspace.Name]);
    }

    bool MayInvite => current.Can(Permission.InviteTeam) || current.Can(Permission.InviteClients);

    Task<List<Member>> Everyone(CancellationToken cancel) => db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel);
}
