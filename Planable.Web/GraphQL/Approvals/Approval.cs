using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Approvals;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Approvals;

/// <summary>A post on its way through those who decide. A client's token sees the client's part of it, and that the team decides too.</summary>
public sealed class Approval
{
    readonly Post post;
    readonly ApprovalPanel panel;

    Approval(Post post, ApprovalPanel panel) => (this.post, this.panel) = (post, panel);

    public static Approval? Of(Post post, Member reader) => post.Approval is null || post.ApprovalState == ApprovalState.None ? null : new(
        post,
        new ApprovalPanel(post.Id, reader.Workspace.Approvals, post.ApprovalState, post.Approval, post.WaitingSince, post.ApprovalDueAt, post.FlowId, post.Budget, false, post.State, post.ScheduledAt) { Reader = reader });

    public ApprovalState State => panel.State;

    public DateTimeOffset RequestedAt => panel.Approval!.RequestedAt;

    [GraphQLDescription("Until when the level whose turn it is should have decided.")]
    public DateTimeOffset? DueAt => panel.DueAt;

    [GraphQLDescription("Whether the token's member is asked now.")]
    public bool IsMyTurn => panel.IsMyTurn;

    [GraphQLDescription("What was asked for last, until the post is submitted again.")]
    public WantedChanges? Wanted => panel.Wanted is { } wanted ? new(wanted.Kind, wanted.Reason, wanted.Text, wanted.By, wanted.Level, wanted.Version, wanted.At) : null;

    [ListSize(AssumedSize = 3)]
    public IReadOnlyList<ApprovalStage> Stages => [.. panel.Steps().Select(s => new ApprovalStage(s))];

    [GraphQLDescription("Every decision, the first first. A client's token sees the client's.")]
    [ListSize(AssumedSize = 5)]
    public async Task<IReadOnlyList<Decision>> GetDecisions(IDecisionsByPostDataLoader decisions, CancellationToken cancel) =>
        [.. (await decisions.LoadAsync(post.Id, cancel) ?? []).Select(d => new Decision(d))];
}

public sealed record WantedChanges(DecisionKind Kind, ChangeReason Reason, string Text, string By, string Stage, int Version, DateTimeOffset At);

/// <summary>A level of the flow.</summary>
public sealed class ApprovalStage(ApprovalStep step)
{
    [ID("ApprovalStage")]
    public Guid Id => step.Level.Id;

    [GraphQLDescription("Null where a client's token looks at the team's own.")]
    public string? Name => step.IsTeam ? null : step.Level.Name;

    public StepState State => step.State;

    [GraphQLDescription("Who approved here, by name.")]
    [ListSize(AssumedSize = 3)]
    public IReadOnlyList<string> ApprovedBy => [.. step.Given.Select(g => g.Name)];

    [GraphQLDescription("Who may still approve here, by name.")]
    [ListSize(AssumedSize = 3)]
    public IReadOnlyList<string> WaitingFor => [.. step.Open.Select(o => o.Name)];
}

/// <summary>What somebody decided about one version of a post. It never changes.</summary>
public sealed class Decision(ApprovalDecision decision)
{
    [ID("Decision")]
    public Guid Id => decision.Id;

    public DecisionKind Kind => decision.Kind;

    public ChangeReason? Reason => decision.Reason;

    public string? Text => decision.Text;

    public string By => decision.Name;

    public bool IsClient => decision.IsClient;

    public string Stage => decision.LevelName;

    public int Version => decision.VersionNumber;

    public string Hash => decision.Hash;

    [GraphQLDescription("How sure it is who decided.")]
    public IdentityStrength Identified => decision.Strength;

    [GraphQLDescription("Who wrote it down, where it was said elsewhere; null for what was decided here.")]
    public RecordedWords? Recording => decision.Recording is { } recording ? new(recording) : null;

    public DateTimeOffset At => decision.At;
}

/// <summary>What somebody said elsewhere, by the word of a member of the team.</summary>
public sealed class RecordedWords(Recording recording)
{
    public OutsideWay Through => recording.Through;

    [GraphQLDescription("Who wrote it down, by name.")]
    public string By => recording.By;

    [GraphQLDescription("The decision they are said to have made; null for a remark.")]
    public DecisionKind? Said => recording.Said;

    [GraphQLDescription("Whether that decided anything.")]
    public bool Counts => recording.Counts;
}

public interface IDecisionsByPostDataLoader : IDataLoader<Guid, ApprovalDecision[]>;

public static class DecisionLoaders
{
    [DataLoader]
    public static async Task<ILookup<Guid, ApprovalDecision>> GetDecisionsByPostAsync(IReadOnlyList<Guid> posts, PlanableDb db, Current current, CancellationToken cancel)
    {
        var all = current.Can(Permission.SeeInternal);
        return (await db.ApprovalDecisions.AsNoTracking().Where(d => posts.Contains(d.PostId) && (all || d.IsClient)).OrderBy(d => d.At).ToListAsync(cancel)).ToLookup(d => d.PostId);
    }
}
