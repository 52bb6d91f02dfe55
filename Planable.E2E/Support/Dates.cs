namespace Planable.E2E.Support;

/// <summary>Days for tests: far enough ahead to be planned, and never the same for two tests, so that each finds its cards among few.</summary>
public static class Dates
{
    public static DateTime Now => TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).DateTime;

    public static DateOnly Today => DateOnly.FromDateTime(Now);

    /// <summary>A day of next month.</summary>
    public static DateOnly NextMonth(int day) => new DateOnly(Today.Year, Today.Month, 1).AddMonths(1).AddDays(day - 1);

    public static DateTime At(this DateOnly day, int hour, int minute = 0) => day.ToDateTime(new TimeOnly(hour, minute));
}
