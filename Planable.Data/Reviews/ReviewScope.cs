using System.Text.Json.Serialization;

namespace Planable.Data.Reviews;

/// <summary>Which posts a link shows: all that the client sees, narrowed by whatever is named here.</summary>
/// <param name="From">First day, in the client's zone.</param>
/// <param name="Channels">Empty for all. Of a post, only what goes to these is shown.</param>
/// <param name="Posts">A picked set; empty for all.</param>
public sealed record ReviewScope(DateOnly? From, DateOnly? To, IReadOnlyList<Guid> Channels, IReadOnlyList<Guid> Labels, IReadOnlyList<Guid> Posts)
{
    public const int MostPosts = 200;

    public static readonly ReviewScope All = new(null, null, [], [], []);

    /// <summary>Does it show what a post says on this channel?</summary>
    public bool Shows(Guid channelId) => Channels.Count == 0 || Channels.Contains(channelId);

    [JsonIgnore]
    public bool IsPicked => Posts.Count > 0;

    internal static ReviewScope Of(ReviewScope typed)
    {
        if (typed is { From: { } from, To: { } to } && to < from)
            throw new RuleBroken("PERIOD_WRONG", "The last day comes before the first.");
        if (typed.Posts.Count > MostPosts)
            throw new RuleBroken("POSTS_MANY", "A link shows up to {0} picked posts.", MostPosts);
        return typed with { Channels = [.. typed.Channels.Distinct()], Labels = [.. typed.Labels.Distinct()], Posts = [.. typed.Posts.Distinct()] };
    }
}

public enum ReviewShare
{
    /// <summary>The posts as they are when somebody looks.</summary>
    Live,

    /// <summary>The posts as they were when the link was made.</summary>
    Frozen,
}

/// <summary>What somebody with the link may do.</summary>
public enum ReviewReach
{
    Look,
    Comment,
    Decide,
}

/// <summary>A post as it was when a link was frozen.</summary>
public sealed record FrozenPost(Guid PostId, int Version, DateTimeOffset? ScheduledAt);
