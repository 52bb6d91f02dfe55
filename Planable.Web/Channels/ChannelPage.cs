using Planable.Data.Channels;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Quotas;

namespace Planable.Web.Channels;

/// <param name="Missed">Stopped while the channel was paused or signed out: nothing goes out late without a person's word.</param>
/// <param name="Practice">Only for channels of the practice network.</param>
public sealed record ChannelPage(
    ChannelRow Channel,
    DateTimeOffset ConnectedAt,
    IReadOnlyDictionary<string, int> Limits,
    IReadOnlyList<ChannelDelivery> Upcoming,
    int Page,
    IReadOnlyList<ChannelDelivery> Recent,
    IReadOnlyList<ChannelDelivery> Missed,
    PracticeAccount? Practice)
{
    /// <summary>How much of what the network takes is used.</summary>
    public IReadOnlyList<QuotaStanding> Quotas { get; init; } = [];

    public required Readings.SyncView Figures { get; init; }

    public required Histories.HistoryView History { get; init; }

    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Channel.Planned + PageSize - 1) / PageSize);
}

public sealed record ChannelDelivery(
    Guid Id, Guid PostId, string Text, DeliveryState State, HoldReason? HeldFor, DateTimeOffset DueAt, DateTimeOffset? PublishedAt, string? Permalink, string? FailureWords, string? FailureCode)
{
    public string FirstLine => Text.ReplaceLineEndings("\n").Split('\n', 2)[0] is { Length: > 0 } line ? line : "…";
}

/// <param name="CanRevoke">The network can be told to forget the permission.</param>
/// <param name="EndsWhole">It then forgets the whole sign-in, whatever else it was used for.</param>
/// <param name="Ending">Other channels of this client that end with it, by name.</param>
public sealed record DisconnectPage(
    Guid Id, string Network, string Name, ChannelState State, int Planned, IReadOnlyList<ChannelDelivery> Posts, bool CanRevoke, bool EndsWhole, IReadOnlyList<string> Ending);
