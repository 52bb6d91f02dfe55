using System.Globalization;

namespace Planable.Data.Feeds;

/// <summary>An RRULE: which days something comes on. Parts that hardly any calendar uses (BYHOUR, BYWEEKNO, BYYEARDAY ...) are not understood, and an entry with one is not guessed at.</summary>
sealed class IcalRule
{
    static readonly string[] DayNames = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    readonly string frequency;
    readonly int interval;
    readonly int? count;
    readonly DateTime? until;
    readonly List<(int Nth, DayOfWeek Day)> days;
    readonly List<int> monthDays;
    readonly List<int> months;
    readonly List<int> positions;
    readonly DayOfWeek weekStart;

    /// <exception cref="FormatException">A part is broken or not understood.</exception>
    public IcalRule(string value, IcalTime start, string home)
    {
        var parts = value.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0].ToUpperInvariant(), p => p[1].ToUpperInvariant(), StringComparer.Ordinal);
        if (parts.Keys.FirstOrDefault(k => k is not ("FREQ" or "INTERVAL" or "COUNT" or "UNTIL" or "BYDAY" or "BYMONTHDAY" or "BYMONTH" or "BYSETPOS" or "WKST")) is { } strange)
            throw new FormatException($"{strange} is not understood.");
        frequency = parts.GetValueOrDefault("FREQ") ?? "";
        if (frequency is not ("DAILY" or "WEEKLY" or "MONTHLY" or "YEARLY"))
            throw new FormatException("This frequency is not understood.");
        interval = Math.Clamp(Number(parts, "INTERVAL") ?? 1, 1, 1000);
        count = Number(parts, "COUNT");
        if (parts.GetValueOrDefault("UNTIL") is { } end)
            until = IcalTime.Read(end, null, home) is { IsDay: false } time ? time.In(start.Zone ?? home) : IcalTime.Read(end, null, home).Local.AddDays(1).AddTicks(-1);
        days = [.. List(parts, "BYDAY").Select(Day)];
        monthDays = [.. List(parts, "BYMONTHDAY").Select(Number)];
        months = [.. List(parts, "BYMONTH").Select(Number)];
        positions = [.. List(parts, "BYSETPOS").Select(Number)];
        weekStart = parts.GetValueOrDefault("WKST") is { } first ? Day(first).Day : DayOfWeek.Monday;
    }

    /// <summary>The first one included; local times in the zone of the start, none later than the last.</summary>
    public IEnumerable<DateTime> From(DateTime start, DateTime last, IcalEffort effort)
    {
        yield return start;
        var made = 1;
        for (var period = 0; ; period++)
        {
            effort.Spend();
            var (begins, dates) = Period(start, period * interval);
            if (begins > last.Date)
                yield break;
            foreach (var date in InPosition(dates))
            {
                var time = date + start.TimeOfDay;
                if (time <= start)
                    continue;
                if (time > last || time > until || made >= count)
                    yield break;
                made++;
                yield return time;
            }
        }
    }

    (DateTime Begins, IEnumerable<DateTime> Dates) Period(DateTime start, int steps)
    {
        switch (frequency)
        {
            case "DAILY":
                var day = start.Date.AddDays(steps);
                return (day, Fits(day) ? [day] : []);
            case "WEEKLY":
                var week = start.Date.AddDays(-(((int)start.DayOfWeek - (int)weekStart + 7) % 7) + (7 * steps));
                return (week, Enumerable.Range(0, 7).Select(i => week.AddDays(i)).Where(d => (days.Count == 0 ? d.DayOfWeek == start.DayOfWeek : days.Exists(x => x.Day == d.DayOfWeek)) && InMonths(d)));
            case "MONTHLY":
                var month = new DateTime(start.Year, start.Month, 1).AddMonths(steps);
                return (month, InMonths(month) ? InMonth(month, start) : []);
            default:
                var year = new DateTime(Math.Min(start.Year + steps, 9998), 1, 1);
                if (months.Count == 0 && days.Count > 0 && monthDays.Count == 0)
                    return (year, OnWeekdays(Enumerable.Range(0, DateTime.IsLeapYear(year.Year) ? 366 : 365).Select(i => year.AddDays(i))));
                return (year, (months.Count > 0 ? months : [start.Month]).Where(m => m is >= 1 and <= 12).Order().SelectMany(m => InMonth(new DateTime(year.Year, m, 1), start)));
        }
    }

    IEnumerable<DateTime> InMonth(DateTime month, DateTime start)
    {
        var length = DateTime.DaysInMonth(month.Year, month.Month);
        var all = Enumerable.Range(1, length).Select(d => new DateTime(month.Year, month.Month, d));
        if (monthDays.Count > 0)
            return all.Where(d => (monthDays.Contains(d.Day) || monthDays.Contains(d.Day - length - 1)) && (days.Count == 0 || days.Exists(x => x.Day == d.DayOfWeek)));
        return days.Count > 0 ? OnWeekdays(all) : all.Where(d => d.Day == start.Day);
    }

    IEnumerable<DateTime> OnWeekdays(IEnumerable<DateTime> stretch)
    {
        var all = stretch.ToList();
        return all.Where(d => days.Exists(x => x.Day == d.DayOfWeek && (x.Nth == 0 || Nth(x.Nth, x.Day) == d)));

        DateTime? Nth(int nth, DayOfWeek day)
        {
            var same = all.Where(d => d.DayOfWeek == day).ToList();
            var index = nth > 0 ? nth - 1 : same.Count + nth;
            return index >= 0 && index < same.Count ? same[index] : null;
        }
    }

    IEnumerable<DateTime> InPosition(IEnumerable<DateTime> dates)
    {
        if (positions.Count == 0)
            return dates;
        var all = dates.ToList();
        return all.Where((_, i) => positions.Contains(i + 1) || positions.Contains(i - all.Count));
    }

    bool Fits(DateTime day) =>
        InMonths(day) && (days.Count == 0 || days.Exists(x => x.Day == day.DayOfWeek))
        && (monthDays.Count == 0 || monthDays.Contains(day.Day) || monthDays.Contains(day.Day - DateTime.DaysInMonth(day.Year, day.Month) - 1));

    bool InMonths(DateTime day) => months.Count == 0 || months.Contains(day.Month);

    static (int Nth, DayOfWeek Day) Day(string value)
    {
        value = value.Trim();
        var day = value.Length >= 2 ? Array.IndexOf(DayNames, value[^2..]) : -1;
        if (day < 0)
            throw new FormatException("This is no day of the week.");
        return (value.Length == 2 ? 0 : Number(value[..^2]), (DayOfWeek)day);
    }

    static string[] List(Dictionary<string, string> parts, string name) => parts.GetValueOrDefault(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    static int? Number(Dictionary<string, string> parts, string name) => parts.GetValueOrDefault(name) is { } value ? Number(value) : null;

    static int Number(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException("This is no number.");
}

/// <summary>How much one file may make us count: rules that never come due would else count for ever.</summary>
sealed class IcalEffort
{
    int left = 2_000_000;

    public void Spend()
    {
        if (--left < 0)
            throw new FormatException("This takes too long to count.");
    }
}
