using System.Globalization;
using System.Text.RegularExpressions;

namespace Planable.Data.Times;

/// <summary>
/// Reads a date and time as people type it: "fri 9", "tomorrow 14:30", "2026-11-22 09:00", "22 nov 9:15 pm", "in 2 hours", "18:00".
/// English words, day before month. Gives the wall clock only; what it means in a zone is for <see cref="PlannedTime"/>.
/// </summary>
public static partial class PlannedTimeText
{
    static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    /// <param name="now">The wall clock where the post is planned.</param>
    /// <returns>Null if it cannot be read.</returns>
    public static DateTime? Read(string typed, DateTime now)
    {
        var text = Spaces().Replace(typed.Trim().ToLowerInvariant(), " ");
        if (FromNow().Match(text) is { Success: true } span)
            return After(now, span);

        var clock = Clock().Match(text);
        if (!clock.Success || Time(clock) is not { } time)
            return null;
        var day = text[..clock.Index].Trim();
        if (day.EndsWith(" at", StringComparison.Ordinal) || day == "at")
            day = day[..^2].Trim();

        if (day.Length > 0)
            return Day(day, now) is { } date && date.ToDateTime(time) is var planned ? (IsWeekday(day) && planned <= now ? planned.AddDays(7) : planned) : null;
        var today = now.Date + time.ToTimeSpan();
        return today > now ? today : today.AddDays(1);
    }

    static DateTime? After(DateTime now, Match span)
    {
        var count = int.Parse(span.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
        var then = span.Groups["unit"].Value[0] switch { 'm' => now.AddMinutes(count), 'h' => now.AddHours(count), 'd' => now.AddDays(count), _ => now.AddDays(7 * count) };
        return new DateTime(then.Year, then.Month, then.Day, then.Hour, then.Minute, 0);
    }

    static TimeOnly? Time(Match clock)
    {
        var hour = int.Parse(clock.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture);
        var minute = clock.Groups["minute"].Success ? int.Parse(clock.Groups["minute"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (clock.Groups["half"] is { Success: true, Value: var half })
        {
            if (hour is < 1 or > 12)
                return null;
            hour = (hour % 12) + (half[0] == 'p' ? 12 : 0);
        }

        return hour < 24 && minute < 60 ? new TimeOnly(hour, minute) : null;
    }

    static DateOnly? Day(string words, DateTime now)
    {
        var today = DateOnly.FromDateTime(now);
        if (words == "today")
            return today;
        if (words is "tomorrow" or "tmrw" or "tom")
            return today.AddDays(1);
        var next = words.StartsWith("next ", StringComparison.Ordinal);
        if (Weekday(next ? words[5..] : words) is { } weekday)
            return today.AddDays((((int)weekday - (int)today.DayOfWeek + 7) % 7) + (next && weekday == today.DayOfWeek ? 7 : 0));
        if (DateOnly.TryParseExact(words, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var iso))
            return iso;
        if (Weekday(words.Split(' ')[0]) is not null && words.Contains(' '))
            words = words[(words.IndexOf(' ') + 1)..];
        return Dated().Match(words) is { Success: true } dated ? Date(dated, today) : null;
    }

    static DateOnly? Date(Match dated, DateOnly today)
    {
        var name = dated.Groups["name"].Success ? dated.Groups["name"].Value : dated.Groups["first"].Value;
        var month = dated.Groups["number"].Success
            ? int.Parse(dated.Groups["number"].ValueSpan, CultureInfo.InvariantCulture)
            : Array.FindIndex(Months, m => m.StartsWith(name, StringComparison.Ordinal)) + 1;
        var day = int.Parse((dated.Groups["day"].Success ? dated.Groups["day"] : dated.Groups["last"]).ValueSpan, CultureInfo.InvariantCulture);
        var given = dated.Groups["year"].Success;
        var year = given ? int.Parse(dated.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) : today.Year;
        if (month is < 1 or > 12 || day < 1 || year < 1 || day > DateTime.DaysInMonth(year, month))
            return null;
        var date = new DateOnly(year, month, day);
        return given || date >= today ? date : date.AddYears(1);
    }

    static bool IsWeekday(string words) => Weekday(words) is not null;

    static DayOfWeek? Weekday(string word) =>
        word.Length >= 2 && Array.FindIndex(Days, d => d.StartsWith(word, StringComparison.Ordinal)) is >= 0 and var day ? (DayOfWeek)day : null;

    // Also the T of 2026-11-22T09:00.
    [GeneratedRegex(@"[\s,]+|(?<=[0-9])t(?=[0-9])")]
    private static partial Regex Spaces();

    [GeneratedRegex("^in (?<count>[0-9]{1,4}) ?(?<unit>m|min|mins|minutes?|h|hours?|d|days?|w|weeks?)$")]
    private static partial Regex FromNow();

    [GeneratedRegex(@"(?:^|(?<= ))(?<hour>[0-9]{1,2})(?:[:.h](?<minute>[0-9]{2}))?(?::00)? ?(?<half>am|pm)?$")]
    private static partial Regex Clock();

    [GeneratedRegex(@"^(?:(?<day>[0-9]{1,2})(?:\.|st|nd|rd|th)? ?(?<name>[a-z]{3,9})\.?|(?<day>[0-9]{1,2})[./](?<number>[0-9]{1,2})\.?|(?<first>[a-z]{3,9}) (?<last>[0-9]{1,2})(?:st|nd|rd|th)?)(?:[ ./](?<year>[0-9]{4}))?$")]
    private static partial Regex Dated();
}
