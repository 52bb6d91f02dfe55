using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Readings;

namespace Planable.Data.Analytics;

/// <summary>Reads boards in two commands, however many channels and days; in one, if the same was read within the last minute and nothing was told since.</summary>
public sealed class BoardReader(PlanableDb db, KeptBoards kept)
{
    public async Task<Board> Read(AnalyticsQuery query, DateOnly today, CancellationToken cancel)
    {
        var (days, before) = (query.Days(today), query.ComparedWith(today));
        var channels = await Channels(cancel);
        var chosen = query.Chosen(channels).ToList();
        var figures = await kept.Get(new BoardKey(string.Join(' ', chosen.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Id} {c.ToldAt?.Ticks}"))), days, before), () => Figures(chosen, days, before, cancel), cancel);
        // What was kept knows its channels as they were then.
        return new Board(days, before, channels, chosen, [.. figures.Select(f => f with { Lines = [.. f.Lines.Zip(chosen, (line, channel) => line with { Channel = channel })] })]);
    }

    async Task<IReadOnlyList<BoardFigure>> Figures(List<BoardChannel> chosen, DaySpan days, DaySpan? before, CancellationToken cancel)
    {
        var ids = chosen.ConvertAll(c => c.Id);
        var (first, last, firstBefore, lastBefore) = (days.From, days.To, before?.From ?? days.From, before?.To ?? days.To);
        var rows = await db.ChannelFigures.AsNoTracking()
            .Where(f => ids.Contains(f.ChannelId) && ((f.Day >= first && f.Day <= last) || (f.Day >= firstBefore && f.Day <= lastBefore)))
            .Select(f => new Row(f.ChannelId, f.Day, f.Metric, f.Source, f.Value, f.ReadAt, f.FirstValue, f.FirstReadAt)).ToListAsync(cancel);
        var byLine = rows.ToLookup(r => (r.ChannelId, r.Metric, r.Source));
        return [.. Metric.All.Select(metric => new BoardFigure(metric, chosen.ConvertAll(channel => new Line(channel, byLine, days, before).Of(metric))))];
    }

    /// <summary>Those that are disconnected keep their place: their figures stay.</summary>
    public async Task<List<BoardChannel>> Channels(CancellationToken cancel) =>
        await db.Channels.AsNoTracking().Where(c => c.State != ChannelState.Planned).OrderBy(c => c.Name).ThenBy(c => c.Id)
            .Select(c => new { Channel = c, Sync = db.ChannelSyncs.FirstOrDefault(s => s.ChannelId == c.Id), ToldAt = db.ChannelFigures.Where(f => f.ChannelId == c.Id).Max(f => (DateTimeOffset?)f.ReadAt), PostsToldAt = db.Deliveries.Where(d => d.ChannelId == c.Id).Max(d => d.FiguresAt) })
            .Select(c => new BoardChannel(
                c.Channel.Id, c.Channel.Name, c.Channel.Network, c.Channel.State, c.Channel.ConnectedAt, c.Sync == null ? null : c.Sync.DoneAt, c.Sync == null ? null : c.Sync.NextAllowedAt,
                c.Sync == null ? SyncState.Never : c.Sync.State, c.Channel.Trouble ?? (c.Sync == null ? null : c.Sync.Trouble), c.ToldAt)
            { PostsToldAt = c.PostsToldAt })
            .ToListAsync(cancel);

    sealed record Row(Guid ChannelId, DateOnly Day, string Metric, ReadingSource Source, long Value, DateTimeOffset ReadAt, long? FirstValue, DateTimeOffset? FirstReadAt);

    /// <summary>Puts the lines of one channel together.</summary>
    sealed class Line(BoardChannel channel, ILookup<(Guid, string, ReadingSource), Row> rows, DaySpan days, DaySpan? before)
    {
        public BoardLine Of(Metric metric) => metric.Key switch
        {
            Metric.EngagementRate => Rate(metric),
            MetricName.Engagements => Engagements(metric),
            _ => Told(metric, metric.Key) ?? Nothing(metric),
        };

        /// <summary>What the account is told to have comes before what its posts gained.</summary>
        BoardLine? Told(Metric metric, string key)
        {
            foreach (var source in (ReadingSource[])[ReadingSource.Account, ReadingSource.Post])
            {
                var told = rows[(channel.Id, key, source)].ToList();
                if (told.Count == 0)
                    continue;
                var shown = told.FindAll(r => days.Holds(r.Day));
                var last = shown.Count > 0 ? shown : told;
                return new BoardLine(
                    channel, metric, source, [NetworkFields.Find(channel.Network, source, key) ?? key], Spread(told, days), before is { } b ? Spread(told, b) : [], null, null, last.Max(r => r.ReadAt),
                    [.. shown.Where(r => r.FirstValue is not null).OrderBy(r => r.Day).Select(r => new Restatement(r.Day, r.FirstValue!.Value, r.FirstReadAt!.Value, r.Value, r.ReadAt))]);
            }

            return null;
        }

        BoardLine Engagements(Metric metric)
        {
            if (Told(metric, MetricName.Engagements) is { } own)
                return own;
            var parts = Metric.EngagementParts.Select(part => Told(metric, part)).OfType<BoardLine>().ToList();
            if (parts.Count == 0)
                return Nothing(metric);
            return new BoardLine(
                channel, metric, parts[0].Source, [.. parts.SelectMany(p => p.Fields)], Together(parts, p => p.Days), Together(parts, p => p.Before), null, null, parts.Max(p => p.ReadAt), [.. parts.SelectMany(p => p.Restated)]);
        }

        BoardLine Rate(Metric metric)
        {
            var engagements = Engagements(Metric.Of(MetricName.Engagements));
            var by = Metric.RateBases.Select(b => Told(Metric.Of(b), b)).FirstOrDefault(l => l?.HasDays == true);
            if (!engagements.IsTold || by is null)
                return Nothing(metric);
            return new BoardLine(
                channel, metric, engagements.Source, [$"({string.Join(" + ", engagements.Fields)}) / {by.Fields[0]}"], engagements.Days, engagements.Before, by.Days, by.Before,
                engagements.ReadAt < by.ReadAt ? engagements.ReadAt : by.ReadAt, []);
        }

        BoardLine Nothing(Metric metric)
        {
            // It would be told; on these days it was not read.
            var field = metric.Key == Metric.EngagementRate ? null : NetworkFields.Find(channel.Network, ReadingSource.Account, metric.Key) ?? NetworkFields.Find(channel.Network, ReadingSource.Post, metric.Key);
            var none = Enumerable.Repeat(double.NaN, days.Length).ToArray();
            var noneBefore = Enumerable.Repeat(double.NaN, before?.Length ?? 0).ToArray();
            return new BoardLine(channel, metric, field is null ? null : ReadingSource.Account, field is null ? [] : [field], none, noneBefore, none, noneBefore, null, []);
        }

        static double[] Spread(List<Row> rows, DaySpan over)
        {
            var spread = Enumerable.Repeat(double.NaN, over.Length).ToArray();
            foreach (var row in rows)
            {
                if (over.Holds(row.Day))
                    spread[over.IndexOf(row.Day)] = row.Value;
            }

            return spread;
        }

        /// <summary>A day has a sum if any of the parts was read on it.</summary>
        static double[] Together(List<BoardLine> parts, Func<BoardLine, double[]> of) =>
            [.. Enumerable.Range(0, of(parts[0]).Length).Select(i => parts.Select(p => of(p)[i]).Where(double.IsFinite).ToList() is { Count: > 0 } told ? told.Sum() : double.NaN)];
    }
}
