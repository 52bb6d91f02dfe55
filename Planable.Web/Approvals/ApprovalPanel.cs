using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Posts;

namespace Planable.Web.Approvals;

/// <summary>Where a post stands with those who decide about it, as one reader may see it.</summary>
public sealed record ApprovalPanel(
    Guid PostId, ApprovalRules Rules, ApprovalState State, PostApproval? Approval, DateTimeOffset? Since, DateTimeOffset? DueAt, Guid? FlowId, decimal? Budget, bool IsLocked, PostState PostState, DateTimeOffset? ScheduledAt)
{
    /// <summary>The newest version: what a decision is about.</summary>
    public SeenVersion? Latest { get; init; }

    /// <summary>The version this reader decided about last.</summary>
    public int? DecidedVersion { get; init; }

    public IReadOnlyList<DecisionLine> Decisions { get; init; } = [];

    public Member Reader { get; init; } = null!;

    /// <summary>Who can take the lock off, by name.</summary>
    public IReadOnlyList<string> Unlockers => Approval?.Unlockers ?? [];

    /// <summary>What was typed about a version that is not the newest any more.</summary>
    public DecisionForm? Stale { get; init; }

    /// <summary>What the clock does next while nobody decides; for the team.</summary>
    public IReadOnlyList<LadderStep> Coming { get; init; } = [];

    /// <summary>Everybody's names, for saying who is told; for the team.</summary>
    public IReadOnlyDictionary<Guid, string> Names { get; init; } = new Dictionary<Guid, string>();

    /// <summary>Without an answer it goes out at its time, as the client agreed.</summary>
    public bool IsSilenceConsent { get; init; }

    public bool HasMissedItsTime(DateTimeOffset at) => Approval is not null && Post.MissedItsTime(PostState, State, ScheduledAt, at);

    /// <summary>The levels it would take if it were sent now, for seeing beforehand what happens while nobody decides.</summary>
    public IReadOnlyList<ApprovalLevel> Ahead => Rules.IsOn && CanBeSent && !Reader.IsClient ? (Rules.Flows.FirstOrDefault(f => f.Id == FlowId) ?? Rules.Default)?.Levels ?? [] : [];

    public bool IsOn => Rules.IsOn || State != ApprovalState.None;

    public bool IsMyTurn => MyLevel is not null;

    public PathLevel? MyLevel => State == ApprovalState.Waiting && Rules.IsOn && Approval!.Waiting.Any(a => a.MemberId == Reader.Id) && Reader.Can(Permission.ApprovePosts) ? Approval.Current : null;

    public bool CanBeSent => Rules.IsOn && State is not (ApprovalState.Waiting or ApprovalState.Approved) && PostState is PostState.Draft or PostState.Scheduled;

    /// <summary>The levels the reader may know: a client sees its own, and that the team looks first.</summary>
    public IReadOnlyList<ApprovalStep> Steps()
    {
        if (Approval is not { } approval || State is ApprovalState.None)
            return [];
        var steps = new List<ApprovalStep>();
        var current = State == ApprovalState.Waiting ? approval.Current : null;
        foreach (var level in approval.Path)
        {
            var state = approval.IsPassed(level) ? StepState.Done : level.Id == current?.Id ? StepState.Current : StepState.Later;
            var isOwn = !Reader.IsClient || level.HasClients;
            if (!isOwn && steps.Count > 0 && steps[^1].IsTeam)
            {
                // Several levels of the team are one for the client.
                steps[^1] = steps[^1] with { State = state == StepState.Done ? steps[^1].State : state == StepState.Current || steps[^1].State == StepState.Current ? StepState.Current : StepState.Later };
                continue;
            }

            var given = approval.Standing.Where(s => s.LevelId == level.Id && (!Reader.IsClient || s.IsClient)).ToList();
            steps.Add(new ApprovalStep(level, state, !isOwn)
            {
                Given = isOwn ? given : [],
                Open = isOwn ? [.. level.Groups.Where(g => !approval.IsPassed(level, g)).SelectMany(g => approval.Open(level, g)).Where(a => !Reader.IsClient || a.IsClient).DistinctBy(a => a.MemberId)] : [],
                Groups = isOwn ? [.. level.Groups.Select(g => (g, approval.Count(level, g)))] : [],
            });
        }

        return steps;
    }

    public IEnumerable<DecisionLine> ShownDecisions => Decisions.Where(d => !Reader.IsClient || d.IsClient);

    /// <summary>What was asked for, unless it is the team's own talk.</summary>
    public ChangesWanted? Wanted => Approval?.Wanted is { } wanted && (!Reader.IsClient || wanted.ByClient) && State is ApprovalState.ChangesRequested or ApprovalState.Rejected ? Approval!.Wanted : null;
}

public enum StepState
{
    Done,
    Current,
    Later,
}

/// <param name="IsTeam">Shown to a client as "the team", without names.</param>
public sealed record ApprovalStep(PathLevel Level, StepState State, bool IsTeam)
{
    public IReadOnlyList<StandingApproval> Given { get; init; } = [];

    public IReadOnlyList<Approver> Open { get; init; } = [];

    public IReadOnlyList<(PathGroup Group, GroupCount Count)> Groups { get; init; } = [];

    public string Mark => State switch { StepState.Done => "approved", StepState.Current => "waiting", _ => "draft" };
}

public sealed record SeenVersion(int Number, string Hash, DateTimeOffset At);

public sealed record DecisionLine(string Name, DecisionKind Kind, ChangeReason? Reason, string? Text, string Level, int Version, string Hash, DateTimeOffset At, bool IsClient, IdentityStrength Strength, int Round, string? StandsInFor, Recording? Recording = null);
