using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Brands;
using Planable.Data.Calendar;
using Planable.Data.Channels;
using Planable.Data.Links;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Readings;
using Planable.Data.Reports;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Reports;

/// <summary>Reads what a report is made of: the same board and the same scores as the pages of the analytics.</summary>
public sealed class ReportReader(PlanableDb db, BoardReader boards, PostScores scores, LinkResults links)
{
    const int MostPlanned = 40;
    const int TextLength = 140;

    Brand? brand;

    /// <summary>Of the entered workspace, asked for once.</summary>
    public async Task<Brand> Brand(CancellationToken cancel) => brand ??= await db.Brand(cancel);

    /// <summary>Channels whose figures were last read before the end of the days. One that was never read has none to wait for.</summary>
    public async Task<IReadOnlyList<string>> Stale(Workspace workspace, DateOnly to, CancellationToken cancel)
    {
        var end = EndOf(to, workspace);
        return [.. (await boards.Channels(cancel)).Where(c => IsStale(c, end)).Select(c => c.Name)];
    }

    /// <param name="reader">Null for what clients may see, whoever asks.</param>
    public async Task<ReportData> Read(Workspace workspace, AnalyticsQuery query, DateOnly today, Member? reader, CancellationToken cancel)
    {
        var zone = workspace.Zone;
        var board = await boards.Read(query, today, cancel);
        var posts = (await scores.Read([.. board.Chosen.Select(c => c.Id)], board.Days, zone, reader, cancel)).OrderBy(p => p.At).ThenBy(p => p.DeliveryId).ToList();
        var end = EndOf(board.Days.To, workspace);
        return new ReportData(
            workspace.Name, (await Brand(cancel)).Name, zone, board.Days.From, board.Days.To, board.Before is { } before ? new ReportDays(before.From, before.To) : null, board.ReadAt ?? end,
            [.. board.Shown.Select(f => Figure(f.Metric, f.Total, f.TotalBefore, board.Days.Length, f.At))],
            [.. board.Chosen.Select((c, i) => new ReportChannel(
                c.Name, c.Network, c.ReadAt, posts.Count(p => p.ChannelId == c.Id),
                [.. board.Figures.Select(f => (f.Metric, Line: f.Lines[i])).Where(f => f.Line.HasDays).Select(f => Figure(f.Metric, f.Line.Total, f.Line.TotalBefore, board.Days.Length, f.Line.At))]))],
            [.. posts.Select(p => new ReportPost(p.PostId, p.Local, p.Text, p.ChannelName, p.Network, p.PictureSha256, p.Of(MetricName.Reach), p.Engagements, p.Rate, p.Of(MetricName.Clicks)))],
            await Planned(end, zone, reader, cancel),
            [.. board.Chosen.Where(c => IsStale(c, end)).Select(c => c.Name)])
        {
            Links = [.. (await links.Read([.. board.Chosen.Select(c => c.Id)], board.Days, reader, cancel)).Where(l => l.People > 0).Select(l => new ReportLink(l.Page, l.Text, l.Channel, l.People))],
        };
    }

    /// <summary>What goes out after the days, as far as the reader may see it.</summary>
    async Task<IReadOnlyList<ReportPlanned>> Planned(DateTimeOffset end, string zone, Member? reader, CancellationToken cancel)
    {
        var open = reader is null ? db.Posts.AsNoTracking().Where(p => p.Audience == Audience.Client) : db.Posts.AsNoTracking().OpenTo(reader);
        var rows = await open.Where(p => p.ScheduledAt >= end && p.State == PostState.Scheduled).OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id).Take(MostPlanned)
            .Select(p => new { At = p.ScheduledAt!.Value, Text = p.Text.Substring(0, TextLength), Channels = p.Variants.OrderBy(v => v.Channel.Name).Select(v => v.Channel.Name).ToList() }).ToListAsync(cancel);
        return rows.ConvertAll(r => new ReportPlanned(Zones.ToLocal(r.At, zone), r.Text, string.Join(", ", r.Channels)));
    }

    static bool IsStale(BoardChannel channel, DateTimeOffset end) =>
        channel.State is ChannelState.Connected or ChannelState.NeedsReconnect && channel.Sync != SyncState.Never && (channel.ReadAt is not { } at || at < end);

    static DateTimeOffset EndOf(DateOnly day, Workspace workspace) => Zones.ToInstantLeniently(day.AddDays(1).ToDateTime(TimeOnly.MinValue), workspace.Zone);

    static ReportFigure Figure(Metric metric, double total, double before, int days, Func<int, double> at) =>
        new(metric.Key, metric.Name, metric.Kind == MetricKind.Rate, Known(total), Known(before), [.. Enumerable.Range(0, days).Select(d => Known(at(d)))]);

    static double? Known(double value) => double.IsFinite(value) ? value : null;
}
