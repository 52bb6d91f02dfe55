using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Data.Times;

namespace Planable.Data.Readings;

/// <summary>
/// Enters readings into the days they belong to. Entering the same reading twice changes nothing, so a reading that was broken off goes on where it stopped.
/// Saving is the caller's.
/// </summary>
public sealed class DayBook(PlanableDb db)
{
    /// <summary>A post found later than this was gaining before anybody looked.</summary>
    static readonly TimeSpan SeenFromTheStart = TimeSpan.FromDays(3);

    /// <summary>A network fills in days that it could not count at once; older ones are left as they are.</summary>
    public const int DaysBack = 7;

    /// <summary>Within these, a day that was told is asked about once more: networks restate.</summary>
    const int Settling = 3;

    string? zone;

    public async Task<DateOnly> DayOf(DateTimeOffset at, CancellationToken cancel)
    {
        zone ??= await db.Workspaces.Where(w => w.Id == db.WorkspaceId).Select(w => w.Zone).SingleAsync(cancel);
        return DateOnly.FromDateTime(Zones.ToLocal(at, zone));
    }

    /// <summary>What the account is told to have now, and what it had on <paramref name="day"/>.</summary>
    public async Task Account(Channel channel, IReadOnlyDictionary<string, long> told, DateOnly day, DateTimeOffset at, CancellationToken cancel)
    {
        var today = await DayOf(at, cancel);
        var there = (await db.ChannelFigures.Where(f => f.ChannelId == channel.Id && f.Source == ReadingSource.Account && (f.Day == today || f.Day == day)).ToListAsync(cancel)).ToDictionary(f => (f.Day, f.Metric));
        foreach (var (metric, value) in told)
        {
            var level = MetricName.IsLevel(metric);
            var on = level ? today : day;
            if (!there.TryGetValue((on, metric), out var figure))
                db.ChannelFigures.Add(new ChannelFigure(channel.Id, on, metric, ReadingSource.Account, value, at));
            else if (level)
                figure.Grow(value, at);
            else
                figure.Restate(value, at);
        }
    }

    /// <summary>Days before <paramref name="newest"/> that the network should be asked about: those never told, and young ones that were told once.</summary>
    public async Task<IReadOnlyList<DateOnly>> DaysToAsk(Channel channel, DateOnly newest, DateTimeOffset at, CancellationToken cancel)
    {
        var first = newest.AddDays(-DaysBack);
        var (connected, again) = (DateOnly.FromDateTime(channel.ConnectedAt.UtcDateTime), at.AddHours(-20));
        var told = await db.ChannelFigures.AsNoTracking().Where(f => f.ChannelId == channel.Id && f.Source == ReadingSource.Account && f.Day >= first && f.Day < newest && f.Metric != MetricName.Followers && f.Metric != MetricName.Posts && f.Metric != MetricName.Karma)
            .GroupBy(f => f.Day).Select(g => new { Day = g.Key, ReadAt = g.Max(f => f.ReadAt) }).ToDictionaryAsync(d => d.Day, d => d.ReadAt, cancel);
        return [.. Enumerable.Range(1, DaysBack).Select(n => newest.AddDays(-n)).Where(day => told.TryGetValue(day, out var read) ? day > newest.AddDays(-Settling) && read <= again : day >= connected)];
    }

    public async Task Post(Delivery delivery, IReadOnlyDictionary<string, long> told, DateTimeOffset at, CancellationToken cancel)
    {
        var today = await DayOf(at, cancel);
        // The last days it was read on: each metric was told on at least one of them.
        var before = (await db.PostFigures.Where(f => f.DeliveryId == delivery.Id).OrderByDescending(f => f.Day).Take(80).ToListAsync(cancel)).GroupBy(f => f.Metric).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var (metric, total) in told)
        {
            var known = before.GetValueOrDefault(metric) ?? [];
            var last = known.Find(f => f.Day < today);
            long? gain = last is not null ? total - last.Total : at - delivery.PublishedAt <= SeenFromTheStart ? total : null;
            if (known.Find(f => f.Day == today) is { } figure)
                figure.Grow(total, gain ?? figure.Gain, at);
            else
                db.PostFigures.Add(new PostFigure(delivery.Id, delivery.ChannelId, today, metric, total, gain, at));
        }
    }

    /// <summary>What all posts of a channel gained today. Needs what was read before to be saved.</summary>
    public async Task Gains(Channel channel, DateTimeOffset at, CancellationToken cancel)
    {
        var today = await DayOf(at, cancel);
        var since = today.AddDays(-60);
        var gained = await db.PostFigures.AsNoTracking().Where(f => f.ChannelId == channel.Id && f.Day >= since).GroupBy(f => f.Metric)
            .Select(g => new { g.Key, Gain = g.Sum(f => f.Day == today ? f.Gain ?? 0 : 0) }).ToListAsync(cancel);
        var there = await db.ChannelFigures.Where(f => f.ChannelId == channel.Id && f.Source == ReadingSource.Post && f.Day == today).ToDictionaryAsync(f => f.Metric, cancel);
        foreach (var metric in gained)
        {
            if (there.TryGetValue(metric.Key, out var figure))
                figure.Grow(metric.Gain, at);
            else
                db.ChannelFigures.Add(new ChannelFigure(channel.Id, today, metric.Key, ReadingSource.Post, metric.Gain, at));
        }
    }
}
