namespace Planable.Data.Risks;

/// <summary>Posts of a client that wants to approve what goes out, which are not approved on the last day. Before that, waiting is the way it goes.</summary>
public sealed class ApprovalCheck : IPreflightCheck
{
    public const string Code = "NOT_APPROVED";

    public Task<IReadOnlyList<RiskFound>> Look(PreflightRound round, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<RiskFound>>(
            !round.Workspace.Approvals.IsRequired ? [] :
            [
                .. from post in round.Posts
                   where post.ScheduledAt <= round.Now + Preflight.Day && (post.ApprovedHash is null || post.ApprovedHash != post.Content().Hash())
                   select new RiskFound(post.Id, null, Code, "It is not approved yet, and nothing of {0} goes out before it is.", [round.Workspace.Name]),
            ]);
}
