using System.Text.Json.Serialization;
using Planable.Data.Absences;
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

    /// <summary>Whether decisions of the client count that somebody of the team wrote down.</summary>
    public bool TakesRecorded { get; init; }

    /// <summary>Approvals that count. One that was taken back by a change is not among them any more.</summary>
    public IReadOnlyList<StandingApproval> Standing { get; init; } = [];

    /// <summary>Who could take the lock off, by name, for telling those who run into it.</summary>
    public IReadOnlyList<string> Unlockers { get; init; } = [];

    public ApprovalUnlock? Unlocked { get; init; }

    public static IReadOnlyList<string> UnlockersAmong(IEnumerable<Member> everyone) => [.. everyone.Where(m => m.Can(Permission.UnlockApproved)).Select(m => m.Person.Name).Order(StringComparer.CurrentCulture)];

    /// <summary>When those were asked whom the level waits for that is waiting now.</summary>
    public IReadOnlyList<AskedApprover> Asked { get; init; } = [];

    /// <summary>What the clock has done at that level.</summary>
    public IReadOnlyList<LadderStepTaken> Taken { get; init; } = [];

    /// <summary>What was asked for last, until the post is submitted again.</summary>
    public ChangesWanted? Wanted { get; init; }

    /// <summary>The levels this post has to pass.</summary>
    [JsonIgnore]
    public IEnumerable<PathLevel> Path => Levels.Where(l => l.When.Count == 0 || l.When.Any(c => c.HoldsFor(Facts)));

    /// <summary>The first that is not passed; null if all are.</summary>
    [JsonIgnore]
    public PathLevel? Current => Path.FirstOrDefault(l => !IsPassed(l));

    public bool IsPassed(PathLevel level) => IsSilent(level) || level.Groups.All(g => IsPassed(level, g));

    /// <summary>Nobody said anything in time, which counts as consent.</summary>
    public bool IsSilent(PathLevel level) => Standing.Any(s => s.LevelId == level.Id && s.IsSilent);

    public bool IsPassed(PathLevel level, PathGroup group) => Count(level, group).Missing == 0;

    /// <summary>How many have approved, how many have to, and how many could.</summary>
    public GroupCount Count(PathLevel level, PathGroup group) => group.Count(ApprovalsIn(level, group).Count, Open(level, group).Count);

    public IReadOnlyList<StandingApproval> ApprovalsIn(PathLevel level, PathGroup group) => [.. Standing.Where(s => s.LevelId == level.Id && s.Groups.Contains(group.Id))];

    /// <summary>Those of a group who have not approved yet.</summary>
    public IReadOnlyList<Approver> Open(PathLevel level, PathGroup group) =>
        [.. group.Approvers.Where(a => !Standing.Any(s => s.LevelId == level.Id && s.MemberId is not null && (s.MemberId == a.MemberId || s.PlaceId == a.PlaceId)))];

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
    public string WaitingNames => string.Join(", ", Waiting.Select(a => a.Said));

    /// <summary>As a client may know it: names of its own people only.</summary>
    /// <returns>Null if it waits for the team, whose people are not the client's to know.</returns>
    public string? WaitingNamesFor(bool isClient) => !isClient ? WaitingNames : string.Join(", ", Waiting.Where(a => a.IsClient).Select(a => a.Said)) is { Length: > 0 } names ? names : null;

    /// <summary>As it is at that moment: who is away is stood in for at the level that is waiting.</summary>
    public PostApproval SeatedAt(DateTimeOffset at) =>
        Current is not { } level ? this : this with { Levels = [.. Levels.Select(l => l.Id == level.Id ? l with { Groups = [.. l.Groups.Select(g => g.SeatedAt(at))] } : l)] };

    /// <summary>When somebody of the level that is waiting goes away or comes back next.</summary>
    public DateTimeOffset? NextTurn(DateTimeOffset at) =>
        Current?.Groups.SelectMany(g => g.Named).SelectMany(a => a.Away).SelectMany(s => new[] { s.From, s.Until }).Where(t => t > at).Order().Select(t => (DateTimeOffset?)t).FirstOrDefault();
}

/// <summary>A level of the flow as it was when the post was submitted, with the people it comes to.</summary>
public sealed record PathLevel(Guid Id, string Name, IReadOnlyList<PathGroup> Groups, int DueHours, IReadOnlyList<ApprovalCondition> When)
{
    public ApprovalLadder Ladder { get; init; } = ApprovalLadder.None;

    [JsonIgnore]
    public bool HasClients => Groups.Any(g => g.TakesGuests || g.Approvers.Any(a => a.IsClient));

    public static PathLevel Of(ApprovalLevel level, IReadOnlyCollection<Member> everyone, Audience audience, IReadOnlyCollection<Absence> absences, DateTimeOffset at) =>
        new(level.Id, level.Name, [.. level.Groups.Select(g => PathGroup.Of(g, everyone, audience, absences, at))], level.DueHours, level.When) { Ladder = level.Ladder };
}

/// <param name="IsVacant">Nobody it names can decide: those who manage the client stand in, so that no level is ever unreachable.</param>
/// <param name="TakesGuests">The client's approvers decide here, and so does somebody they were sent a link for.</param>
public sealed record PathGroup(ApprovalGroup Group, IReadOnlyList<Approver> Approvers, bool IsVacant, bool TakesGuests)
{
    [JsonIgnore]
    public Guid Id => Group.Id;

    /// <summary>Those it names, whether they are here or away.</summary>
    public IReadOnlyList<Approver> Named { get; init; } = [];

    public static PathGroup Of(ApprovalGroup group, IReadOnlyCollection<Member> everyone, Audience audience, IReadOnlyCollection<Absence> absences, DateTimeOffset at)
    {
        // A client's people never see what is the team's own, so they cannot be asked about it.
        var able = everyone.Where(m => m.Can(Permission.ApprovePosts) && (!m.IsClient || audience == Audience.Client)).ToList();
        var named = able.Where(group.Names).ToList();
        var deciding = named.Count > 0 ? named : [.. able.Where(m => m.Can(Permission.ManageWorkspace))];
        var seated = deciding.Select(m => Approver.Of(m) with { Away = StandIns.SeatsOf(m, able, absences) }).OrderBy(a => a.Name, StringComparer.CurrentCulture).ToList();
        return new PathGroup(group, [], named.Count == 0, audience == Audience.Client && group.Roles.Contains(Role.ClientApprover)) { Named = seated }.SeatedAt(at);
    }

    /// <summary>Who is away is stood in for. Whoever decides here anyway decides once.</summary>
    public PathGroup SeatedAt(DateTimeOffset at) =>
        Named.Count == 0 ? this : this with { Approvers = [.. Named.Select(n => n.At(at)).OrderBy(a => a.ForId is not null).DistinctBy(a => a.MemberId).OrderBy(a => a.Name, StringComparer.CurrentCulture)] };

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
    /// <summary>Whose place it is, of somebody who stands in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? ForId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? For { get; init; }

    /// <summary>Whose decision it is, whoever takes it.</summary>
    [JsonIgnore]
    public Guid PlaceId => ForId ?? MemberId;

    /// <summary>When others decide in their place.</summary>
    public IReadOnlyList<Seat> Away { get; init; } = [];

    /// <summary>"Eva for Ivo".</summary>
    [JsonIgnore]
    public string Said => For is null ? Name : $"{Name} for {For}";

    public Approver At(DateTimeOffset at) => Away.FirstOrDefault(s => at >= s.From && at < s.Until)?.By ?? this;

    public static Approver Of(Member member) => new(member.Id, member.PersonId, member.Person.Name, member.IsClient);
}

/// <summary>An approval that counts in these groups of its level.</summary>
public sealed record StandingApproval(Guid DecisionId, Guid LevelId, IReadOnlyList<Guid> Groups, Guid? MemberId, string Name, bool IsClient, int Version, string Hash, DateTimeOffset At)
{
    /// <summary>In whose place.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? ForId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? For { get; init; }

    /// <summary>Whose decision it is, whoever took it.</summary>
    [JsonIgnore]
    public Guid? PlaceId => ForId ?? MemberId;

    /// <summary>Nobody said anything.</summary>
    public bool IsSilent { get; init; }

    [JsonIgnore]
    public string Said => For is null ? Name : $"{Name} for {For}";

    /// <summary>Which guest it was; see <see cref="Decider.Who"/>.</summary>
    public string? Who { get; init; }

    public Guid? LinkId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Recording? Recording { get; init; }
}

/// <summary>Somebody let a post that was approved be changed, and said why.</summary>
public sealed record ApprovalUnlock(string By, string Reason, DateTimeOffset At)
{
    public const int ReasonLength = 500;
}

public sealed record ChangesWanted(DecisionKind Kind, ChangeReason Reason, string Text, string By, bool ByClient, string Level, int Version, DateTimeOffset At, DateTimeOffset? DueAt)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Recording? Recording { get; init; }
}
