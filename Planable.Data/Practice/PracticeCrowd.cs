using Planable.Data.Demographics;
using Planable.Data.Readings;

namespace Planable.Data.Practice;

/// <summary>
/// The people an account on the practice network is followed by: they see posts, most of them on the first day, like some and click a few. The same post always does as well:
/// what is read again in a year is what would have been read now. Of shares this network tells nothing, as some networks do.
/// </summary>
public sealed record PracticeCrowd(string Account, int Size)
{
    static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public long Followers(DateTimeOffset at)
    {
        var days = (at - Beginning).TotalDays;
        return (long)(Size * (1 + (0.0007 * days) + (0.004 * Math.Sin((days + Chance("tide", 0) * 20) / 9))));
    }

    /// <summary>All that a post has come to by then.</summary>
    /// <param name="key">What makes it do well or badly.</param>
    public IReadOnlyDictionary<string, long> Post(string key, DateTimeOffset since, bool hasPicture, DateTimeOffset at)
    {
        var (reach, likes) = (ReachOf(key, since, hasPicture) * Grown(at - since), LikedBy(key, since, hasPicture));
        return new Dictionary<string, long>(StringComparer.Ordinal)
        {
            [MetricName.Reach] = (long)reach,
            [MetricName.Impressions] = (long)(reach * 1.34),
            [MetricName.Likes] = (long)(reach * likes),
            [MetricName.Comments] = (long)(reach * likes * 0.09),
            [MetricName.Saves] = (long)(reach * likes * (hasPicture ? 0.12 : 0.04)),
            [MetricName.Clicks] = (long)(reach * 0.004 * (1 + (2 * Chance(key, 3)))),
        };
    }

    /// <summary>What the account is told to have had on a day (UTC): its posts' part of it, and what happens by itself.</summary>
    public IReadOnlyDictionary<string, long> Day(DateOnly day, IEnumerable<(string Key, DateTimeOffset Out, bool HasPicture)> posts)
    {
        var (from, to) = (new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        var name = day.DayNumber.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var reach = (Size * 0.05 * (0.7 + (0.6 * Chance(name, 0))) * (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.75 : 1))
            + posts.Where(p => p.Out < to).Sum(p => ReachOf(p.Key, p.Out, p.HasPicture) * (Grown(to - p.Out) - Grown(from - p.Out)) * 0.9);
        return new Dictionary<string, long>(StringComparer.Ordinal)
        {
            [MetricName.Reach] = (long)reach,
            [MetricName.Impressions] = (long)(reach * 1.41),
            [MetricName.ProfileViews] = (long)(reach * 0.021 * (0.8 + (0.4 * Chance(name, 1)))),
            [MetricName.NewFollowers] = Followers(to) - Followers(from),
        };
    }

    /// <summary>Who they are: mostly from around the corner, as it is with shops, and slowly growing older.</summary>
    public IReadOnlyList<ToldDemographics> Groups(DateTimeOffset at)
    {
        var followers = Followers(at);
        return
        [
            Part(Dimension.Age, [("13-17", 2), ("18-24", 16), ("25-34", 34), ("35-44", 24), ("45-54", 14), ("55-64", 7), ("65+", 3)]),
            Part(Dimension.Country, [("DE", 62), ("AT", 11), ("CH", 8), ("NL", 5), ("PL", 4), ("FR", 3), ("DK", 2), ("IT", 2), ("GB", 2), ("US", 1)]),
            Part(Dimension.Language, [("de", 74), ("en", 14), ("nl", 4), ("pl", 4), ("fr", 2), ("it", 2)]),
        ];

        ToldDemographics Part(Dimension by, (string Key, double Weight)[] parts)
        {
            var weights = Array.ConvertAll(parts, p => (p.Key, Weight: p.Weight * (0.7 + (0.6 * Chance(p.Key, 5)))));
            var all = weights.Sum(p => p.Weight);
            return new ToldDemographics(by, AudienceOf.Followers, $"followers.{by.ToString().ToLowerInvariant()}", [.. weights.Select(p => new DemographicGroup(p.Key, Math.Round(followers * p.Weight / all)))]);
        }
    }

    double ReachOf(string key, DateTimeOffset at, bool hasPicture)
    {
        var luck = Chance(key, 1);
        return Size * (0.10 + (0.22 * luck) + (0.9 * Math.Pow(luck, 9))) * (hasPicture ? 1.3 : 0.85) * Hour(at);
    }

    double LikedBy(string key, DateTimeOffset at, bool hasPicture) => (0.021 + (0.034 * Chance(key, 2))) * (hasPicture ? 1.2 : 0.9) * (0.6 + (0.5 * Hour(at)));

    /// <summary>Mornings and evenings are good, weekends are slow.</summary>
    static double Hour(DateTimeOffset at)
    {
        var hour = at.UtcDateTime.TimeOfDay.TotalHours;
        var tide = 0.7 + (0.42 * Math.Exp(-Math.Pow(hour - 8, 2) / 4)) + (0.55 * Math.Exp(-Math.Pow(hour - 17, 2) / 5));
        return tide * (at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.8 : at.DayOfWeek == DayOfWeek.Thursday ? 1.15 : 1);
    }

    static double Grown(TimeSpan age) => age <= TimeSpan.Zero ? 0 : 1 - (0.82 * Math.Exp(-age.TotalHours / 16)) - (0.18 * Math.Exp(-age.TotalHours / 190));

    /// <summary>Between 0 and 1, always the same for the same (FNV-1a).</summary>
    double Chance(string key, int which)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in $"{Account}/{key}/{which}")
            hash = (hash ^ letter) * 1099511628211UL;
        hash ^= hash >> 32;
        hash *= 0x9E3779B97F4A7C15UL;
        return (hash >> 11) / (double)(1UL << 53);
    }
}
