using Planable.Data.Times;

namespace Planable.Data.Recurrences;

public enum RecurrencePace
{
    Daily,
    Weekly,
    Monthly,
}

/// <summary>When something comes again, on the wall clock: nine stays nine when the clocks change.</summary>
/// <param name="First">The day of the first one.</param>
/// <param name="Every">Every so many days, weeks or months.</param>
/// <param name="Days">Of the week, for a weekly pace.</param>
/// <param name="MonthDay">For a monthly pace. A month without that day has it on its last one.</param>
/// <param name="Last">No later than this day; null goes on.</param>
public sealed record RecurrenceRule(RecurrencePace Pace, int Every, IReadOnlyList<DayOfWeek> Days, int MonthDay, TimeOnly Time, DateOnly First, DateOnly? Last)
{
    public const int MostEvery = 99;

    /// <summary>In a shorter month its last day stands for it.</summary>
    public bool NeedsLastDay => Pace == RecurrencePace.Monthly && MonthDay > 28;

    /// <summary>All days in order; without end if the rule has none.</summary>
    public IEnumerable<DateOnly> AllDays() =>
        (Pace switch { RecurrencePace.Daily => EveryDay(), RecurrencePace.Weekly => EveryWeek(), _ => EveryMonth() })
        .SkipWhile(d => d < First).TakeWhile(d => Last is not { } last || d <= last);

    /// <summary>The time on one of the days. Where the clocks skip it, as much later as they jump; where it comes twice, the first.</summary>
    public Occurrence On(DateOnly day, string zone)
    {
        var local = day.ToDateTime(Time);
        return Zones.Read(local, zone) switch
        {
            LocalReading.Never never => new Occurrence(day, PlannedTime.Read(never.Instead, zone, second: false), IsShifted: true, IsFirstOfTwo: false),
            var reading => new Occurrence(day, PlannedTime.Read(local, zone, second: false), IsShifted: false, IsFirstOfTwo: reading is LocalReading.Twice),
        };
    }

    IEnumerable<DateOnly> EveryDay()
    {
        for (var day = First; day.Year < 2200; day = day.AddDays(Every))
            yield return day;
    }

    IEnumerable<DateOnly> EveryWeek()
    {
        var monday = First.AddDays(-(((int)First.DayOfWeek + 6) % 7));
        var inWeek = Days.Select(d => ((int)d + 6) % 7).Order().ToList();
        for (; monday.Year < 2200; monday = monday.AddDays(7 * Every))
        {
            foreach (var day in inWeek)
                yield return monday.AddDays(day);
        }
    }

    IEnumerable<DateOnly> EveryMonth()
    {
        for (var month = new DateOnly(First.Year, First.Month, 1); month.Year < 2200; month = month.AddMonths(Every))
            yield return month.AddDays(Math.Min(MonthDay, DateTime.DaysInMonth(month.Year, month.Month)) - 1);
    }
}

/// <param name="Day">The rule's day, also when the post is moved away from it later.</param>
/// <param name="IsShifted">The clocks skip the rule's time on that day.</param>
/// <param name="IsFirstOfTwo">It comes twice that day, and the first is meant.</param>
public sealed record Occurrence(DateOnly Day, PlannedTime Time, bool IsShifted, bool IsFirstOfTwo);
