using System.Text.Json.Serialization;

namespace Planable.Data.Reports;

/// <summary>Everything a report is drawn from, as it was at one moment: the same data make the same file, whenever it is drawn.</summary>
/// <param name="Before">The days it is compared with; null without.</param>
/// <param name="Stale">Channels whose figures are older than its days.</param>
public sealed record ReportData(
    string Client, string Company, string Zone, DateOnly From, DateOnly To, ReportDays? Before, DateTimeOffset At, IReadOnlyList<ReportFigure> Figures, IReadOnlyList<ReportChannel> Channels,
    IReadOnlyList<ReportPost> Posts, IReadOnlyList<ReportPlanned> Planned, IReadOnlyList<string> Stale)
{
    /// <summary>Of reports made before links were counted there is nothing.</summary>
    public IReadOnlyList<ReportLink> Links { get; init; } = [];
}

public sealed record ReportDays(DateOnly From, DateOnly To);

/// <param name="Name">In English; a key of the words.</param>
/// <param name="Total">Null where no network tells it or nothing was read: never 0 instead.</param>
/// <param name="Days">Null for a day that was not read.</param>
public sealed record ReportFigure(string Key, string Name, bool IsRate, double? Total, double? TotalBefore, IReadOnlyList<double?> Days)
{
    /// <summary>In percent, of a rate in points.</summary>
    [JsonIgnore]
    public double? Change => (Total, TotalBefore) switch
    {
        ({ } now, { } before) when IsRate => now - before,
        ({ } now, { } before) when before > 0 => 100 * (now - before) / before,
        _ => null,
    };

    [JsonIgnore]
    public bool IsKnown => Total is not null;
}

public sealed record ReportChannel(string Name, string Network, DateTimeOffset? ReadAt, int Posts, IReadOnlyList<ReportFigure> Figures)
{
    public ReportFigure? Of(string key) => Figures.FirstOrDefault(f => f.Key == key);
}

/// <param name="Sha256">Of its first picture, for paper.</param>
public sealed record ReportPost(Guid Id, DateTime Local, string Text, string Channel, string Network, string? Sha256, double? Reach, double? Engagements, double? Rate, double? Clicks);

public sealed record ReportPlanned(DateTime Local, string Text, string Channels);

/// <param name="Target">Where it leads, without what the campaign tags add.</param>
/// <param name="People">Who followed it, each once a day.</param>
public sealed record ReportLink(string Target, string Text, string Channel, int People);
