using System.Text.Json.Serialization;
using Planable.Data.Times;

namespace Planable.Data.Notices;

/// <summary>When mails and pushes come.</summary>
public enum MailPace
{
    /// <summary>Soon, several of one kind in one mail.</summary>
    Soon,

    /// <summary>At the full hour, everything in one mail.</summary>
    Hourly,

    /// <summary>When the working day begins, everything in one mail.</summary>
    Daily,
}

/// <summary>When somebody is left in peace: hours of every day, and whole days. By the clock where they are.</summary>
/// <param name="From">Equal to <paramref name="To"/>: no hours of the day.</param>
public sealed record QuietTimes(TimeOnly From, TimeOnly To, IReadOnlyList<DayOfWeek> DaysOff)
{
    /// <summary>When a day begins for those who chose no quiet hours and one mail a day.</summary>
    static readonly TimeOnly Morning = new(8, 0);

    public static QuietTimes None { get; } = new(default, default, []);

    [JsonIgnore]
    public bool HasHours => From != To;

    /// <summary>Refuses what would leave nothing.</summary>
    public static QuietTimes Of(TimeOnly from, TimeOnly to, IReadOnlyCollection<DayOfWeek> daysOff) =>
        daysOff.Distinct().Count() < 7 ? new QuietTimes(from, to, [.. daysOff.Distinct().Order()]) : throw new RuleBroken("DAYS_ALL_OFF", "Leave at least one day on which you can be told.");

    /// <summary>The first moment from <paramref name="at"/> on at which they may be disturbed.</summary>
    public DateTimeOffset Open(DateTimeOffset at, string zone)
    {
        var local = Zones.ToLocal(at, zone);
        var open = Open(local);
        return open == local ? at : Zones.ToInstantLeniently(open, zone);
    }

    /// <summary>When the next mail goes out for somebody who wants them together.</summary>
    public DateTimeOffset Next(MailPace pace, DateTimeOffset at, string zone)
    {
        if (pace == MailPace.Soon)
            return Open(at, zone);
        var local = Zones.ToLocal(at, zone);
        var next = pace == MailPace.Hourly ? local.Date.AddHours(local.Hour + 1) : local.Date.Add((HasHours ? To : Morning).ToTimeSpan());
        return Zones.ToInstantLeniently(Open(next < local ? next.AddDays(1) : next), zone);
    }

    DateTime Open(DateTime local)
    {
        while (true)
        {
            var time = TimeOnly.FromDateTime(local);
            if (DaysOff.Contains(local.DayOfWeek))
                local = local.Date.AddDays(1);
            else if (HasHours && (From < To ? time >= From && time < To : time < To))
                local = local.Date + To.ToTimeSpan();
            else if (HasHours && From > To && time >= From)
                local = local.Date.AddDays(1) + To.ToTimeSpan();
            else
                return local;
        }
    }
}
