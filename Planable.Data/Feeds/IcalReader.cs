namespace Planable.Data.Feeds;

/// <summary>
/// Reads calendar files (RFC 5545) as far as days and titles go: whole days and times in zones, durations, repetition with exceptions and moved occurrences,
/// cancelled entries. Files are written by strangers: an entry that cannot be read is counted and the others are read.
/// </summary>
public static class IcalReader
{
    const int TitleLength = 200;
    const int MostEvents = 5000;

    /// <param name="zone">In which days are counted.</param>
    /// <returns>Null if the text is no calendar.</returns>
    public static IcalCalendar? Read(string text, string zone, DateOnly from, DateOnly to)
    {
        var lines = IcalLine.Unfold(text.TrimStart('\uFEFF')).ToList();
        if (!lines.Exists(l => l.Trim().Equals("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase)))
            return null;
        var (entries, name, broken) = Entries(lines);
        var (read, skipped) = (new List<Entry>(), broken);
        foreach (var entry in entries)
        {
            try
            {
                if (Entry.Of(entry, zone) is { } one)
                    read.Add(one);
            }
            catch (Exception trouble) when (trouble is FormatException or ArgumentException or OverflowException)
            {
                skipped++;
            }
        }

        // An occurrence that was moved or changed alone stands in the file for itself.
        var moved = read.Where(e => e.Instead is not null).Select(e => (e.Uid, e.Instead!.Value)).ToHashSet();
        var (events, effort) = (new List<IcalEvent>(), new IcalEffort());
        foreach (var entry in read.Where(e => !e.IsCancelled))
        {
            try
            {
                events.AddRange(entry.Starts(to, effort).Where(s => entry.Instead is not null || !moved.Contains((entry.Uid, s))).Select(s => entry.On(s, zone)).Where(e => e.Last >= from && e.First <= to).Take(MostEvents - events.Count).ToList());
            }
            catch (Exception trouble) when (trouble is FormatException or ArgumentException or OverflowException)
            {
                skipped++;
            }
        }

        return new IcalCalendar(name, [.. events.OrderBy(e => e.First).ThenBy(e => e.Time)], skipped);
    }

    static (List<List<IcalLine>> Entries, string? Name, int Broken) Entries(List<string> lines)
    {
        var (entries, inside, broken) = (new List<List<IcalLine>>(), new Stack<string>(), 0);
        List<IcalLine>? open = null;
        string? name = null;
        foreach (var raw in lines)
        {
            if (IcalLine.Read(raw) is not { } line)
                continue;
            switch (line.Name)
            {
                case "BEGIN":
                    var kind = line.Value.Trim().ToUpperInvariant();
                    if (kind == "VEVENT")
                    {
                        broken += open is null ? 0 : 1;
                        open = [];
                        inside.Clear();
                    }

                    inside.Push(kind);
                    break;
                case "END":
                    var ended = inside.Count > 0 ? inside.Pop() : "";
                    if (ended == "VEVENT" && open is not null)
                    {
                        entries.Add(open);
                        open = null;
                    }

                    break;
                case "X-WR-CALNAME" when open is null:
                    name = line.Words();
                    break;
                default:
                    if (open is not null && inside.TryPeek(out var around) && around == "VEVENT")
                        open.Add(line);
                    break;
            }
        }

        return (entries, name, open is null ? broken : broken + 1);
    }

    /// <param name="Instead">The start of the occurrence it stands for.</param>
    sealed record Entry(string Uid, string Title, IcalTime Start, TimeSpan Length, IcalRule? Rule, HashSet<DateTime> Without, List<DateTime> More, DateTime? Instead, bool IsCancelled)
    {
        public static Entry? Of(List<IcalLine> lines, string home)
        {
            IcalLine? One(string name) => lines.Find(l => l.Name == name);
            var start = IcalTime.Read(One("DTSTART") ?? throw new FormatException("It has no start."), home);
            var length = One("DTEND") is { } end ? IcalTime.Read(end, home).In(start.Zone ?? home) - start.Local
                : One("DURATION") is { } duration ? IcalTime.Duration(duration.Value)
                : start.IsDay ? TimeSpan.FromDays(1) : TimeSpan.Zero;
            if (length < TimeSpan.Zero || length > TimeSpan.FromDays(3660))
                throw new FormatException("It ends before it begins.");
            IEnumerable<DateTime> Times(string name) => lines.Where(l => l.Name == name)
                .SelectMany(l => l.Value.Split(',').Select(v => IcalTime.Read(v.Split('/')[0], l.Parameters.GetValueOrDefault("TZID"), home)))
                .Select(t => t.IsDay ? t.Local + start.Local.TimeOfDay : t.In(start.Zone ?? home));
            var title = One("SUMMARY")?.Words() ?? "";
            return new Entry(
                One("UID")?.Value ?? Guid.NewGuid().ToString(),
                title.Length > TitleLength ? title[..(char.IsHighSurrogate(title[TitleLength - 1]) ? TitleLength - 1 : TitleLength)] : title,
                start,
                length,
                One("RRULE") is { } rule ? new IcalRule(rule.Value, start, home) : null,
                [.. Times("EXDATE")],
                [.. Times("RDATE")],
                One("RECURRENCE-ID") is { } instead ? IcalTime.Read(instead, home) is { IsDay: false } time ? time.In(start.Zone ?? home) : IcalTime.Read(instead, home).Local : null,
                string.Equals(One("STATUS")?.Value.Trim(), "CANCELLED", StringComparison.OrdinalIgnoreCase));
        }

        public IEnumerable<DateTime> Starts(DateOnly to, IcalEffort effort) =>
            (Rule?.From(Start.Local, to.ToDateTime(TimeOnly.MaxValue), effort) ?? [Start.Local]).Concat(More).Distinct().Where(s => !Without.Contains(s));

        public IcalEvent On(DateTime start, string zone)
        {
            var local = Start.On(start).In(zone);
            // The end is the first moment after it.
            var end = Length > TimeSpan.Zero ? Start.On(start + Length).In(zone).AddTicks(-1) : local;
            var first = DateOnly.FromDateTime(local);
            var last = DateOnly.FromDateTime(end);
            return new IcalEvent(Title, first, last < first ? first : last, Start.IsDay ? null : new TimeOnly(local.Hour, local.Minute));
        }
    }
}
