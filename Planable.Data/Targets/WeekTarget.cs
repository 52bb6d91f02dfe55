namespace Planable.Data.Targets;

/// <summary>How many posts a week is to have, and how they mix.</summary>
/// <param name="ChannelId">Counts what goes out there; null counts every post once, wherever it goes.</param>
public sealed record WeekTarget(Guid Id, Guid? ChannelId, int Posts, IReadOnlyList<MixShare> Mix)
{
    public const int MostPosts = 100;

    /// <summary>The shares in whole posts. What is left over by rounding goes where most was cut off, so together they are never more than the week's posts.</summary>
    public IReadOnlyList<LabelCount> Wanted()
    {
        var parts = Mix.Select(m => (Label: (Guid?)m.LabelId, Hundredths: m.Percent * Posts)).Append((Label: null, Hundredths: (100 - Mix.Sum(m => m.Percent)) * Posts)).ToList();
        var left = Posts - parts.Sum(p => p.Hundredths / 100);
        // A tie goes to the label, which stands before the rest.
        var oneMore = parts.OrderByDescending(p => p.Hundredths % 100).Take(left).Select(p => p.Label).ToHashSet();
        return [.. Mix.Select(m => new LabelCount(m.LabelId, (m.Percent * Posts / 100) + (oneMore.Contains(m.LabelId) ? 1 : 0)))];
    }

    /// <summary>What a week with these posts lacks.</summary>
    public WeekGap GapOf(IReadOnlyCollection<PlannedPost> week)
    {
        var counted = week.Where(p => ChannelId is not { } channel || p.Channels.Contains(channel)).ToList();
        var labels = Wanted().Select(w => w with { Count = w.Count - counted.Count(p => p.Labels.Contains(w.LabelId)) }).Where(w => w.Count > 0).ToList();
        return new WeekGap(this, counted.Count, Math.Max(Posts - counted.Count, labels.Sum(l => l.Count)), labels);
    }
}

/// <param name="Percent">Of the week's posts, 1 to 100.</param>
public sealed record MixShare(Guid LabelId, int Percent);

public sealed record LabelCount(Guid LabelId, int Count);

/// <summary>A post as targets count it.</summary>
public sealed record PlannedPost(DateTimeOffset At, IReadOnlyCollection<Guid> Labels, IReadOnlyCollection<Guid> Channels);

/// <param name="Missing">Posts that have to be added before the week has its number and its mix.</param>
/// <param name="Labels">How many of them of which label; the rest may be about anything.</param>
public sealed record WeekGap(WeekTarget Target, int Planned, int Missing, IReadOnlyList<LabelCount> Labels)
{
    /// <summary>The label of each missing post, null for any.</summary>
    public IEnumerable<Guid?> Each => Labels.SelectMany(l => Enumerable.Repeat((Guid?)l.LabelId, l.Count)).Concat(Enumerable.Repeat((Guid?)null, Missing - Labels.Sum(l => l.Count)));
}
