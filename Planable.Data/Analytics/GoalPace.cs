namespace Planable.Data.Analytics;

public enum GoalStanding
{
    /// <summary>Too few days are known to reckon with.</summary>
    Unknown,
    Reached,
    OnTrack,
    Behind,

    /// <summary>Its day is over.</summary>
    Missed,
}

/// <summary>How far a goal is, and where it will be if it goes on as in the last four weeks.</summary>
/// <param name="Now">NaN if nothing is known.</param>
/// <param name="Start">Of a level: what it was when the goal began, NaN if nobody knows. Of a sum 0.</param>
/// <param name="NeededPerWeek">To be there in time; null if it is reached or over.</param>
/// <param name="PacePerWeek">As in the last four weeks; null if too little is known.</param>
/// <param name="Probably">The day it will be reached at this pace; null if it will not within ten years.</param>
public sealed record GoalPace(double Now, double Start, double? NeededPerWeek, double? PacePerWeek, DateOnly? Probably, GoalStanding Standing)
{
    const int PaceDays = 28;
    const int LeastDays = 7;
    const int Horizon = 3650;

    /// <summary>Between 0 and 1: of the way from where it started.</summary>
    public double Share(Goal goal) => double.IsNaN(Now) || double.IsNaN(Start) || goal.Target <= Start ? Now >= goal.Target ? 1 : 0 : Math.Clamp((Now - Start) / (goal.Target - Start), 0, 1);

    /// <param name="days">By day, up to today; NaN is a day that was not read.</param>
    /// <param name="first">The day of the first of them, not after the goal's start and at least four weeks ago.</param>
    public static GoalPace Of(Goal goal, MetricKind kind, double[] days, DateOnly first, DateOnly today)
    {
        var from = Math.Clamp(goal.Starts.DayNumber - first.DayNumber, 0, days.Length);
        var sinceStart = days[from..];
        // A level stands until it is read anew: it began with what was known last by then.
        var (now, start) = kind == MetricKind.Level
            ? (Last(days), Last(days[..Math.Min(days.Length, from + 1)]) is var known && double.IsFinite(known) ? known : sinceStart.Where(double.IsFinite).Append(double.NaN).First())
            : (sinceStart.Any(double.IsFinite) ? sinceStart.Where(double.IsFinite).Sum() : double.NaN, 0);
        var pace = Pace(kind, days);
        if (double.IsNaN(now))
            return new(now, start, null, pace, null, GoalStanding.Unknown);
        if (now >= goal.Target)
            return new(now, start, null, pace, null, GoalStanding.Reached);
        var left = goal.Target - now;
        var daysLeft = goal.Ends.DayNumber - today.DayNumber;
        DateOnly? probably = pace > 0 && Math.Ceiling(left / pace.Value * 7) is var ahead and <= Horizon ? today.AddDays((int)ahead) : null;
        if (daysLeft <= 0)
            return new(now, start, null, pace, probably, GoalStanding.Missed);
        return new(now, start, left / (daysLeft / 7d), pace, probably, pace is null ? GoalStanding.Unknown : probably <= goal.Ends ? GoalStanding.OnTrack : GoalStanding.Behind);
    }

    /// <summary>A week's worth of the last four, of the days that were read.</summary>
    static double? Pace(MetricKind kind, double[] days)
    {
        var recent = days[Math.Max(0, days.Length - PaceDays)..];
        var known = Enumerable.Range(0, recent.Length).Where(i => double.IsFinite(recent[i])).ToList();
        if (known.Count < LeastDays)
            return null;
        return kind == MetricKind.Level
            ? known[^1] == known[0] ? null : 7 * (recent[known[^1]] - recent[known[0]]) / (known[^1] - known[0])
            : 7 * known.Average(i => recent[i]);
    }

    static double Last(double[] days) => Array.Exists(days, double.IsFinite) ? Array.FindLast(days, double.IsFinite) : double.NaN;
}
