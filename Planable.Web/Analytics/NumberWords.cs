using System.Globalization;
using Microsoft.Extensions.Localization;
using Planable.Data.Analytics;
using Planable.Data.Networks;
using Planable.Web.Shared;

namespace Planable.Web.Analytics;

/// <summary>Figures as the pages and files of the analytics say them: in the reader's format, with what is not known said to be unknown.</summary>
public sealed class NumberWords(IStringLocalizer<Words> words)
{
    public string Name(Metric metric) => words[metric.Name];

    /// <summary>"n/a" for what no network tells, a dash for what was not read.</summary>
    public string Say(Metric metric, double value, bool isTold = true) => double.IsFinite(value) ? Number(metric, value) : isTold ? "–" : words["n/a"];

    public string Say(Metric metric, double? value) => value is { } known ? Number(metric, known) : words["n/a"];

    public static string Number(Metric metric, double value) => metric.Kind == MetricKind.Rate ? Percent(value) : value.ToString("N0", CultureInfo.CurrentCulture);

    public static string Percent(double value) => (value / 100).ToString("P1", CultureInfo.CurrentCulture);

    /// <summary>"+19.8%", "−0.5 points"; null if there is nothing to compare with.</summary>
    public string? Change(Metric metric, double change)
    {
        if (!double.IsFinite(change))
            return null;
        var sign = Math.Round(change, 1) switch { > 0 => "+", < 0 => "−", _ => "±" };
        return metric.Kind == MetricKind.Rate
            ? words["{0} points", sign + Math.Abs(change).ToString("N1", CultureInfo.CurrentCulture)]
            : sign + Percent(Math.Abs(change));
    }

    /// <summary>"1–30 November 2026", "24 October – 22 November 2026".</summary>
    public static string Say(DaySpan days)
    {
        var culture = CultureInfo.CurrentCulture;
        if (days.From == days.To)
            return days.From.ToString("d MMMM yyyy", culture);
        if (days.IsMonth)
            return days.From.ToString("MMMM yyyy", culture);
        var from = days.From.Year != days.To.Year ? "d MMM yyyy" : days.From.Month != days.To.Month ? "d MMM" : "%d";
        return days.From.ToString(from, culture) + (from == "%d" ? "–" : " – ") + days.To.ToString("d MMM yyyy", culture);
    }

    /// <summary>Without the year, for chips and axes.</summary>
    public static string Short(DaySpan days)
    {
        var culture = CultureInfo.CurrentCulture;
        if (days.From == days.To)
            return days.From.ToString("ddd d MMM", culture);
        return days.From.ToString(days.From.Month == days.To.Month ? "%d" : "d MMM", culture) + "–" + days.To.ToString("d MMM", culture);
    }

    public string Preset(string preset) => preset switch
    {
        "7d" => words["Last 7 days"],
        "90d" => words["Last 90 days"],
        "month" => words["This month"],
        "last-month" => words["Last month"],
        "12m" => words["Last 12 months"],
        _ => words["Last 30 days"],
    };

    public string Name(PostType type) => type switch
    {
        PostType.Image => words["Picture"],
        PostType.Carousel => words["Carousel"],
        PostType.Video => words["Video"],
        PostType.Reel => words["Reel"],
        PostType.Story => words["Story"],
        PostType.Document => words["Document"],
        PostType.Link => words["Link"],
        PostType.Poll => words["Poll"],
        PostType.Thread => words["Thread"],
        _ => words["Text"],
    };

    public string Name(Grouping by) => by switch
    {
        Grouping.Label => words["Label"],
        Grouping.Campaign => words["Campaign"],
        Grouping.Type => words["Type"],
        Grouping.Author => words["Author"],
        Grouping.Weekday => words["Weekday"],
        _ => words["Channel"],
    };

    /// <summary>What a group of posts is called.</summary>
    public string NameOf(Grouping by, string key, string? name) => (by, key) switch
    {
        (Grouping.Label, ScoreFilter.None) => words["No label"],
        (Grouping.Campaign, ScoreFilter.None) => words["No campaign"],
        (Grouping.Type, _) when Enum.TryParse<PostType>(key, true, out var type) => Name(type),
        (Grouping.Weekday, _) when Enum.TryParse<DayOfWeek>(key, true, out var day) => CultureInfo.CurrentCulture.DateTimeFormat.GetDayName(day),
        _ => name ?? words["Unknown"],
    };
}
