using System.Globalization;
using System.Text.RegularExpressions;
using Planable.Data.Times;

namespace Planable.Data.Imports;

/// <summary>Reads dates and times as tables hold them, each cell for itself: a file may mix 2026-05-12, 12.5.2026, 5/12/26 and 12 May 2026.</summary>
public static partial class ImportDates
{
    /// <summary>What a slashed date says about the order of the file's dates; null if it says nothing.</summary>
    public static DateOrder? OrderOf(string cell)
    {
        if (Slashed().Match(cell.Trim()) is not { Success: true } date)
            return null;
        var (first, second) = (Number(date.Groups["a"]), Number(date.Groups["b"]));
        return first > 12 && second <= 12 ? DateOrder.DayFirst : second > 12 && first <= 12 ? DateOrder.MonthFirst : null;
    }

    /// <param name="dateCell">May hold the time too.</param>
    /// <returns>Null if it cannot be read.</returns>
    public static DateTime? Read(string dateCell, string timeCell, TimeOnly otherwise, DateOrder order, string zone, CultureInfo culture)
    {
        var text = Spaces().Replace(dateCell.Trim(), " ");
        if (Offset().IsMatch(text))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? WithoutSeconds(Zones.ToLocal(instant, zone)) : null;
        var (date, rest) = Split(text, order, culture);
        if (date is not { } day)
            return null;
        var clock = timeCell.Trim() is { Length: > 0 } own ? own : rest;
        if (clock.Length == 0)
            return day.ToDateTime(otherwise);
        return Clock(clock) is { } time ? day.ToDateTime(time) : null;
    }

    static (DateOnly? Date, string After) Split(string text, DateOrder order, CultureInfo culture)
    {
        if (Iso().Match(text) is { Success: true } iso)
            return (Date(Number(iso.Groups["y"]), Number(iso.Groups["m"]), Number(iso.Groups["d"])), Rest(text, iso));
        if (Slashed().Match(text) is { Success: true } slashed)
        {
            var (a, b) = (Number(slashed.Groups["a"]), Number(slashed.Groups["b"]));
            var isMonthFirst = slashed.Groups["by"].Value != "." && (OrderOf(text) ?? order) == DateOrder.MonthFirst;
            return (Date(Year(slashed.Groups["y"]), isMonthFirst ? a : b, isMonthFirst ? b : a), Rest(text, slashed));
        }

        if (Worded().Match(text) is { Success: true } worded && Month(worded.Groups["name"].Value, culture) is { } month)
            return (Date(Year(worded.Groups["y"]), month, Number(worded.Groups["d"])), Rest(text, worded));
        // Days since 1900 as spreadsheets count them, where a date was saved without its format.
        if (Serial().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days))
        {
            var then = DateTime.FromOADate(days);
            return (DateOnly.FromDateTime(then), days == Math.Floor(days) ? "" : then.ToString("HH:mm", CultureInfo.InvariantCulture));
        }

        return (null, "");
    }

    static TimeOnly? Clock(string text)
    {
        if (Hours().Match(text.ToLowerInvariant()) is not { Success: true } clock)
            return null;
        var (hour, minute) = (Number(clock.Groups["h"]), clock.Groups["m"].Success ? Number(clock.Groups["m"]) : 0);
        if (clock.Groups["half"] is { Success: true, Value: var half })
        {
            if (hour is < 1 or > 12)
                return null;
            hour = (hour % 12) + (half[0] == 'p' ? 12 : 0);
        }
        else if (!clock.Groups["m"].Success && !clock.Groups["unit"].Success)
        {
            return null;
        }

        return hour < 24 && minute < 60 ? new TimeOnly(hour, minute) : null;
    }

    static int? Month(string name, CultureInfo culture)
    {
        foreach (var language in (CultureInfo[])[CultureInfo.InvariantCulture, culture])
        {
            var names = language.DateTimeFormat;
            for (var month = 1; month <= 12; month++)
            {
                foreach (var known in (string[])[names.GetMonthName(month), names.GetAbbreviatedMonthName(month)])
                {
                    if (language.CompareInfo.Compare(known.TrimEnd('.'), name.TrimEnd('.'), CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) == 0)
                        return month;
                }
            }
        }

        return null;
    }

    static DateOnly? Date(int year, int month, int day) =>
        year is > 1970 and < 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    static string Rest(string text, Match date) => text[date.Length..].Trim().TrimStart('T', ',').Trim();

    static int Year(Group group) => Number(group) is var year && group.Length == 2 ? 2000 + year : year;

    static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    static DateTime WithoutSeconds(DateTime time) => time.Date.AddHours(time.Hour).AddMinutes(time.Minute);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$")]
    private static partial Regex Offset();

    [GeneratedRegex(@"^(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})(?!\d)")]
    private static partial Regex Iso();

    [GeneratedRegex(@"^(?:\p{L}{2,10}\.?,? )?(?<a>\d{1,2})(?<by>[-/.]) ?(?<b>\d{1,2})\k<by> ?(?<y>\d{4}|\d{2})(?!\d)")]
    private static partial Regex Slashed();

    [GeneratedRegex(@"^(?:\p{L}{2,10}\.?, ?)?(?:(?<d>\d{1,2})(?:\.|st|nd|rd|th)? ?-?(?<name>\p{L}{3,10}\.?),? ?-?(?<y>\d{4})|(?<name>\p{L}{3,10}\.?) (?<d>\d{1,2})(?:st|nd|rd|th)?,? (?<y>\d{4}))(?!\d)")]
    private static partial Regex Worded();

    [GeneratedRegex(@"^[34567]\d{4}(\.\d+)?$")]
    private static partial Regex Serial();

    [GeneratedRegex(@"^(?<h>\d{1,2})(?:[:.h](?<m>\d{2}))?(?::\d{2}(?:\.\d+)?)? ?(?:(?<half>am|pm|a\.m\.|p\.m\.)|(?<unit>uhr|h))?$")]
    private static partial Regex Hours();
}
