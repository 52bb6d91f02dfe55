using System.Globalization;
using Planable.Data.BrandRules;
using Planable.Data.Networks;
using Planable.Data.Posts;

namespace Planable.Data.Risks;

/// <summary>
/// What the composer would refuse now: the networks' rules as they are today, files whose licence ends or that could not be converted, what is not
/// filled in, the client's brand rules. And files that were deleted since.
/// </summary>
public sealed class ContentCheck : IPreflightCheck
{
    const string Deleted = "MEDIA_DELETED";

    public Task<IReadOnlyList<RiskFound>> Look(PreflightRound round, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<RiskFound>>([.. round.Posts.SelectMany(post => Problems(post, round).Select(p => Found(post, p)))]);

    static IEnumerable<Problem> Problems(Post post, PreflightRound round) =>
        PostProblems.Of(post, round.Workspace.AltPolicy).Concat(post.BrandChecks(round.Workspace).Problems())
            // Channels are looked at by a check of their own.
            .Where(p => p.Blocks && p.Target != "channels")
            .Concat(post.MediaInOrder.Where(m => m.Asset.DeletedAt is not null)
                .Select(m => new Problem(Deleted, "{0} was deleted from the media library. Bring it back there, or take another file.", [m.Asset.FileName], "media", null, Blocks: true)));

    static RiskFound Found(Post post, Problem problem) =>
        new(post.Id, problem.ChannelId, problem.Code, problem.Words, [.. problem.Arguments.Select(a => Convert.ToString(a, CultureInfo.InvariantCulture) ?? "")]);
}
