using System.Globalization;

namespace Planable.Data.Times;

/// <summary>A local date and time in a zone, and the instant they meant when they were read.</summary>
/// <param name="IsSecond">The later of two, where the clocks go back.</param>
public sealed record PlannedTime(DateTime Local, string Zone, bool IsSecond, DateTimeOffset Instant)
{
    /// <param name="second">Which of two a person chose; null if they were not asked yet.</param>
    /// <exception cref="RuleBroken">TIME_SKIPPED or TIME_REPEATED: never guessed.</exception>
    public static PlannedTime Read(DateTime local, string zone, bool? second = null) =>
        Zones.Read(local, zone) switch
        {
            LocalReading.Once once => new(local, zone, false, once.Instant),
            LocalReading.Twice twice when second is { } later => new(local, zone, later, later ? twice.Second : twice.First),
            LocalReading.Twice => throw new RuleBroken(
                "TIME_REPEATED", "{0} comes twice on {1} in {2}: the clocks go back. Say whether you mean the first or the second.", Clock(local), Day(local), Zones.City(zone)),
            LocalReading.Never never => throw new RuleBroken(
                "TIME_SKIPPED", "{0} does not exist on {1} in {2}: the clocks go forward. Use {3}?", Clock(local), Day(local), Zones.City(zone), Clock(never.Instead)),
            _ => throw new InvalidOperationException(),
        };

    static string Clock(DateTime local) => local.ToString("HH:mm", CultureInfo.InvariantCulture);

    static string Day(DateTime local) => local.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
