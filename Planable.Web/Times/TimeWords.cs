using System.Globalization;
using Planable.Data.Times;
using Planable.Web.Http;

namespace Planable.Web.Times;

/// <summary>The one place where instants become words: in the workspace's zone unless another is named, always with the zone.</summary>
public sealed class TimeWords(Current current, TimeProvider clock)
{
    string? named;

    public string Zone => named ?? (current.IsInWorkspace ? current.Workspace.Zone : "Etc/UTC");

    public string City => Zones.City(Zone);

    /// <summary>The same words in another zone: where a page shows several clients.</summary>
    public TimeWords In(string zone) => new(current, clock) { named = zone };

    public DateTimeOffset Now => clock.GetUtcNow();

    public DateTime LocalNow => Local(Now);

    public DateTime Local(DateTimeOffset instant) => Zones.ToLocal(instant, Zone);

    /// <summary>"Thu 22 Oct 2026, 09:00 Berlin".</summary>
    public string Full(DateTimeOffset instant) => $"{Local(instant).ToString("ddd d MMM yyyy, HH:mm", CultureInfo.CurrentCulture)} {City}";

    /// <summary>"Thu 22 Oct, 09:00 Berlin", with the year where it is not this one.</summary>
    public string Short(DateTimeOffset instant)
    {
        var local = Local(instant);
        return $"{local.ToString(local.Year == LocalNow.Year ? "ddd d MMM, HH:mm" : "ddd d MMM yyyy, HH:mm", CultureInfo.CurrentCulture)} {City}";
    }

    public string Clock(DateTimeOffset instant) => Local(instant).ToString("HH:mm", CultureInfo.CurrentCulture);

    /// <summary>"3 minutes ago", "in 2 hours"; show it with <see cref="Full"/> on hover.</summary>
    public string Ago(DateTimeOffset instant)
    {
        var span = Now - instant;
        var (count, unit) = span.Duration() switch
        {
            { TotalSeconds: < 60 } => (0, ""),
            { TotalMinutes: < 60 } d => ((int)d.TotalMinutes, "minute"),
            { TotalHours: < 24 } d => ((int)d.TotalHours, "hour"),
            var d => ((int)d.TotalDays, "day"),
        };
        if (count == 0)
            return "just now";
        var words = $"{count} {unit}{(count == 1 ? "" : "s")}";
        return span > TimeSpan.Zero ? $"{words} ago" : $"in {words}";
    }

    public string Iso(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
