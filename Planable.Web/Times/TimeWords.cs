using System.Globalization;
using Microsoft.Extensions.Localization;
using Planable.Data.Times;
using Planable.Web.Http;

namespace Planable.Web.Times;

/// <summary>
/// The one place where instants become words: in the workspace's zone unless another is named, always with the zone. For somebody whose own clock
/// shows another time it comes first: "10:00 Lisbon (11:00 Berlin)". Fields stay in the workspace's zone and say so.
/// </summary>
public sealed class TimeWords(Current current, TimeProvider clock, IStringLocalizer<Words> words)
{
    string? named;
    string? reader;

    public string Zone => named ?? (current.IsInWorkspace ? current.Workspace.Zone : "Etc/UTC");

    public string City => Zones.City(Zone);

    /// <summary>The same words in another zone: where a page shows several clients.</summary>
    /// <param name="own">The zone of the person who reads, where no workspace is open.</param>
    public TimeWords In(string zone, string? own = null) => new(current, clock, words) { named = zone, reader = own };

    public DateTimeOffset Now => clock.GetUtcNow();

    public DateTime LocalNow => Local(Now);

    public DateTime Local(DateTimeOffset instant) => Zones.ToLocal(instant, Zone);

    /// <summary>"Thu 22 Oct 2026, 09:00 Berlin".</summary>
    public string Full(DateTimeOffset instant) => Say(instant, _ => SaidTime.Full);

    /// <summary>"Thu 22 Oct, 09:00 Berlin", with the year where it is not this one.</summary>
    public string Short(DateTimeOffset instant) => Say(instant, local => local.Year == LocalNow.Year ? "ddd d MMM, HH:mm" : "ddd d MMM yyyy, HH:mm");

    /// <summary>"09:00 Berlin", where the day is known.</summary>
    public string Hour(DateTimeOffset instant) => Say(instant, _ => "HH:mm");

    /// <summary>"08:00 Lisbon" beside a time of the workspace; null for those whose clock shows the same.</summary>
    public string? Own(DateTimeOffset instant)
    {
        if (OwnZone(instant) is not { } own)
            return null;
        var (local, here) = (Zones.ToLocal(instant, own), Local(instant));
        return $"{local.ToString(local.Date == here.Date ? "HH:mm" : "ddd d MMM, HH:mm", CultureInfo.CurrentCulture)} {Zones.City(own)}";
    }

    public string Clock(DateTimeOffset instant) => Local(instant).ToString("HH:mm", CultureInfo.CurrentCulture);

    /// <summary>"3 minutes ago", "in 2 hours"; show it with <see cref="Full"/> on hover.</summary>
    public string Ago(DateTimeOffset instant)
    {
        var span = Now - instant;
        var isOver = span > TimeSpan.Zero;
        return span.Duration() switch
        {
            { TotalSeconds: < 60 } => words["just now"],
            { TotalMinutes: < 2 } => isOver ? words["1 minute ago"] : words["in 1 minute"],
            { TotalMinutes: < 60 } d => Count(isOver ? "{0} minutes ago" : "in {0} minutes", d.TotalMinutes),
            { TotalHours: < 2 } => isOver ? words["1 hour ago"] : words["in 1 hour"],
            { TotalHours: < 24 } d => Count(isOver ? "{0} hours ago" : "in {0} hours", d.TotalHours),
            { TotalDays: < 2 } => isOver ? words["1 day ago"] : words["in 1 day"],
            var d => Count(isOver ? "{0} days ago" : "in {0} days", d.TotalDays),
        };

        string Count(string phrase, double count) => words[phrase, (int)count];
    }

    public string Iso(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    string Say(DateTimeOffset instant, Func<DateTime, string> format) => SaidTime.Say(instant, Zone, Reader, format);

    string? OwnZone(DateTimeOffset instant) => SaidTime.Own(instant, Zone, Reader);

    string? Reader => reader ?? (current.Reader?.Person?.Zone);
}
