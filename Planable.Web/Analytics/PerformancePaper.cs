using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Brands;
using Planable.Data.Calendar;
using Planable.Data.Channels;
using Planable.Data.Posts;
using Planable.Data.Readings;
using Planable.Data.Reports;
using Planable.Data.Times;
using Planable.Jobs.Reports;
using Planable.Jobs.Reports.Pdf;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Analytics;

/// <summary>The overview of the analytics as a report: the same board and the same scores as on the pages, as far as the reader may see them.</summary>
public sealed class PerformancePaper(PlanableDb db, Current current, BoardReader boards, PostScores scores, Prints prints, TimeWords times)
{
    const int MostPlanned = 40;
    const int TextLength = 140;

    string Zone => current.Workspace.Zone;

    public async Task<(byte[] Pdf, DaySpan Days)> Pdf(AnalyticsQuery query, CancellationToken cancel)
    {
        var brand = await db.Brand(cancel);
        var board = await boards.Read(query, DateOnly.FromDateTime(times.LocalNow), cancel);
        var posts = (await scores.Read([.. board.Chosen.Select(c => c.Id)], board.Days, Zone, current.Member, cancel)).OrderBy(p => p.At).ThenBy(p => p.DeliveryId).ToList();
        var pictures = posts.Select(p => p.Picture).OfType<Guid>().Distinct().ToList();
        var hashes = await db.Media.AsNoTracking().Where(m => pictures.Contains(m.Id)).Select(m => new { m.Id, Sha256 = m.PosterSha256 ?? (m.ContentType.StartsWith("image/") ? m.Sha256 : null) }).ToDictionaryAsync(m => m.Id, m => m.Sha256, cancel);
        var end = Zones.ToInstantLeniently(board.Days.To.AddDays(1).ToDateTime(TimeOnly.MinValue), Zone);
        var data = new ReportData(
            current.Workspace.Name, brand.Name, Zone, board.Days.From, board.Days.To, board.Before is { } before ? new ReportDays(before.From, before.To) : null, board.ReadAt ?? end,
            [.. board.Shown.Select(f => Figure(f.Metric, f.Total, f.TotalBefore, board.Days.Length, f.At))],
            [.. board.Chosen.Select((c, i) => new ReportChannel(
                c.Name, c.Network, c.ReadAt, posts.Count(p => p.ChannelId == c.Id),
                [.. board.Figures.Select(f => (f.Metric, Line: f.Lines[i])).Where(f => f.Line.HasDays).Select(f => Figure(f.Metric, f.Line.Total, f.Line.TotalBefore, board.Days.Length, f.Line.At))]))],
            [.. posts.Select(p => new ReportPost(p.PostId, p.Local, p.Text, p.ChannelName, p.Network, p.Picture is { } id ? hashes.GetValueOrDefault(id) : null, p.Of(MetricName.Reach), p.Engagements, p.Rate, p.Of(MetricName.Clicks)))],
            await Planned(end, cancel),
            [.. board.Chosen.Where(c => c.State == ChannelState.Connected && c.Sync != SyncState.Never && (c.ReadAt is not { } at || at < end)).Select(c => c.Name)]);
        return (await Draw(data, brand, cancel), board.Days);
    }

    async Task<byte[]> Draw(ReportData data, Brand brand, CancellationToken cancel)
    {
        var words = ReportWords.In(current.Workspace.Locale);
        var pictures = new Dictionary<string, PdfImage>(StringComparer.Ordinal);
        foreach (var sha in data.Posts.Select(p => p.Sha256).OfType<string>().Distinct())
        {
            if (await prints.Of(sha, null, cancel) is { } print)
                pictures[sha] = print;
        }

        var frame = new ReportFrame(brand, data.Client, words["Performance, {0}", words.Days(data.From, data.To)], words);
        return new PerformanceReport(data, words["Performance"], preparedBy: null, pictures, frame).Generate().Pdf;
    }

    /// <summary>What goes out after the days, as far as the reader may see it.</summary>
    async Task<IReadOnlyList<ReportPlanned>> Planned(DateTimeOffset end, CancellationToken cancel)
    {
        var rows = await db.Posts.AsNoTracking().OpenTo(current.Member).Where(p => p.ScheduledAt >= end && p.State == PostState.Scheduled).OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id).Take(MostPlanned)
            .Select(p => new { At = p.ScheduledAt!.Value, Text = p.Text.Substring(0, TextLength), Channels = p.Variants.OrderBy(v => v.Channel.Name).Select(v => v.Channel.Name).ToList() }).ToListAsync(cancel);
        return rows.ConvertAll(r => new ReportPlanned(Zones.ToLocal(r.At, Zone), r.Text, string.Join(", ", r.Channels)));
    }

    static ReportFigure Figure(Metric metric, double total, double before, int days, Func<int, double> at) =>
        new(metric.Key, metric.Name, metric.Kind == MetricKind.Rate, Known(total), Known(before), [.. Enumerable.Range(0, days).Select(d => Known(at(d)))]);

    static double? Known(double value) => double.IsFinite(value) ? value : null;
}
