using System.Security.Cryptography;
using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.People;
using Planable.Data.Workspaces;

namespace Planable.Data.Members;

/// <summary>A way into a workspace: to one address, or a link for several people. Only the hash of its token is kept.</summary>
public class Invitation : Recorded, IBelongToWorkspace
{
    Invitation()
    {
    }

    public Guid WorkspaceId { get; private set; }

    /// <summary>Null for a link that anybody who has it may use.</summary>
    public string? Email { get; private set; }

    public Role Role { get; private set; }

    /// <summary>The channels whoever joins will see; null for all.</summary>
    public List<Guid>? OnlyChannels { get; private set; }

    public string TokenHash { get; private set; } = "";

    public DateTimeOffset ExpiresAt { get; private set; }

    public int MaxUses { get; private set; }

    public int Uses { get; private set; }

    public Guid InvitedById { get; private set; }

    public string InvitedByName { get; private set; } = "";

    public DateTimeOffset SentAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Somebody found it expired and asked for a new one.</summary>
    public DateTimeOffset? AskedAgainAt { get; private set; }

    protected override string Subject => "invitation";

    public bool IsOpen(DateTimeOffset at) => RevokedAt is null && ExpiresAt > at && Uses < MaxUses;

    /// <returns>The invitation and its token, which is shown or mailed once and cannot be read again.</returns>
    public static (Invitation Invitation, string Token) Send(Member by, string? email, Role role, int maxUses, TimeSpan lifetime, DateTimeOffset at, IReadOnlyCollection<Channel>? only = null)
    {
        MustInvite(by, role);
        if (only is not null)
            Member.MustBeLimitable(role, only);
        var token = NewToken();
        var invitation = new Invitation
        {
            Email = email?.Trim(),
            Role = role,
            TokenHash = Hash(token),
            ExpiresAt = at + lifetime,
            MaxUses = email is null ? maxUses : 1,
            InvitedById = by.Id,
            InvitedByName = by.Person.Name,
            SentAt = at,
            OnlyChannels = Ids(only),
        };
        invitation.Record(by, "sent", at, ("email", email), ("role", role.ToString()), ("channels", Names(only)));
        return (invitation, token);
    }

    /// <summary>Inviting the same address again renews the invitation instead of failing.</summary>
    public string SendAgain(Member by, Role role, TimeSpan lifetime, DateTimeOffset at, IReadOnlyCollection<Channel>? only)
    {
        if (only is not null)
            Member.MustBeLimitable(role, only);
        OnlyChannels = Ids(only);
        return SendAgain(by, role, lifetime, at);
    }

    /// <summary>As it was, for another while.</summary>
    public string SendAgain(Member by, Role role, TimeSpan lifetime, DateTimeOffset at)
    {
        MustInvite(by, role);
        var token = NewToken();
        TokenHash = Hash(token);
        Role = role;
        ExpiresAt = at + lifetime;
        Uses = 0;
        RevokedAt = null;
        AskedAgainAt = null;
        SentAt = at;
        Record(by, "sent-again", at, ("email", Email), ("role", role.ToString()));
        return token;
    }

    public void Revoke(Member by, DateTimeOffset at)
    {
        MustInvite(by, Role);
        if (RevokedAt is not null)
            return;
        RevokedAt = at;
        Record(by, "revoked", at, ("email", Email));
    }

    /// <summary>Expired: the person it was for asks the workspace for a new one. Asking twice changes nothing.</summary>
    public void AskAgain(DateTimeOffset at)
    {
        if (AskedAgainAt is not null || RevokedAt is not null)
            return;
        AskedAgainAt = at;
        Record(new Actor(ActorKind.Link, Id, Email ?? "Somebody with the link"), "asked-again", at, ("email", Email), ("role", Role.ToString()));
    }

    /// <param name="before">The person's membership if they had one.</param>
    /// <returns>The membership, new or restored; null changes nothing because they are in already.</returns>
    public Member Accept(Workspace workspace, Person person, Member? before, DateTimeOffset at)
    {
        if (before is { IsActive: true })
            return before;
        if (!IsOpen(at))
            throw new RuleBroken("INVITATION_CLOSED", "This invitation can no longer be used.");
        if (Email is not null && !string.Equals(Email, person.Email, StringComparison.OrdinalIgnoreCase))
            throw new RuleBroken("INVITATION_FOR_OTHER", "This invitation is for {0}. Sign in with that address, or ask for one of your own.", Email);

        Uses++;
        var member = before ?? new Member(workspace, person, Role, at);
        if (before is not null)
            before.Return(Role, at);
        member.Begin(OnlyChannels);
        member.RecordJoined(at, InvitedByName);
        return member;
    }

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)));

    static List<Guid>? Ids(IReadOnlyCollection<Channel>? channels) => channels is null ? null : [.. channels.Select(c => c.Id).Order()];

    static string? Names(IReadOnlyCollection<Channel>? channels) => channels is null ? null : string.Join(", ", channels.Select(c => c.Name).Order(StringComparer.Ordinal));

    static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    static void MustInvite(Member by, Role role)
    {
        by.Must(role.IsClient() ? Permission.InviteClients : Permission.InviteTeam);
        if (role == Role.Owner && by.Role != Role.Owner)
            throw new NotAllowed("Only an owner makes owners.");
    }
}
