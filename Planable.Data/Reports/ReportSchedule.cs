using Planable.Data.Recurrences;

namespace Planable.Data.Reports;

public enum ReportPace
{
    Monthly,
    Weekly,
}

/// <summary>What a report is about, seen from the day it is sent.</summary>
public enum ReportPeriod
{
    /// <summary>The calendar month before, or the seven days up to the day before.</summary>
    Before,

    /// <summary>From the day of the last one up to the day before.</summary>
    SinceLast,
}

/// <summary>When a report goes out, on the recipient's wall clock: eight stays eight when the clocks change.</summary>
/// <param name="Day">Of the month; or of the week, Monday being 1. A month without that day has it on its last one.</param>
public sealed record ReportSchedule(ReportPace Pace, int Day, TimeOnly Time, string Zone, DateOnly First, ReportPeriod Period = ReportPeriod.Before)
{
    RecurrenceRule Rule => new(Pace == ReportPace.Monthly ? RecurrencePace.Monthly : RecurrencePace.Weekly, 1, Pace == ReportPace.Weekly ? [(DayOfWeek)(Day % 7)] : [], Day, Time, First, null);

    /// <summary>The runs after an instant, without end.</summary>
    public IEnumerable<(DateOnly Day, DateTimeOffset At)> After(DateTimeOffset at)
    {
        var zone = Zone;
        var rule = Rule;
        return rule.AllDays().Select(day => (day, rule.On(day, zone).Time.Instant)).Where(run => run.Instant > at);
    }

    /// <summary>The days a run on this day is about.</summary>
    public (DateOnly From, DateOnly To) DaysOf(DateOnly day)
    {
        if (Pace == ReportPace.Weekly)
            return (day.AddDays(-7), day.AddDays(-1));
        var month = new DateOnly(day.Year, day.Month, 1);
        if (Period == ReportPeriod.Before)
            return (month.AddMonths(-1), month.AddDays(-1));
        var before = month.AddMonths(-1);
        return (before.AddDays(Math.Min(Day, DateTime.DaysInMonth(before.Year, before.Month)) - 1), day.AddDays(-1));
    }
}
