using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Analytics;

/// <summary>
/// A figure that is not to fall under a number. It is looked at once a day; its owner is told when it fell and when it is back, never twice about the same and never twice in a day.
/// What is not known falls under nothing.
/// </summary>
public class FigureLimit : Recorded, IBelongToWorkspace
{
    /// <summary>Of how many days the figure is taken.</summary>
    public static readonly IReadOnlyList<int> Windows = [7, 30];

    /// <summary>Between two changes: a figure that trembles around its limit is told once.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromHours(24);

    FigureLimit()
    {
    }

    /// <param name="channel">Null is all channels together.</param>
    /// <param name="least">Of a rate in percent.</param>
    public FigureLimit(Member by, Channel? channel, string metric, int days, double least, DateTimeOffset at)
    {
        by.Must(Permission.SetGoals);
        if (Analytics.Metric.Find(metric) is null || !Windows.Contains(days))
            throw new RuleBroken("LIMIT_METRIC", "Choose a figure and a number of days.");
        if (least is not (> 0 and <= 100_000_000_000))
            throw new RuleBroken("LIMIT_LEAST", "Say a number above zero.");
        (ChannelId, Channel, Metric, Days, Least, OwnerId, CreatedAt) = (channel?.Id, channel, metric, days, least, by.Id, at);
        Record(by, "set", at, Facts(null));
    }

    public Guid WorkspaceId { get; private set; }

    public Guid? ChannelId { get; private set; }

    public Channel? Channel { get; private set; }

    public string Metric { get; private set; } = "";

    public int Days { get; private set; }

    public double Least { get; private set; }

    /// <summary>The member who is told.</summary>
    public Guid OwnerId { get; private set; }

    public Member Owner { get; private set; } = null!;

    public DateTimeOffset CreatedAt { get; private set; }

    public bool IsUnder { get; private set; }

    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>The day it was looked at last, where the client is.</summary>
    public DateOnly? CheckedOn { get; private set; }

    /// <summary>What it was then; null if it was not known.</summary>
    public double? LastValue { get; private set; }

    public DateTimeOffset? DroppedAt { get; private set; }

    protected override string Subject => "limit";

    /// <summary>The daily look. A second one on the same day changes nothing.</summary>
    /// <param name="value">NaN if it is not known.</param>
    public void Check(double value, DateOnly today, DateTimeOffset at)
    {
        if (CheckedOn >= today || DroppedAt is not null)
            return;
        var changes = double.IsFinite(value) && value < Least != IsUnder;
        // Looked at again in an hour: a day is not over when it is a second short.
        if (changes && at - ChangedAt < Calm)
            return;
        (CheckedOn, LastValue) = (today, double.IsFinite(value) ? value : null);
        if (!changes)
            return;
        var under = !IsUnder;
        (IsUnder, ChangedAt) = (under, at);
        Record(Actor.Planable, under ? "fell" : "recovered", at, Facts(value));
    }

    public void Drop(Member by, DateTimeOffset at)
    {
        by.Must(Permission.SetGoals);
        if (DroppedAt is not null)
            return;
        DroppedAt = at;
        Record(by, "dropped", at, Facts(null));
    }

    (string, string?)[] Facts(double? value) =>
    [
        ("metric", Metric), ("channel", Channel?.Name), ("least", Say(Least)), ("days", Days.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("owner", OwnerId.ToString()), ("value", value is { } known ? Say(known) : null),
    ];

    static string Say(double value) => Math.Round(value, 2).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
