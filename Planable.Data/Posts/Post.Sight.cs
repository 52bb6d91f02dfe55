using Planable.Data.Members;

namespace Planable.Data.Posts;

/// <summary>Who sees all of it. Somebody limited to some channels reads their part; what reaches the whole post is not theirs to do.</summary>
public partial class Post
{
    public const string PartlyHidden = "POST_PARTLY_HIDDEN";

    /// <summary>How many channels it goes to, those too that somebody does not see.</summary>
    public int ChannelCount { get; private set; }

    /// <summary>Does this member see every channel it goes to? Needs its channels.</summary>
    public bool IsSeenWholeBy(Member by) => !by.IsLimited || (variants.Count == ChannelCount && variants.TrueForAll(v => by.Sees(v.ChannelId)));

    internal static RuleBroken IsPartlyHidden(int hidden) => hidden == 1
        ? new(PartlyHidden, "This post also goes to a channel you do not see. What changes all of it is up to somebody who sees every channel.")
        : new(PartlyHidden, "This post also goes to {0} channels you do not see. What changes all of it is up to somebody who sees every channel.", hidden);

    /// <summary>What a page says instead of opening a form; null if the member sees all of it.</summary>
    public RuleBroken? WhyPartlyHiddenFrom(Member by) => IsSeenWholeBy(by) ? null : IsPartlyHidden(ChannelCount - variants.Count(v => by.Sees(v.ChannelId)));

    void MustBeSeenWhole(Member by)
    {
        if (WhyPartlyHiddenFrom(by) is { } hidden)
            throw hidden;
    }
}
