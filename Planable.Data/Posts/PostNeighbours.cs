using Microsoft.EntityFrameworkCore;

namespace Planable.Data.Posts;

/// <summary>Another post that says the same on a channel, or goes out there at nearly the same time.</summary>
/// <param name="IsSame">The same text; else only close in time.</param>
public sealed record Neighbour(Guid PostId, Guid ChannelId, string Text, DateTimeOffset At, bool IsSame);

public static class PostNeighbours
{
    public static readonly TimeSpan Repeated = TimeSpan.FromDays(30);
    public static readonly TimeSpan Close = TimeSpan.FromMinutes(15);

    const int Most = 12;

    /// <param name="texts">What each channel would get.</param>
    /// <param name="at">When; null compares texts with what lies around today.</param>
    public static async Task<IReadOnlyList<Neighbour>> Neighbours(
        this PlanableDb db, Guid postId, IReadOnlyDictionary<Guid, string> texts, DateTimeOffset? at, DateTimeOffset now, CancellationToken cancel)
    {
        if (texts.Count == 0)
            return [];
        var keys = texts.ToDictionary(t => t.Key, t => TextKeys.Of(t.Value));
        var (channels, known) = (texts.Keys.ToList(), keys.Values.OfType<string>().Distinct().ToList());
        var (from, until) = ((at ?? now) - Repeated, (at ?? now) + Repeated);
        // Without a date nothing is close.
        var (closeFrom, closeUntil) = at is { } time ? (time - Close, time + Close) : (now.AddYears(-100), now.AddYears(-100));
        var found = await db.Posts.AsNoTracking().Where(p => p.Id != postId && p.ScheduledAt != null)
            .SelectMany(p => p.Variants, (p, v) => new { p.Id, v.ChannelId, v.TextKey, Text = (v.Text ?? p.Text).Substring(0, 100), At = p.ScheduledAt!.Value })
            .Where(n => channels.Contains(n.ChannelId) && ((n.At >= from && n.At <= until && known.Contains(n.TextKey!)) || (n.At > closeFrom && n.At < closeUntil)))
            .OrderBy(n => n.At).ThenBy(n => n.Id).Take(Most * 4)
            .ToListAsync(cancel);
        return
        [
            .. found.Select(n => new Neighbour(n.Id, n.ChannelId, n.Text, n.At, n.TextKey is not null && n.TextKey == keys[n.ChannelId]))
                .Where(n => n.IsSame || (n.At > closeFrom && n.At < closeUntil)).Take(Most),
        ];
    }
}
