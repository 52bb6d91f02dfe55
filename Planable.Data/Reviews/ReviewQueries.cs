using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Times;

namespace Planable.Data.Reviews;

public static class ReviewQueries
{
    /// <summary>What a link shows, of what the client may see. Every address below a link asks this.</summary>
    public static IQueryable<Post> ShownBy(this IQueryable<Post> posts, ReviewLink link, string zone)
    {
        if (!link.IsFrozen)
            return posts.Within(link.Scope, zone);
        var kept = link.Frozen.Select(f => f.PostId).ToList();
        return posts.Where(p => p.Audience == Audience.Client && kept.Contains(p.Id));
    }

    public static IQueryable<Post> Within(this IQueryable<Post> posts, ReviewScope scope, string zone)
    {
        posts = posts.Where(p => p.Audience == Audience.Client);
        if (scope.From is { } first)
        {
            var from = Start(first, zone);
            posts = posts.Where(p => p.ScheduledAt >= from);
        }

        if (scope.To is { } last)
        {
            var until = Start(last.AddDays(1), zone);
            posts = posts.Where(p => p.ScheduledAt < until);
        }

        if (scope.Channels.Count > 0)
        {
            var channels = scope.Channels.ToList();
            posts = posts.Where(p => p.Variants.Any(v => channels.Contains(v.ChannelId)));
        }

        if (scope.Labels.Count > 0)
        {
            var labels = scope.Labels.ToList();
            posts = posts.Where(p => p.Labels.Any(l => labels.Contains(l.LabelId)));
        }

        if (scope.Posts.Count > 0)
        {
            var picked = scope.Posts.ToList();
            posts = posts.Where(p => picked.Contains(p.Id));
        }

        return posts;
    }

    /// <summary>What goes out first is looked at first.</summary>
    public static IQueryable<Post> InReviewOrder(this IQueryable<Post> posts) =>
        posts.OrderBy(p => p.ScheduledAt == null ? 1 : 0).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id);

    static DateTimeOffset Start(DateOnly day, string zone) => Zones.ToInstantLeniently(day.ToDateTime(TimeOnly.MinValue), zone);
}
