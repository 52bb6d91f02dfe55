using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Risks;

/// <summary>One kind of thing that can keep a planned post from going out. A new one is a class and a line where the checks are registered.</summary>
public interface IPreflightCheck
{
    /// <summary>Looks at many posts with a constant number of commands. They come with variants and channels, media with assets, and labels.</summary>
    Task<IReadOnlyList<RiskFound>> Look(PreflightRound round, CancellationToken cancel);
}

/// <param name="Posts">Planned posts that go to channels.</param>
public sealed record PreflightRound(Workspace Workspace, IReadOnlyList<Post> Posts, DateTimeOffset Now);
