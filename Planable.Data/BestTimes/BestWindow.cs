namespace Planable.Data.BestTimes;

/// <summary>Hours of a day of the week, where the client is. <paramref name="To"/> is not included any more.</summary>
public sealed record BestWindow(DayOfWeek Day, int From, int To)
{
    /// <summary>The hour suggested of it.</summary>
    public TimeOnly Middle => new((From + To - 1) / 2, 0);

    public bool Holds(DateTime local) => local.DayOfWeek == Day && local.Hour >= From && local.Hour < To;
}

/// <summary>What a channel's own posts say.</summary>
/// <param name="Posts">Of how many there were figures.</param>
/// <param name="Days">In so many days.</param>
/// <param name="Windows">Hours in which posts had more answers than usual, the best first.</param>
public sealed record OwnTimes(int Posts, int Days, IReadOnlyList<BestWindow> Windows);
