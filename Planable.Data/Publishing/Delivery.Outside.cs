using Planable.Data.Histories;
using Planable.Data.Posts;

namespace Planable.Data.Publishing;

/// <summary>What the network shows that Planable did not send, or did not know it had.</summary>
public partial class Delivery
{
    /// <summary>Out from the beginning: there is nothing to send, to look for or to compare.</summary>
    internal static Delivery Found(Post post, Variant variant, PostVersion version, OutsidePost seen, DateTimeOffset at)
    {
        var delivery = new Delivery(post, variant, version, seen.At, at)
        {
            State = DeliveryState.Published,
            ActAt = null,
            RemoteId = seen.RemoteId,
            Permalink = seen.Permalink,
            PublishedAt = seen.At,
        };
        if (seen.Figures.Count > 0)
            delivery.Learn(seen.Figures, at);
        delivery.Note(at, "found-outside");
        return delivery;
    }

    /// <summary>The network lists the post that a person put out, or that had no lasting name before.</summary>
    public void Recognise(string remoteId, string? permalink, DateTimeOffset at)
    {
        if (State != DeliveryState.Published || PartsOut is not null)
            return;
        (RemoteId, Permalink) = (remoteId, permalink ?? Permalink);
        Note(at, "recognised", permalink);
        Release();
    }
}
