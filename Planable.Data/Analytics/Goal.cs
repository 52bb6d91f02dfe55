using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Analytics;

/// <summary>What a goal said before it was changed.</summary>
/// <param name="By">Who set it so.</param>
public sealed record GoalTerms(long Target, DateOnly Ends, string By, DateTimeOffset At);

/// <summary>A number that a channel, or all of them together, should come to by a day. Changing it keeps what it said before.</summary>
public class Goal : Recorded, IBelongToWorkspace, IRevised
{
    public const int MostYears = 5;

    Goal()
    {
    }

    /// <param name="channel">Null is all channels together.</param>
    public Goal(Member by, Channel? channel, string metric, long target, DateOnly starts, DateOnly ends, DateTimeOffset at)
    {
        by.Must(Permission.SetGoals);
        if (Analytics.Metric.Find(metric) is not { Kind: not MetricKind.Rate })
            throw new RuleBroken("GOAL_METRIC", "A goal is a number that grows: followers, reach, engagements and the like.");
        (ChannelId, Channel, Metric, Starts) = (channel?.Id, channel, metric, starts);
        Take(target, ends, by, at);
        Record(by, "set", at, Facts());
    }

    public Guid WorkspaceId { get; private set; }

    public Guid? ChannelId { get; private set; }

    public Channel? Channel { get; private set; }

    public string Metric { get; private set; } = "";

    public long Target { get; private set; }

    /// <summary>From this day on days add up; a level is compared with what it was then.</summary>
    public DateOnly Starts { get; private set; }

    public DateOnly Ends { get; private set; }

    public string SetBy { get; private set; } = "";

    public DateTimeOffset SetAt { get; private set; }

    /// <summary>Oldest first.</summary>
    public List<GoalTerms> Earlier { get; private set; } = [];

    public DateTimeOffset? DroppedAt { get; private set; }

    public int Revision { get; private set; }

    protected override string Subject => "goal";

    public void Change(long target, DateOnly ends, Member by, DateTimeOffset at)
    {
        by.Must(Permission.SetGoals);
        if (target == Target && ends == Ends)
            return;
        var was = new GoalTerms(Target, Ends, SetBy, SetAt);
        Take(target, ends, by, at);
        Earlier = [.. Earlier, was];
        Record(by, "changed", at, [.. Facts(), ("from", $"{was.Target} by {AnalyticsQuery.Iso(was.Ends)}")]);
    }

    public void Drop(Member by, DateTimeOffset at)
    {
        by.Must(Permission.SetGoals);
        if (DroppedAt is not null)
            return;
        DroppedAt = at;
        Record(by, "dropped", at, Facts());
    }

    void Take(long target, DateOnly ends, Member by, DateTimeOffset at)
    {
        if (target is < 1 or > 100_000_000_000)
            throw new RuleBroken("GOAL_TARGET", "Say a whole number above zero.");
        if (ends <= Starts)
            throw new RuleBroken("GOAL_ENDS", "A goal ends after the day it starts on.");
        if (ends > Starts.AddYears(MostYears))
            throw new RuleBroken("GOAL_FAR", "A goal ends within {0} years.", MostYears);
        (Target, Ends, SetBy, SetAt) = (target, ends, by.Person.Name, at);
    }

    (string, string?)[] Facts() => [("metric", Metric), ("channel", Channel?.Name), ("target", Target.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("by", AnalyticsQuery.Iso(Ends))];
}
