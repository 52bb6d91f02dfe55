using Planable.Data.Channels;
using Planable.Data.Publishing;

namespace Planable.Jobs.Publishing;

/// <summary>Something that wants to go to a network now, as its line sees it: a post, a comment, or a change of what is live.</summary>
/// <param name="MayBeOut">It may have gone through already and is only asked about.</param>
/// <param name="HasTurn">It waited for a turn, and this is it.</param>
public sealed record LineCall(Guid Id, Channel Channel, bool MayBeOut, bool HasTurn)
{
    public string Key { get; } = NetworkLine.Of(Channel) is var (network, server) ? NetworkLine.KeyOf(network, server) : "";

    public static LineCall Of(Delivery delivery) => new(delivery.Id, delivery.Channel, delivery.State is not (DeliveryState.Waiting or DeliveryState.Preparing), delivery.FailureCode == Delivery.LineSlow);

    public static LineCall Of(CommentDelivery comment) => new(comment.Id, comment.Delivery.Channel, comment.State == DeliveryState.Armed, comment.FailureCode == Delivery.LineSlow);

    public static LineCall Of(LiveChange change, Channel channel) => new(change.Id, channel, false, change.FailureCode == Delivery.LineSlow);
}
