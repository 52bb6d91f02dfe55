using Planable.Data.Risks;

namespace Planable.Data.Posts;

/// <summary>What is found out about a planned post before its time.</summary>
public partial class Post
{
    readonly List<Risk> risks = [];

    /// <summary>The last look at it, see <see cref="Preflight"/>: 0 none since it changed, 1 more than a day ahead, 2 within the last day, 3 within the last quarter of an hour.</summary>
    public int Preflown { get; private set; }

    /// <summary>They count while it is scheduled.</summary>
    public IReadOnlyList<Risk> Risks => risks;

    /// <summary>Its content or time changed: what was found about it is looked at anew, at once.</summary>
    void Reconsider() => Preflown = 0;
}
