using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Approvals;

public enum DecisionKind
{
    Approved,
    ChangesRequested,
    Rejected,

    /// <summary>Nobody of the client said anything until its time, which they agreed counts as a yes.</summary>
    SilentConsent,
}

/// <summary>Why something is not right yet.</summary>
public enum ChangeReason
{
    Wording,
    Picture,
    Facts,
    Brand,
    Timing,
    Legal,
    Other,
}

/// <summary>What somebody decided about one version of a post, how they were known, and when. Written once; what it is worth now stands in <see cref="PostApproval.Standing"/>.</summary>
public class ApprovalDecision : Entity, IBelongToWorkspace
{
    public const int TextLength = 2000;

    ApprovalDecision()
    {
    }

    internal ApprovalDecision(Post post, PathLevel level, int round, PostVersion version, DecisionKind kind, ChangeReason? reason, string? text, Decider by, DateTimeOffset at, string? standsInFor = null, DateTimeOffset? askedAt = null, DateTimeOffset? dueAt = null)
    {
        PostId = post.Id;
        (LevelId, LevelName, Round) = (level.Id, level.Name, round);
        (VersionId, VersionNumber, Hash) = (version.Id, version.Number, version.Hash);
        (Kind, Reason, Text) = (kind, reason, text);
        (MemberId, Name, IsClient) = (by.Member?.Id, by.Name, by.IsClient);
        (Strength, LinkId, Address, Via) = (by.Strength, by.LinkId, by.Address, by.Via);
        (Key, At) = (by.Key, at);
        Recording = by.Recording;
        (StandsInFor, AskedAt, DueAt) = (standsInFor, askedAt, dueAt);
    }

    public Guid WorkspaceId { get; private set; }

    public Guid PostId { get; private set; }

    public Guid LevelId { get; private set; }

    public string LevelName { get; private set; } = "";

    public int Round { get; private set; }

    public Guid VersionId { get; private set; }

    public int VersionNumber { get; private set; }

    public string Hash { get; private set; } = "";

    public DecisionKind Kind { get; private set; }

    public ChangeReason? Reason { get; private set; }

    public string? Text { get; private set; }

    /// <summary>Null for somebody who came by a link.</summary>
    public Guid? MemberId { get; private set; }

    public string Name { get; private set; } = "";

    public bool IsClient { get; private set; }

    public IdentityStrength Strength { get; private set; }

    /// <summary>Who wrote it down and how it was said; null for what was decided here.</summary>
    public Recording? Recording { get; private set; }

    public Guid? LinkId { get; private set; }

    public string? Address { get; private set; }

    public Via Via { get; private set; }

    /// <summary>Of the press of a button, where what was pressed can come twice.</summary>
    public Guid? Key { get; private set; }

    /// <summary>Whose place they took, by name.</summary>
    public string? StandsInFor { get; private set; }

    /// <summary>When they were asked; null for what was decided before that was kept.</summary>
    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>Until when it should have been decided.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public DateTimeOffset At { get; private set; }
}
