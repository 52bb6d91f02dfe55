using Planable.Data.Posts;

namespace Planable.Data.Approvals;

/// <summary>How a post stood with those who decide, to be able to put it back when a change is taken back.</summary>
/// <param name="Hash">Of the content they were looking at.</param>
public sealed record ApprovalStand(PostApproval Approval, ApprovalState State, string Hash)
{
    /// <returns>Null if nobody had approved anything.</returns>
    public static ApprovalStand? Of(Post post) =>
        post is { Approval: { Standing.Count: > 0 } approval, ApprovalState: ApprovalState.Waiting or ApprovalState.Approved } && post.Versions.FirstOrDefault(v => v.Number == post.LatestVersion) is { } version
            ? new ApprovalStand(approval, post.ApprovalState, version.Hash)
            : null;

    public bool IsLostBy(Post post) => post.ApprovalState != State || post.Approval?.Standing.Count < Approval.Standing.Count;
}
