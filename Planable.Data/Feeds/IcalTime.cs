using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime.TimeZones;
using Planable.Data.Times;

namespace Planable.Data.Feeds;

/// <summary>A date, or a date and time in a zone, as a calendar file writes them.</summary>
/// <param name="Zone">Null for whole days.</param>
sealed partial record IcalTime(DateTime Local, string? Zone)
{
    public bool IsDay => Zone is null;

    /// <param name="home">Where a time without a zone is meant.</param>
    /// <exception cref="FormatException">It is no date.</exception>
    public static IcalTime Read(IcalLine line, string home) => Read(line.Value, line.Parameters.GetValueOrDefault("TZID"), home);

    public static IcalTime Read(string value, string? zone, string home)
    {
        value = value.Trim();
        if (value.Length == 8)
            return new IcalTime(DateTime.ParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture), null);
        var isUtc = value.EndsWith('Z');
        var local = DateTime.ParseExact(isUtc ? value[..^1] : value, "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        return new IcalTime(local, isUtc ? "Etc/UTC" : Known(zone) ?? home);
    }

    /// <summary>What a clock in another zone shows.</summary>
    public DateTime In(string zone) => Zone is null || Zone == zone ? Local : Zones.ToLocal(Zones.ToInstantLeniently(Local, Zone), zone);

    public IcalTime On(DateTime local) => this with { Local = local };

    /// <exception cref="FormatException">It is no duration.</exception>
    public static TimeSpan Duration(string value)
    {
        if (Durations().Match(value.Trim()) is not { Success: true } match)
            throw new FormatException("This is no duration.");
        int Part(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return new TimeSpan((Part("w") * 7) + Part("d"), Part("h"), Part("m"), Part("s"));
    }

    /// <summary>By its name, by the name Windows has for it, or by the end of a path such as "/freeassociation.sourceforge.net/Europe/Berlin".</summary>
    static string? Known(string? zone)
    {
        if (zone is null || Zones.Knows(zone))
            return zone;
        if (TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(zone, out var windows))
            return windows;
        var end = string.Join('/', zone.Split('/').TakeLast(2));
        return Zones.Knows(end) ? end : null;
    }

    [GeneratedRegex(@"^\+?P(?:(?<w>\d{1,4})W|(?:(?<d>\d{1,5})D)?(?:T(?:(?<h>\d{1,6})H)?(?:(?<m>\d{1,7})M)?(?:(?<s>\d{1,8})S)?)?)$")]
    private static partial Regex Durations();
}
