using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Approvals;

/// <summary>How sure it is who decided.</summary>
public enum IdentityStrength
{
    /// <summary>They said it elsewhere, and somebody of the team wrote it down.</summary>
    Recorded = -1,

    /// <summary>They typed a name.</summary>
    Name = 0,

    /// <summary>They typed a code that was mailed to their address.</summary>
    MailCode,

    /// <summary>They were signed in.</summary>
    Account,
    SingleSignOn,
}

/// <summary>Who decides about a post: a member, or somebody who came by a link and has no account.</summary>
/// <param name="LinkId">The link they came by.</param>
/// <param name="Address">Where the code was sent.</param>
public sealed record Decider(Workspace Workspace, Member? Member, string Name, IdentityStrength Strength, Guid? LinkId, string? Address, Via Via)
{
    /// <summary>Of the press of a button: what a phone sends again after a cut line counts once.</summary>
    public Guid? Key { get; init; }

    /// <summary>The browser of somebody without an account, as it is known again.</summary>
    public Guid? VisitId { get; init; }

    /// <summary>Who wrote down what they said elsewhere; null if they said it here.</summary>
    public Member? Recorder { get; init; }

    public Recording? Recording { get; init; }

    /// <summary>Who they are, whatever they call themselves: two guests may type the same name. Null for a member, and where nothing but a name is known.</summary>
    public string? Who => Member is not null ? null : Address is { } mailbox ? $"{LinkId:N}:{mailbox.ToLowerInvariant()}" : Visit;

    /// <summary>Is it them? A mailbox that answered is the same person on every device, and what they wrote before it did stays theirs.</summary>
    /// <param name="who">As it was kept; null where only the name was.</param>
    public bool IsKnownAs(string? who, Guid? linkId, string name) =>
        Member is null && (who is null ? linkId == LinkId && name == Name : who == Who || who == Visit);

    string? Visit => VisitId is { } visit ? $"{visit:N}" : null;

    public bool IsClient => Member is null || Member.IsClient;

    /// <summary>Who did it here.</summary>
    public Actor Actor => Recorder is { } recorder ? recorder : Member is { } member ? member : new Actor(ActorKind.Link, LinkId, Name);

    public static Decider Of(Member member, Via via = Via.Web, IdentityStrength strength = IdentityStrength.Account) =>
        new(member.Workspace, member, member.Person.Name, strength, null, null, via);

    /// <summary>Decides in place of the client's approvers, as far as the link lets them.</summary>
    public static Decider Guest(Workspace workspace, Guid linkId, string name, IdentityStrength strength, string? address = null) =>
        new(workspace, null, name.Trim(), strength, linkId, address, Via.Link);

    /// <summary>Somebody of the client, by the word of a member of the team.</summary>
    /// <param name="person">Null for somebody without an account.</param>
    public static Decider Recorded(Member by, Member? person, string name, Recording recording, Via via) =>
        new(by.Workspace, person, person?.Person.Name ?? name.Trim(), IdentityStrength.Recorded, null, null, via) { Recorder = by, Recording = recording };

    public static implicit operator Decider(Member member) => Of(member);
}
