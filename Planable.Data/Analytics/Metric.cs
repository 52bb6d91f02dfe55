using Planable.Data.Readings;

namespace Planable.Data.Analytics;

public enum MetricKind
{
    /// <summary>Of a day; days add up.</summary>
    Sum,

    /// <summary>As of a moment; the last one of a stretch of days counts, and its change is what was won.</summary>
    Level,

    /// <summary>One figure divided by another, over the whole stretch.</summary>
    Rate,
}

/// <summary>A figure the pages know by name, whichever network tells it.</summary>
/// <param name="Name">In English; a key of the words.</param>
/// <param name="Definition">One or two sentences: what it counts, and what it does not.</param>
public sealed record Metric(string Key, MetricKind Kind, string Name, string Definition)
{
    public const string EngagementRate = "engagement-rate";

    /// <summary>In the order of the cards.</summary>
    public static readonly IReadOnlyList<Metric> All =
    [
        new(MetricName.Reach, MetricKind.Sum, "Reach", "People who saw something of the channel on a day. Days and channels are added up: somebody who comes back, or follows two channels, counts again."),
        new(MetricName.Engagements, MetricKind.Sum, "Engagements", "Reactions, comments, shares and saves on a day: the network's own count where it tells one, otherwise its parts added up."),
        new(EngagementRate, MetricKind.Rate, "Engagement rate", "Engagements divided by reach; where a network tells no reach by impressions, then by views. Only channels and days with both are in it."),
        new(MetricName.Followers, MetricKind.Level, "Followers", "Followers at the end of the last day that was read."),
        new(MetricName.Clicks, MetricKind.Sum, "Link clicks", "Clicks on links as the network counts them, on the day they were first seen."),
        new(MetricName.Impressions, MetricKind.Sum, "Impressions", "How often something of the channel was shown on a day, to the same people again too."),
        new(MetricName.Views, MetricKind.Sum, "Views", "Views of videos on a day or, where a network counts views of everything, of all posts."),
        new(MetricName.NewFollowers, MetricKind.Sum, "New followers", "Followers won on a day, less those lost where the network tells both."),
        new(MetricName.ProfileViews, MetricKind.Sum, "Profile views", "How often the profile itself was opened on a day."),
        new(MetricName.Likes, MetricKind.Sum, "Likes", "Likes, favourites and other reactions on a day."),
        new(MetricName.Comments, MetricKind.Sum, "Comments", "Comments and replies on a day."),
        new(MetricName.Shares, MetricKind.Sum, "Shares", "Shares, reposts and retweets on a day."),
        new(MetricName.Saves, MetricKind.Sum, "Saves", "Posts that people saved or bookmarked on a day."),
    ];

    /// <summary>Cards that are always there: one that no network tells says so.</summary>
    public static readonly IReadOnlyList<Metric> Main = [.. All.Take(5)];

    /// <summary>Those a single post can have, the ones it is ranked by first.</summary>
    public static readonly IReadOnlyList<string> OfPosts =
        [EngagementRate, MetricName.Engagements, MetricName.Reach, MetricName.Impressions, MetricName.Views, MetricName.Likes, MetricName.Comments, MetricName.Shares, MetricName.Saves, MetricName.Clicks];

    /// <summary>Of these engagements are put together where the network does not tell them itself.</summary>
    public static readonly IReadOnlyList<string> EngagementParts = [MetricName.Likes, MetricName.Comments, MetricName.Shares, MetricName.Quotes, MetricName.Saves];

    /// <summary>By which a rate is divided, the best first.</summary>
    public static readonly IReadOnlyList<string> RateBases = [MetricName.Reach, MetricName.Impressions, MetricName.Views];

    public static Metric? Find(string? key) => All.FirstOrDefault(m => m.Key == key);

    public static Metric Of(string key) => Find(key) ?? throw new ArgumentException($"There is no metric {key}.", nameof(key));

    /// <summary>All reactions to a post together.</summary>
    /// <returns>Null if none was told.</returns>
    public static long? EngagementsOf(IReadOnlyDictionary<string, long>? figures)
    {
        if (figures is null)
            return null;
        if (figures.TryGetValue(MetricName.Engagements, out var own))
            return own;
        var told = EngagementParts.Where(figures.ContainsKey).ToList();
        return told.Count == 0 ? null : told.Sum(part => figures[part]);
    }

    /// <returns>What a post's engagements are divided by, and its name; null if the network tells none of them.</returns>
    public static (string Key, long Value)? BaseOf(IReadOnlyDictionary<string, long>? figures) =>
        figures is not null && RateBases.FirstOrDefault(b => figures.GetValueOrDefault(b) > 0) is { } key ? (key, figures[key]) : null;

    /// <summary>In percent.</summary>
    public static double? RateOf(IReadOnlyDictionary<string, long>? figures) =>
        EngagementsOf(figures) is { } engagements && BaseOf(figures) is { } by ? 100d * engagements / by.Value : null;
}
