using System.Globalization;

namespace Planable.Data.Analytics;

public enum Comparison
{
    Before,
    Year,
    None,
}

public enum Grain
{
    Day,
    Week,
    Month,
}

/// <summary>What somebody looks at in the figures: days, comparison, channels, metric. Read from an address and written back into one; what it does not know is ignored.</summary>
public sealed record AnalyticsQuery
{
    /// <summary>Names of stretches that end yesterday: networks have not counted today yet.</summary>
    public static readonly IReadOnlyList<string> Presets = ["7d", "30d", "90d", "month", "last-month", "12m"];

    public const int LongestDays = 800;

    /// <summary>Null for days of one's own.</summary>
    public string? Preset { get; private init; } = "30d";

    public DaySpan? Own { get; private init; }

    /// <summary>Days were asked for that cannot be shown, and others are: some are no days, the last lies before the first, or there are too many of them.</summary>
    public bool IsOtherwise { get; private init; }

    public Comparison With { get; private init; }

    /// <summary>None stands for all.</summary>
    public IReadOnlyList<Guid> Channels { get; private init; } = [];

    public string Metric { get; private init; } = Readings.MetricName.Reach;

    /// <summary>Null leaves it to the number of days.</summary>
    public Grain? By { get; private init; }

    /// <param name="value">The value of a parameter of the address, null if it is not there.</param>
    public static AnalyticsQuery Read(Func<string, string?> value)
    {
        var own = Day(value("from")) is { } from && Day(value("to")) is { } to && from <= to ? new DaySpan(to.DayNumber - from.DayNumber < LongestDays ? from : to.AddDays(-LongestDays + 1), to) : (DaySpan?)null;
        return new AnalyticsQuery
        {
            Own = own,
            IsOtherwise = own is { } shown ? Day(value("from")) != shown.From : value("from") is not null || value("to") is not null,
            Preset = own is not null ? null : Presets.Contains(value("days")) ? value("days") : "30d",
            With = One<Comparison>(value("with")) ?? Comparison.Before,
            Channels = [.. (value("channel") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(v => Guid.TryParse(v, out var id) ? id : (Guid?)null).OfType<Guid>().Distinct().Order()],
            Metric = Analytics.Metric.Find(value("metric"))?.Key ?? Readings.MetricName.Reach,
            By = One<Grain>(value("by")),
        };
    }

    public DaySpan Days(DateOnly today)
    {
        var yesterday = today.AddDays(-1);
        if (Own is { } own)
            return own;
        return Preset switch
        {
            "7d" => new(yesterday.AddDays(-6), yesterday),
            "90d" => new(yesterday.AddDays(-89), yesterday),
            "month" => new(new DateOnly(yesterday.Year, yesterday.Month, 1), yesterday),
            "last-month" => new(new DateOnly(today.Year, today.Month, 1).AddMonths(-1), new DateOnly(today.Year, today.Month, 1).AddDays(-1)),
            "12m" => new(yesterday.AddYears(-1).AddDays(1), yesterday),
            _ => new(yesterday.AddDays(-29), yesterday),
        };
    }

    public DaySpan? ComparedWith(DateOnly today) => With switch
    {
        Comparison.Before => Days(today).Before,
        Comparison.Year => Days(today).YearBefore,
        _ => null,
    };

    public Grain GrainFor(DaySpan days) => By ?? (days.Length <= 62 ? Grain.Day : days.Length <= 190 ? Grain.Week : Grain.Month);

    /// <summary>The parameters that differ from what is shown without any, beginning with a question mark; empty without any.</summary>
    public string Address(params ReadOnlySpan<(string Name, string? Value)> more)
    {
        var parts = new List<string>();
        if (Own is { } own)
            parts.AddRange([$"from={Iso(own.From)}", $"to={Iso(own.To)}"]);
        else if (Preset != "30d")
            parts.Add($"days={Preset}");
        if (With != Comparison.Before)
            parts.Add("with=" + Name(With));
        if (Channels.Count > 0)
            parts.Add("channel=" + string.Join(',', Channels));
        if (Metric != Readings.MetricName.Reach)
            parts.Add("metric=" + Metric);
        if (By is { } by)
            parts.Add("by=" + Name(by));
        foreach (var (name, value) in more)
        {
            if (value is not null)
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    /// <summary>All of them where none in particular is named, or none of those named is there.</summary>
    public IReadOnlyList<BoardChannel> Chosen(IReadOnlyList<BoardChannel> channels) => channels.Where(c => Channels.Contains(c.Id)).ToList() is { Count: > 0 } named ? named : channels;

    public AnalyticsQuery On(string preset) => this with { Preset = preset, Own = null, By = null };

    public AnalyticsQuery Between(DaySpan days) => this with { Preset = null, Own = days, By = null };

    public AnalyticsQuery Against(Comparison with) => this with { With = with };

    public AnalyticsQuery Showing(string metric) => this with { Metric = metric };

    public AnalyticsQuery In(Grain? by) => this with { By = by };

    public AnalyticsQuery Of(IEnumerable<Guid> channels) => this with { Channels = [.. channels.Order()] };

    /// <param name="all">Every channel there is: choosing all of them, or the last one off, chooses none in particular.</param>
    public AnalyticsQuery Toggle(Guid channel, IReadOnlyCollection<Guid> all)
    {
        var chosen = Channels.Count == 0 ? all : Channels;
        List<Guid> next = chosen.Contains(channel) ? [.. chosen.Where(c => c != channel)] : [.. chosen, channel];
        return Of(next.Count == 0 || next.Count == all.Count ? [] : next);
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Name<T>(T one)
        where T : struct, Enum => one.ToString().ToLowerInvariant();

    static DateOnly? Day(string? value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 2200 ? day : null;

    static T? One<T>(string? name)
        where T : struct, Enum => name is [var first, ..] && char.IsAsciiLetter(first) && Enum.TryParse<T>(name, ignoreCase: true, out var one) ? one : null;
}
