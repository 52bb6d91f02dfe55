using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Media;
using Planable.Web.GraphQL.Workspaces;
using Planable.Web.Http;
using Planable.Web.Members;
using Planable.Web.Portals;

namespace Planable.Web.GraphQL.Members;

/// <summary>An invitation and where it leads.</summary>
/// <param name="Invitation">What was sent.</param>
/// <param name="Url">The address that lets somebody in. It is told this once.</param>
public sealed record SentInvitation(Invitation Invitation, string Url);

[MutationType, Error<UserError>, Scope(TokenScope.Members)]
public static class MemberMutations
{
    [GraphQLDescription("Invites somebody: by mail, or without an address by a link that several people may use. Inviting the same address again renews its invitation.")]
    public static async Task<SentInvitation> Invite(
        [GraphQLDescription("Where the invitation goes; null for a link.")] string? email, [GraphQLDescription("What they will be.")] Role role,
        [ID("Channel"), GraphQLDescription("The channels they will see; null for all.")] IReadOnlyList<Guid>? channelIds,
        PlanableDb db, Current current, InvitationMails mails, MediaAddresses addresses, ClientAddresses handed, TimeProvider clock, CancellationToken cancel,
        [GraphQLDescription("It ends after so many days, 1 to 90.")] int days = 7, [GraphQLDescription("Of a link: so many people may use it, 1 to 100.")] int uses = 1)
    {
        if (!current.Can(Permission.InviteTeam))
            current.Must(Permission.InviteClients);
        var form = new InvitationForm { Email = string.IsNullOrWhiteSpace(email) ? null : email.Trim(), Role = role, Days = days, MaxUses = uses }.Checked();
        if (form.Email is { } to && await db.Members.AnyAsync(m => m.LeftAt == null && m.Person.NormalizedEmail == to.ToUpperInvariant(), cancel))
            throw new Refused("MEMBER_ALREADY", $"{to} is a member already.", "email");
        var only = channelIds is null ? null : await db.MustFindChannels(channelIds, "channelIds", cancel);
        var (before, at) = (form.Email is null ? null : (await db.Invitations.Where(i => i.Email != null && i.RevokedAt == null).ToListAsync(cancel)).Find(i => string.Equals(i.Email, form.Email, StringComparison.OrdinalIgnoreCase)), clock.GetUtcNow());
        var (invitation, token) = before is not null
            ? (before, before.SendAgain(current.Member, role, TimeSpan.FromDays(days), at, only))
            : Invitation.Send(current.Member, form.Email, role, uses, TimeSpan.FromDays(days), at, only);
        if (before is null)
            db.Invitations.Add(invitation);
        return await Sent(invitation, token, db, mails, addresses, handed, cancel);
    }

    [GraphQLDescription("A new link under the same invitation, for a week; the old one ends.")]
    public static async Task<SentInvitation> ResendInvitation([ID<Invitation>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, InvitationMails mails, MediaAddresses addresses, ClientAddresses handed, TimeProvider clock, CancellationToken cancel)
    {
        var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.Id == id, cancel).Or("invitation");
        return await Sent(invitation, invitation.SendAgain(current.Member, invitation.Role, TimeSpan.FromDays(7), clock.GetUtcNow()), db, mails, addresses, handed, cancel);
    }

    [GraphQLDescription("Its link no longer works.")]
    public static async Task<Invitation> RevokeInvitation([ID<Invitation>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.Id == id, cancel).Or("invitation");
        invitation.Revoke(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return invitation;
    }

    [GraphQLDescription("Gives a member another role.")]
    public static Task<Member> ChangeRole([ID<Member>, GraphQLDescription("Whose.")] Guid id, [GraphQLDescription("What they are from now on.")] Role role, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, (member, everyone, at) => member.ChangeRole(role, current.Member, everyone, at), db, current, clock, cancel);

    [GraphQLDescription("What a member may do apart from their role: all that is named, and of what can be switched for the role nothing else.")]
    public static Task<Member> SetPermissions([ID<Member>, GraphQLDescription("Whose.")] Guid id, [GraphQLDescription("All they may do.")] IReadOnlyList<Permission> permissions, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, (member, _, at) =>
        {
            foreach (var permission in permissions.Where(p => !member.Can(p)).ToList())
                member.Switch(permission, true, current.Member, at);
            foreach (var permission in Enum.GetValues<Permission>().Where(p => member.Role.CanBeSwitched(p) && member.Can(p) && !permissions.Contains(p)))
                member.Switch(permission, false, current.Member, at);
        }, db, current, clock, cancel);

    [GraphQLDescription("Which channels a member sees.")]
    public static async Task<Member> LimitMember(
        [ID<Member>, GraphQLDescription("Whom.")] Guid id, [ID("Channel"), GraphQLDescription("Only these; null for all.")] IReadOnlyList<Guid>? channelIds, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var only = channelIds is null ? null : await db.MustFindChannels(channelIds, "channelIds", cancel);
        return await Change(id, (member, _, at) => member.LimitTo(only, current.Member, at), db, current, clock, cancel);
    }

    [GraphQLDescription("Ends a membership: access ends at once. Posts that are not out yet go to the heir.")]
    public static async Task<Member> RemoveMember(
        [ID<Member>, GraphQLDescription("Whose.")] Guid id, [ID<Member>, GraphQLDescription("Who takes over their posts, where there are any.")] Guid? heirId,
        PlanableDb db, Current current, Departures departures, CancellationToken cancel)
    {
        var everyone = await Everyone(db, cancel);
        var member = everyone.Find(m => m.Id == id).Or("member");
        current.Must(Permission.ManageMembers);
        await departures.Remove(member, heirId, everyone, current.Workspace, current.Member, cancel);
        return member;
    }

    [GraphQLDescription("Somebody is away, and somebody else decides in their place. One's own absence, or with the right to manage members anybody's.")]
    public static async Task<Workspace> AddAbsence(
        [ID<Member>, GraphQLDescription("Who is away.")] Guid memberId, [ID<Member>, GraphQLDescription("Who decides in their place.")] Guid standInId, [GraphQLDescription("The first day.")] DateOnly first,
        [GraphQLDescription("The last day, itself included.")] DateOnly last, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        MayExcuse(memberId, current);
        var everyone = await Everyone(db, cancel);
        var (away, standIn) = (everyone.Find(m => m.Id == memberId).Or("member", "memberId"), everyone.Find(m => m.Id == standInId).Or("member", "standInId"));
        current.Workspace.Excuse(away, first, last, standIn, current.Member, clock.GetUtcNow());
        return await Recounted(db, current, clock, cancel);
    }

    [GraphQLDescription("They decide for themselves again.")]
    public static async Task<Workspace> EndAbsence([ID("Absence"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var absence = current.Workspace.Absences.Find(a => a.Id == id && (a.MemberId == current.Member.Id || current.Can(Permission.SeeInternal))).Or("absence");
        MayExcuse(absence.MemberId, current);
        current.Workspace.Welcome(id, current.Member, clock.GetUtcNow());
        return await Recounted(db, current, clock, cancel);
    }

    internal static async Task<List<Data.Channels.Channel>> MustFindChannels(this PlanableDb db, IReadOnlyList<Guid> ids, string field, CancellationToken cancel)
    {
        var found = await db.Channels.Where(c => ids.Contains(c.Id)).ToListAsync(cancel);
        return found.Count == ids.Distinct().Count() ? found : throw Refused.NotFound("channel", field);
    }

    static void MayExcuse(Guid memberId, Current current)
    {
        if (memberId != current.Member.Id)
            current.Must(Permission.ManageMembers);
    }

    static async Task<Workspace> Recounted(PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        await db.RecountApprovals(current.Workspace, clock.GetUtcNow(), cancel);
        await db.SaveChangesAsync(cancel);
        return current.Workspace;
    }

    static async Task<SentInvitation> Sent(Invitation invitation, string token, PlanableDb db, InvitationMails mails, MediaAddresses addresses, ClientAddresses handed, CancellationToken cancel)
    {
        await mails.Send(invitation, token);
        await db.SaveChangesAsync(cancel);
        var path = InvitationMails.Path(token);
        return new(invitation, invitation.Role.IsClient() ? await handed.Of(path, addresses.Site, cancel) : addresses.Site + path);
    }

    static async Task<Member> Change(Guid id, Action<Member, List<Member>, DateTimeOffset> verb, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (everyone, at) = (await Everyone(db, cancel), clock.GetUtcNow());
        var member = everyone.Find(m => m.Id == id).Or("member");
        current.Must(Permission.ManageMembers);
        verb(member, everyone, at);
        await db.RecountApprovals(current.Workspace, at, cancel);
        await db.SaveChangesAsync(cancel);
        return member;
    }

    static Task<List<Member>> Everyone(PlanableDb db, CancellationToken cancel) => db.Members.Include(m => m.Person).Include(m => m.Workspace).Where(m => m.LeftAt == null).ToListAsync(cancel);
}
