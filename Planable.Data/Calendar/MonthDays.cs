using Planable.Data.Times;

namespace Planable.Data.Calendar;

/// <summary>The days a view shows: of a month whole weeks, those of the neighbours included; one week; or one day.</summary>
public sealed record MonthDays(DateOnly Month, DateOnly First, DateOnly Last)
{
    public static MonthDays Around(DateOnly day, DayOfWeek weekStart)
    {
        var month = new DateOnly(day.Year, day.Month, 1);
        var first = month.AddDays(-(((int)month.DayOfWeek - (int)weekStart + 7) % 7));
        var end = month.AddMonths(1).AddDays(-1);
        var last = end.AddDays(6 - (((int)end.DayOfWeek - (int)weekStart + 7) % 7));
        return new MonthDays(month, first, last);
    }

    public static MonthDays Of(CalendarView view, DateOnly day, DayOfWeek weekStart) => view switch
    {
        CalendarView.Week => WeekOf(day, weekStart),
        CalendarView.Day => new MonthDays(new DateOnly(day.Year, day.Month, 1), day, day),
        _ => Around(day, weekStart),
    };

    static MonthDays WeekOf(DateOnly day, DayOfWeek weekStart)
    {
        var first = day.AddDays(-(((int)day.DayOfWeek - (int)weekStart + 7) % 7));
        return new MonthDays(new DateOnly(day.Year, day.Month, 1), first, first.AddDays(6));
    }

    public IEnumerable<DateOnly> All => Enumerable.Range(0, Last.DayNumber - First.DayNumber + 1).Select(First.AddDays);

    /// <summary>The days in instants: from the start of the first to the start of the one after the last.</summary>
    public static (DateTimeOffset From, DateTimeOffset Before) Instants(DateOnly first, DateOnly last, string zone) =>
        (Zones.ToInstantLeniently(first.ToDateTime(TimeOnly.MinValue), zone), Zones.ToInstantLeniently(last.AddDays(1).ToDateTime(TimeOnly.MinValue), zone));
}
