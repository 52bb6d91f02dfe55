using Planable.Data.Times;

namespace Planable.Data.Networks;

public enum QuotaScope
{
    /// <summary>Each account has it for itself.</summary>
    Channel,

    /// <summary>All channels of the installation share it, through its app at the network.</summary>
    App,
}

/// <summary>How many posts a network takes from programs within a stretch of time: one that rolls along, or a day that begins at midnight somewhere.</summary>
/// <param name="Most">Posts.</param>
/// <param name="Name">What is counted, as people call it: "posts", "reels".</param>
/// <param name="Minutes">Length of a stretch that rolls along; 0 if it is a day.</param>
/// <param name="Zone">Where the day begins; null if the stretch rolls along.</param>
/// <param name="Types">Only these count; null counts all.</param>
public sealed record NetworkQuota(
    int Most, string Name, string Source, DateOnly Checked, QuotaScope Per = QuotaScope.Channel, int Minutes = 0, string? Zone = null, IReadOnlyList<PostType>? Types = null)
{
    /// <summary>What went out before no longer counts at that time.</summary>
    public DateTimeOffset Begin(DateTimeOffset at) => Zone is null ? at.AddMinutes(-Minutes) : Midnight(at, 0);

    /// <summary>When what goes out at that time no longer counts.</summary>
    public DateTimeOffset Free(DateTimeOffset at) => Zone is null ? at.AddMinutes(Minutes) : Midnight(at, 1);

    public bool Counts(PostType? type) => Types is null || (type is { } known && Types.Contains(known));

    /// <summary>The stretch in English, as in "100 posts in 24 hours".</summary>
    public string Stretch => Zone is not null ? "one day" : Minutes % 60 == 0 ? $"{Minutes / 60} hours" : $"{Minutes} minutes";

    DateTimeOffset Midnight(DateTimeOffset at, int days) => Zones.ToInstantLeniently(Zones.ToLocal(at, Zone!).Date.AddDays(days), Zone!);
}

/// <summary>What a network wants to be paid for posting through its programs' door.</summary>
/// <param name="Words">One or two sentences for people.</param>
public sealed record PostingCost(string Words, string Source, DateOnly Checked);
