using Planable.Data.Histories;
using Planable.Data.Readings;

namespace Planable.Web.Histories;

/// <summary>How far bringing in a channel's posts has come, as a page shows it.</summary>
/// <param name="CanRead">The network shows what the account has published.</param>
public sealed record HistoryView(Guid ChannelId, string Network, bool CanRead, bool IsUsable, SyncState State)
{
    public string? AskedBy { get; init; }

    public DateTimeOffset? AskedAt { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Reached { get; init; }

    public DateTimeOffset? DoneAt { get; init; }

    public DateTimeOffset? NextAllowedAt { get; init; }

    public DateTimeOffset? ActAt { get; init; }

    public int Added { get; init; }

    public int Known { get; init; }

    public string? Trouble { get; init; }

    public bool IsBusy => State is SyncState.Queued or SyncState.Running;

    public static HistoryView Of(Guid channelId, string network, bool canRead, bool isUsable, ChannelHistory? history) => history is null
        ? new(channelId, network, canRead, isUsable, SyncState.Never)
        : new(channelId, network, canRead, isUsable, history.State)
        {
            AskedBy = history.AskedBy,
            AskedAt = history.AskedAt,
            Since = history.Since,
            Reached = history.Reached,
            DoneAt = history.DoneAt,
            NextAllowedAt = history.NextAllowedAt,
            ActAt = history.ActAt,
            Added = history.Added,
            Known = history.Known,
            Trouble = history.Trouble,
        };
}
