using System.Globalization;

namespace Planable.Data.Risks;

/// <summary>Days that were blacked out after the post was planned.</summary>
public sealed class BlackoutCheck : IPreflightCheck
{
    public const string Code = "BLACKOUT";

    public Task<IReadOnlyList<RiskFound>> Look(PreflightRound round, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<RiskFound>>(
            [
                .. from post in round.Posts
                   let blackout = post.ScheduledAt is { } due ? round.Workspace.BlackoutAt(due) : null
                   where blackout is not null
                   select new RiskFound(post.Id, null, Code, "Nothing goes out until the end of {0}: {1}. Give it a time after that.", [blackout.Last.ToString("d MMM yyyy", CultureInfo.InvariantCulture), blackout.Reason]),
            ]);
}
