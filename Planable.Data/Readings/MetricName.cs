namespace Planable.Data.Readings;

/// <summary>Names of the figures networks tell. A network's own figure keeps its own name where none of these means the same.</summary>
public static class MetricName
{
    /// <summary>How often it was shown.</summary>
    public const string Impressions = "impressions";

    /// <summary>How many different people saw it.</summary>
    public const string Reach = "reach";

    /// <summary>Views of a video or, where the network counts these only, of the post.</summary>
    public const string Views = "views";

    public const string Likes = "likes";

    public const string Comments = "comments";

    /// <summary>Reposts, shares, retweets.</summary>
    public const string Shares = "shares";

    /// <summary>Quotes with words of their own, where the network counts them apart.</summary>
    public const string Quotes = "quotes";

    public const string Saves = "saves";

    /// <summary>Clicks on the link, or on the post where the network does not tell them apart.</summary>
    public const string Clicks = "clicks";

    /// <summary>Every kind of reaction together, where the network sums them itself.</summary>
    public const string Engagements = "engagements";

    /// <summary>Seconds watched, of all viewers.</summary>
    public const string WatchSeconds = "watch-seconds";

    public const string Followers = "followers";

    /// <summary>Followers won on the day, less those lost where the network tells both.</summary>
    public const string NewFollowers = "new-followers";

    public const string ProfileViews = "profile-views";

    public const string Posts = "posts";

    public const string Karma = "karma";

    /// <summary>How much there is of it at a moment; everything else an account tells is of a day.</summary>
    public static bool IsLevel(string metric) => metric is Followers or Posts or Karma;
}
