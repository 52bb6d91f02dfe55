using Planable.Data.Publishing;
using Planable.Data.Workspaces;

namespace Planable.Data.Readings;

/// <summary>One figure of a published post at the end of one day on which it was read.</summary>
public class PostFigure : Entity, IBelongToWorkspace
{
    PostFigure()
    {
    }

    /// <param name="gain">Since the last day on which it was read; null if it was out for long before anybody looked.</param>
    public PostFigure(Guid deliveryId, Guid channelId, DateOnly day, string metric, long total, long? gain, DateTimeOffset at) =>
        (DeliveryId, ChannelId, Day, Metric, Total, Gain, ReadAt) = (deliveryId, channelId, day, metric, total, gain, at);

    public Guid WorkspaceId { get; private set; }

    public Guid DeliveryId { get; private set; }

    public Delivery Delivery { get; private set; } = null!;

    public Guid ChannelId { get; private set; }

    public DateOnly Day { get; private set; }

    public string Metric { get; private set; } = "";

    public long Total { get; private set; }

    public long? Gain { get; private set; }

    public DateTimeOffset ReadAt { get; private set; }

    public void Grow(long total, long? gain, DateTimeOffset at) => (Total, Gain, ReadAt) = (total, gain, at);
}
