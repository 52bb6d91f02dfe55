using System.Text.Json.Serialization;
using Planable.Data.Logs;
using Planable.Data.Members;

namespace Planable.Data.Approvals;

/// <summary>Where a post stands with those who decide about it. Stored, so that lists filter by it.</summary>
public enum ApprovalState
{
    None,
    Waiting,
    ChangesRequested,
    Rejected,

    /// <summary>It was approved, and changed since.</summary>
    Outdated,
    Approved,
}

/// <summary>
/// A post on its way through a flow: the levels as they were when it was submitted, who decides in each, and what is approved so far. Replaced as a whole, never changed.
/// It lies on the post itself, so that no verb can look at a post and miss it.
/// </summary>
public sealed record PostApproval(Guid FlowId, string FlowName, IReadOnlyList<PathLevel> Levels, PostFacts Facts, int Round, Guid RequestedById, string RequestedBy, DateTimeOffset RequestedAt)
{
    /// <summary>How sure it has to be who decides, as the flow said when it was submitted.</summary>
    public IdentityStrength Identity { get; init; }

    /// <summary>Approvals that count. One that was taken back by a change is not among them any more.</summary>
    public IReadOnlyList<StandingApproval> Standing { get; init; } = [];

    /// <summary>Who could take the lock off, by name, for telling those who run into it.</summary>
    public IReadOnlyList<string> Unlockers { get; init; } = [];

    public ApprovalUnlock? Unlocked { get; init; }

    public static IReadOnlyList<string> UnlockersAmong(IEnumerable<Member> everyone) => [.. everyone.Where(m => m.Can(Permission.UnlockApproved)).Select(m => m.Person.Name).Order(StringComparer.CurrentCulture)];

    /// <summary>What was asked for last, until the post is submitted again.</summary>
    public ChangesWanted? Wanted { get; init; }

    /// <summary>The levels this post has to pass.</summary>
    [JsonIgnore]
    public IEnumerable<PathLevel> Path => Levels.Where(l => l.When.Count == 0 || l.When.Any(c => c.HoldsFor(Facts)));

    /// <summary>The first that is not passed; null if all are.</summary>
    [JsonIgnore]
    public PathLevel? Current => Path.FirstOrDefault(l => !IsPassed(l));

    public bool IsPassed(PathLevel level) => level.Groups.All(g => IsPassed(level, g));

    public bool IsPassed(PathLevel level, PathGroup group) => Count(level, group).Missing == 0;

    /// <summary>How many have approved, how many have to, and how many could.</summary>
    public GroupCount Count(PathLevel level, PathGroup group) => group.Count(ApprovalsIn(level, group).Count, Open(level, group).Count);

    public IReadOnlyList<StandingApproval> ApprovalsIn(PathLevel level, PathGroup group) => [.. Standing.Where(s => s.LevelId == level.Id && s.Groups.Contains(group.Id))];

    /// <summary>Those of a group who have not approved yet.</summary>
    public IReadOnlyList<Approver> Open(PathLevel level, PathGroup group) => [.. group.Approvers.Where(a => !Standing.Any(s => s.LevelId == level.Id && s.MemberId == a.MemberId))];

    /// <summary>Those whose turn it is now.</summary>
    [JsonIgnore]
    public IReadOnlyList<Approver> Waiting => Current is { } level ? [.. level.Groups.Where(g => !IsPassed(level, g)).SelectMany(g => Open(level, g)).DistinctBy(a => a.MemberId)] : [];

    /// <summary>The approvals that a change of this reach takes back.</summary>
    public IReadOnlyList<StandingApproval> Falling(ResetReach reach) => reach switch
    {
        ResetReach.Nothing => [],
        ResetReach.AllLevels => Standing,
        _ => [.. Standing.Where(s => s.LevelId == Path.LastOrDefault()?.Id)],
    };

    [JsonIgnore]
    public string WaitingNames => string.Join(", ", Waiting.Select(a => a.Name));
}

/// <summary>A level of the flow as it was when the post was submitted, with the people it comes to.</summary>
public sealed record PathLevel(Guid Id, string Name, IReadOnlyList<PathGroup> Groups, int DueHours, IReadOnlyList<ApprovalCondition> When)
{
    [JsonIgnore]
    public bool HasClients => Groups.Any(g => g.TakesGuests || g.Approvers.Any(a => a.IsClient));

    public static PathLevel Of(ApprovalLevel level, IReadOnlyCollection<Member> everyone, Audience audience) =>
        new(level.Id, level.Name, [.. level.Groups.Select(g => PathGroup.Of(g, everyone, audience))], level.DueHours, level.When);
}

/// <param name="IsVacant">Nobody it names can decide: those who manage the client stand in, so that no level is ever unreachable.</param>
/// <param name="TakesGuests">The client's approvers decide here, and so does somebody they were sent a link for.</param>
public sealed record PathGroup(ApprovalGroup Group, IReadOnlyList<Approver> Approvers, bool IsVacant, bool TakesGuests)
{
    [JsonIgnore]
    public Guid Id => Group.Id;

    public static PathGroup Of(ApprovalGroup group, IReadOnlyCollection<Member> everyone, Audience audience)
    {
        // A client's people never see what is the team's own, so they cannot be asked about it.
        var able = everyone.Where(m => m.Can(Permission.ApprovePosts) && (!m.IsClient || audience == Audience.Client)).ToList();
        var named = able.Where(group.Names).ToList();
        var deciding = named.Count > 0 ? named : [.. able.Where(m => m.Can(Permission.ManageWorkspace))];
        return new PathGroup(group, [.. deciding.Select(Approver.Of).OrderBy(a => a.Name, StringComparer.CurrentCulture)], named.Count == 0, audience == Audience.Client && group.Roles.Contains(Role.ClientApprover));
    }

    /// <summary>Never asks for more than there are: with the second of two approvers gone, the first is enough.</summary>
    internal GroupCount Count(int given, int open)
    {
        var reachable = Math.Max(1, given + open);
        var needed = IsVacant ? 1 : Group.Rule switch
        {
            GroupRule.Any => 1,
            GroupRule.All => reachable,
            _ => Math.Min(Math.Max(1, Group.Needed), reachable),
        };
        return new GroupCount(given, needed, reachable);
    }
}

public readonly record struct GroupCount(int Given, int Needed, int Of)
{
    public int Missing => Math.Max(0, Needed - Given);
}

public sealed record Approver(Guid MemberId, Guid PersonId, string Name, bool IsClient)
{
    public static Approver Of(Member member) => new(member.Id, member.PersonId, member.Person.Name, member.IsClient);
}

/// <summary>An approval that counts in these groups of its level.</summary>
public sealed record StandingApproval(Guid DecisionId, Guid LevelId, IReadOnlyList<Guid> Groups, Guid? MemberId, string Name, bool IsClient, int Version, string Hash, DateTimeOffset At)
{
    /// <summary>Which guest it was; see <see cref="Decider.Who"/>.</summary>
    public string? Who { get; init; }

    public Guid? LinkId { get; init; }
}

/// <summary>Somebody let a post that was approved be changed, and said why.</summary>
public sealed record ApprovalUnlock(string By, string Reason, DateTimeOffset At)
{
    public const int ReasonLength = 500;
}

public sealed record ChangesWanted(DecisionKind Kind, ChangeReason Reason, string Text, string By, bool ByClient, string Level, int Version, DateTimeOffset At, DateTimeOffset? DueAt);
