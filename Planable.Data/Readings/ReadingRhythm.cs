using System.Linq.Expressions;
using Planable.Data.Publishing;

namespace Planable.Data.Readings;

/// <summary>How often a post is read again: often while it is young, rarely when it is old, and never after thirteen months.</summary>
public static class ReadingRhythm
{
    /// <summary>Up to an age, the time between two readings.</summary>
    public static readonly IReadOnlyList<(TimeSpan Age, TimeSpan Between)> Steps =
    [
        (TimeSpan.FromDays(1), TimeSpan.FromHours(1)),
        (TimeSpan.FromDays(3), TimeSpan.FromHours(6)),
        (TimeSpan.FromDays(14), TimeSpan.FromDays(1)),
        (TimeSpan.FromDays(60), TimeSpan.FromDays(4)),
        (TimeSpan.FromDays(400), TimeSpan.FromDays(30)),
    ];

    /// <summary>A person who asks has all of these read.</summary>
    public static readonly TimeSpan Asked = TimeSpan.FromDays(30);

    /// <summary>A post younger than this still gains fast: its figures say little yet.</summary>
    public static readonly TimeSpan Growing = TimeSpan.FromHours(48);

    public static TimeSpan? Between(TimeSpan age) => Steps.Where(s => age <= s.Age).Select(s => (TimeSpan?)s.Between).FirstOrDefault();

    /// <summary>Published posts whose turn has come at that time.</summary>
    public static Expression<Func<Delivery, bool>> IsDue(DateTimeOffset at)
    {
        var ages = Steps.Select(s => at - s.Age).ToArray();
        var before = Steps.Select(s => at - s.Between).ToArray();
        var (age0, age1, age2, age3, age4) = (ages[0], ages[1], ages[2], ages[3], ages[4]);
        var (last0, last1, last2, last3, last4) = (before[0], before[1], before[2], before[3], before[4]);
        return d => d.State == DeliveryState.Published && d.RemovedAt == null && d.RemoteId != null
            && ((d.FiguresAt == null && d.PublishedAt >= age4) || (d.PublishedAt >= age0 && d.FiguresAt <= last0) || (d.PublishedAt >= age1 && d.FiguresAt <= last1) || (d.PublishedAt >= age2 && d.FiguresAt <= last2)
                || (d.PublishedAt >= age3 && d.FiguresAt <= last3) || (d.PublishedAt >= age4 && d.FiguresAt <= last4));
    }
}
