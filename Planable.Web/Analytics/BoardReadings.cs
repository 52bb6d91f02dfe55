using Planable.Data.Analytics;
using Planable.Data.Channels;
using Planable.Data.Readings;
using Planable.Jobs.Readings;
using Planable.Web.Readings;
using Planable.Web.Times;

namespace Planable.Web.Analytics;

public sealed record ReadingRow(BoardChannel Channel, SyncView Sync);

/// <summary>How far reading the chosen channels has come.</summary>
/// <param name="Rows">Those whose network tells figures, and that are signed in.</param>
public sealed record ReadingsView(AnalyticsQuery Query, IReadOnlyList<ReadingRow> Rows, DateTimeOffset Now)
{
    /// <summary>Somebody watched them being read: what is on the page is older by now.</summary>
    public bool WasBusy { get; init; }

    public int Busy => Rows.Count(r => r.Sync.IsBusy);

    public IEnumerable<ReadingRow> Waiting => Rows.Where(r => r.Sync.State == SyncState.Waiting);

    public IEnumerable<ReadingRow> Failed => Rows.Where(r => r.Sync.State == SyncState.Failed);

    public bool HasUnread => Rows.Any(r => r.Channel.ReadAt is null);

    /// <summary>Of the channel that waits longest.</summary>
    public DateTimeOffset? ReadAt => Rows.Min(r => r.Channel.ReadAt);

    /// <summary>When the first of them may be asked again; null if one may be now.</summary>
    public DateTimeOffset? NextAllowedAt => Rows.Any(r => IsFree(r.Sync)) ? null : Rows.Where(r => !r.Sync.IsBusy).Min(r => r.Sync.NextAllowedAt);

    bool IsFree(SyncView sync) => !sync.IsBusy && sync.State != SyncState.Waiting && !(sync.NextAllowedAt > Now);
}

public sealed class BoardReadings(FigureRequests requests, TimeWords times)
{
    public ReadingsView Of(AnalyticsQuery query, IEnumerable<BoardChannel> chosen) => new(
        query, [.. chosen.Where(c => c.State == ChannelState.Connected && requests.CanRead(c.Network)).Select(c => new ReadingRow(c, View(c)))], times.Now);

    static SyncView View(BoardChannel channel) =>
        new(channel.Id, true, channel.Sync, null, null, channel.ReadAt, channel.NextAllowedAt, channel.NextAllowedAt, 0, channel.Trouble, new Dictionary<string, long>(), null);
}
