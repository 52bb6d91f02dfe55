using System.Globalization;

namespace Planable.Data.Times;

/// <summary>An instant in words, with its zone. For somebody whose own clock shows another time that comes first: "10:00 Lisbon (11:00 Berlin)".</summary>
public static class SaidTime
{
    public const string Full = "ddd d MMM yyyy, HH:mm";

    /// <param name="zone">Where the client is.</param>
    /// <param name="reader">Where whoever reads is; null if nobody knows.</param>
    /// <param name="format">Of the local time that is said first.</param>
    public static string Say(DateTimeOffset instant, string zone, string? reader, Func<DateTime, string> format)
    {
        var here = Zones.ToLocal(instant, zone);
        if (Own(instant, zone, reader) is not { } own)
            return $"{here.ToString(format(here), CultureInfo.CurrentCulture)} {Zones.City(zone)}";
        var local = Zones.ToLocal(instant, own);
        var there = here.ToString(local.Date == here.Date ? "HH:mm" : "ddd d MMM, HH:mm", CultureInfo.CurrentCulture);
        return $"{local.ToString(format(local), CultureInfo.CurrentCulture)} {Zones.City(own)} ({there} {Zones.City(zone)})";
    }

    public static string InFull(DateTimeOffset instant, string zone, string? reader) => Say(instant, zone, reader, _ => Full);

    /// <summary>Two zones may show the same clock: then the client's is enough.</summary>
    public static string? Own(DateTimeOffset instant, string zone, string? reader) =>
        reader is { } own && own != zone && Zones.Knows(own) && Zones.OffsetAt(instant, own) != Zones.OffsetAt(instant, zone) ? own : null;
}
