using NodaTime;

namespace Planable.Data.Times;

/// <summary>IANA zones and what their rules make of a local time.</summary>
public static class Zones
{
    public static IReadOnlyList<string> All { get; } =
        [.. DateTimeZoneProviders.Tzdb.Ids.Where(id => id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/", StringComparison.Ordinal)).Append("Etc/UTC").Order(StringComparer.Ordinal)];

    public static bool Knows(string? zone) => zone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null;

    public static string Must(string zone) =>
        Knows(zone) ? zone : throw new RuleBroken("ZONE_UNKNOWN", "There is no time zone {0}.", zone);

    /// <summary>What a wall clock in the zone shows at the instant.</summary>
    public static DateTime ToLocal(DateTimeOffset instant, string zone) =>
        Instant.FromDateTimeOffset(instant).InZone(Of(zone)).LocalDateTime.ToDateTimeUnspecified();

    public static TimeSpan OffsetAt(DateTimeOffset instant, string zone) =>
        Of(zone).GetUtcOffset(Instant.FromDateTimeOffset(instant)).ToTimeSpan();

    /// <summary>The instant of a local time; if the clocks skip it the first one after, if it comes twice the first.</summary>
    public static DateTimeOffset ToInstantLeniently(DateTime local, string zone) =>
        Of(zone).AtLeniently(LocalDateTime.FromDateTime(local)).ToInstant().ToDateTimeOffset();

    public static LocalReading Read(DateTime local, string zone)
    {
        var mapping = Of(zone).MapLocal(LocalDateTime.FromDateTime(local));
        return mapping.Count switch
        {
            1 => new LocalReading.Once(mapping.Single().ToInstant().ToDateTimeOffset()),
            2 => new LocalReading.Twice(mapping.First().ToInstant().ToDateTimeOffset(), mapping.Last().ToInstant().ToDateTimeOffset()),
            _ => new LocalReading.Never(Of(zone).AtLeniently(LocalDateTime.FromDateTime(local)).LocalDateTime.ToDateTimeUnspecified()),
        };
    }

    /// <summary>The last part of the id, as people say it: "Europe/Berlin" is Berlin.</summary>
    public static string City(string zone) => zone[(zone.LastIndexOf('/') + 1)..].Replace('_', ' ');

    static DateTimeZone Of(string zone) => DateTimeZoneProviders.Tzdb[zone];
}

/// <summary>What a wall-clock time means in a zone.</summary>
public abstract record LocalReading
{
    public sealed record Once(DateTimeOffset Instant) : LocalReading;

    /// <summary>The clocks go back over it.</summary>
    public sealed record Twice(DateTimeOffset First, DateTimeOffset Second) : LocalReading;

    /// <summary>The clocks skip it; <paramref name="Instead"/> is the same distance after the gap.</summary>
    public sealed record Never(DateTime Instead) : LocalReading;
}
