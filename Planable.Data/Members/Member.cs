using Planable.Data.Channels;
using Planable.Data.Languages;
using Planable.Data.Logs;
using Planable.Data.Notices;
using Planable.Data.People;
using Planable.Data.Workspaces;

namespace Planable.Data.Members;

/// <summary>A person in a workspace, team or client. Leaving keeps the row: what they wrote stays theirs.</summary>
public class Member : Recorded, IBelongToWorkspace, IRevised
{
    Member()
    {
    }

    /// <summary>The first owner of a new workspace, a joiner by invitation, or demo data: those places say who let them in.</summary>
    internal Member(Workspace workspace, Person person, Role role, DateTimeOffset at)
    {
        Workspace = workspace;
        WorkspaceId = workspace.Id;
        Person = person;
        PersonId = person.Id;
        Role = role;
        JoinedAt = at;
    }

    public Guid WorkspaceId { get; private set; }

    /// <summary>Always there: what holds for all of a client, its blackouts for example, holds for whatever a member does.</summary>
    public Workspace Workspace { get; private set; } = null!;

    public Guid PersonId { get; private set; }

    public Person Person { get; private set; } = null!;

    public Role Role { get; private set; }

    /// <summary>Switched on beyond the role.</summary>
    public List<Permission> Granted { get; private set; } = [];

    /// <summary>Switched off in spite of the role.</summary>
    public List<Permission> Revoked { get; private set; } = [];

    /// <summary>The channels they see, where it is not all of them; see <see cref="ChannelLimits"/>.</summary>
    public List<Guid>? OnlyChannels { get; private set; }

    /// <summary>How they want to be told what happens in this workspace.</summary>
    public NoticeChoices NoticeChoices { get; private set; } = new();

    /// <summary>In which they read this client's pages and mails, where it is not their own.</summary>
    public string? Language { get; private set; }

    public DateTimeOffset JoinedAt { get; private set; }

    public DateTimeOffset? LeftAt { get; private set; }

    public int Revision { get; private set; }

    public bool IsClient => Role.IsClient();

    public bool IsActive => LeftAt is null;

    public string Name => LeftAt is null ? Person.Name : $"{Person.Name} (former member)";

    protected override string Subject => "member";

    public bool IsLimited => OnlyChannels is not null;

    public bool Sees(Guid channelId) => OnlyChannels is not { } only || only.Contains(channelId);

    public bool Can(Permission permission) =>
        IsActive && !Revoked.Contains(permission) && !(IsLimited && permission.NeedsAllChannels()) && (Role.Allows(permission) || Granted.Contains(permission));

    public void Must(Permission permission)
    {
        if (!Can(permission))
            throw new NotAllowed($"{Person.Name} may not: {permission}.");
    }

    public static implicit operator Actor(Member member) => new(ActorKind.Member, member.Id, member.Person.Name);

    /// <summary>Their own affair: nobody else chooses, and the log does not tell.</summary>
    public void Choose(NoticeEvent named, NoticeChannels channels)
    {
        if (channels == NoticeChannels.None && NoticeEvents.Of(named).IsEssential)
            throw new RuleBroken("NOTICE_ESSENTIAL", "This has to reach you in one way at least. Leave one of them on.");
        if (NoticeChoices.For(named) != channels)
            NoticeChoices = NoticeChoices.With(named, channels);
    }

    /// <summary>Their own affair, too. Null is their own language, or the client's.</summary>
    public void Speak(string? language) => Language = Spoken.Chosen(language);

    public void ChangeRole(Role to, Member by, IReadOnlyCollection<Member> everyone, DateTimeOffset at)
    {
        by.Must(Permission.ManageMembers);
        if (to == Role)
            return;
        if ((to == Role.Owner || Role == Role.Owner) && by.Role != Role.Owner)
            throw new NotAllowed("Only an owner makes or unmakes owners.");
        if (Role == Role.Owner)
            MustNotBeLastOwner(everyone, "{0} is the last owner of this workspace. Make somebody else an owner first.");

        if (IsLimited && !to.CanBeLimited())
            throw new RuleBroken("ROLE_SEES_ALL", "{0} is limited to some channels, and an owner or admin sees all of them. Take the limit off first.", Person.Name);
        var from = Role;
        Role = to;
        Granted = [.. Granted.Where(p => to.CanBeSwitched(p))];
        Revoked = [.. Revoked.Where(p => to.CanBeSwitched(p))];
        Record(by, "role-changed", at, ("name", Person.Name), ("from", from.ToString()), ("to", to.ToString()));
    }

    /// <summary>From now on they see these channels only, and the posts that go there; null shows all of them again.</summary>
    public void LimitTo(IReadOnlyCollection<Channel>? channels, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageMembers);
        if (channels is not null)
            MustBeLimitable(Role, channels);
        List<Guid>? only = channels is null ? null : [.. channels.Select(c => c.Id).Order()];
        if (only is null ? OnlyChannels is null : OnlyChannels?.SequenceEqual(only) == true)
            return;
        OnlyChannels = only;
        Record(by, only is null ? "sees-all-channels" : "limited", at, ("name", Person.Name), ("channels", channels is null ? null : string.Join(", ", channels.Select(c => c.Name).Order(StringComparer.Ordinal))));
    }

    internal static void MustBeLimitable(Role role, IReadOnlyCollection<Channel> channels)
    {
        if (!role.CanBeLimited())
            throw new RuleBroken("ROLE_SEES_ALL_ALWAYS", "Owners and admins answer for the whole client and see all channels.");
        if (channels.Count == 0)
            throw new RuleBroken("CHANNELS_MISSING", "Choose at least one channel, or all of them.");
    }

    public void Switch(Permission permission, bool on, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageMembers);
        if (!Role.CanBeSwitched(permission))
            throw new RuleBroken("SWITCH_FIXED", "This belongs to the role and cannot be switched.");
        if (on && !by.Can(permission))
            throw new NotAllowed("Nobody gives what they do not have.");
        if (Can(permission) == on)
            return;

        Granted = [.. Granted.Where(p => p != permission)];
        Revoked = [.. Revoked.Where(p => p != permission)];
        if (on && !Role.Allows(permission))
            Granted = [.. Granted, permission];
        if (!on && Role.Allows(permission))
            Revoked = [.. Revoked, permission];
        Record(by, on ? "capability-given" : "capability-taken", at, ("name", Person.Name), ("capability", permission.ToString()));
    }

    /// <summary>Somebody of the team looks at what this person of the client sees. It changes nothing, and the log keeps that it was done.</summary>
    public void BeViewed(Member by, DateTimeOffset at)
    {
        by.Must(Permission.SeeInternal);
        if (!IsClient)
            throw new RuleBroken("VIEW_TEAM", "Only what a client's people see can be looked at like this.");
        Record(by, "viewed-as", at, ("name", Person.Name));
    }

    /// <summary>Takes the person out of the workspace, or lets them go. Their drafts go to <paramref name="heir"/> by the caller.</summary>
    public void Leave(Member by, IReadOnlyCollection<Member> everyone, Member? heir, DateTimeOffset at)
    {
        if (by.Id != Id)
            by.Must(Permission.ManageMembers);
        if (Role == Role.Owner && by.Role != Role.Owner)
            throw new NotAllowed("Only an owner removes an owner.");
        if (LeftAt is not null)
            return;
        if (Role == Role.Owner)
            MustNotBeLastOwner(everyone, "{0} is the last owner of this workspace. Make somebody else an owner first.");

        LeftAt = at;
        Record(by, "left", at, ("name", Person.Name), ("heir", heir?.Person.Name));
    }

    /// <summary>An invitation was accepted by somebody who had left.</summary>
    internal void Return(Role role, DateTimeOffset at)
    {
        LeftAt = null;
        Role = role;
        OnlyChannels = null;
        Granted = [];
        Revoked = [];
        JoinedAt = at;
    }

    /// <summary>As their invitation says.</summary>
    internal void Begin(List<Guid>? onlyChannels) => OnlyChannels = onlyChannels;

    internal void RecordJoined(DateTimeOffset at, string? invitedBy) =>
        Record(this, "joined", at, ("name", Person.Name), ("role", Role.ToString()), ("invitedBy", invitedBy));

    void MustNotBeLastOwner(IReadOnlyCollection<Member> everyone, string words)
    {
        if (!everyone.Any(m => m.Id != Id && m.IsActive && m.Role == Role.Owner))
            throw new RuleBroken("LAST_OWNER", words, Person.Name);
    }
}
