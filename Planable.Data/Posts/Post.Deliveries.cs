using Planable.Data.Members;
using Planable.Data.Publishing;
using Planable.Data.Times;

namespace Planable.Data.Posts;

/// <summary>How it goes out: one delivery for each channel, and what they add up to.</summary>
public partial class Post
{
    readonly List<Delivery> deliveries = [];

    public IReadOnlyList<Delivery> Deliveries => deliveries;

    /// <summary>Is a channel being sent to? <see cref="State"/> is summed up only when an outcome is known.</summary>
    public bool IsUnderWay => deliveries.Exists(d => d.IsUnderWay);

    /// <summary>What failed or was held gets another time. The post's own plan follows unless it is out somewhere.</summary>
    public void Postpone(IReadOnlyCollection<Delivery> which, PlannedTime time, Member by, DateTimeOffset at)
    {
        by.Must(Permission.SchedulePosts);
        MustBeSeenWhole(by);
        MustLieAhead(time, at);
        MustBeLicensed(time.Local);
        by.Workspace.MustBeOpen(time.Instant);
        MustKeepGap(time.Instant);
        MustBeApproved(by.Workspace);
        foreach (var delivery in which)
        {
            if (delivery.State is not (DeliveryState.Failed or DeliveryState.Held))
                throw new RuleBroken("NOTHING_TO_MOVE", "This is not waiting for a new time any more.");
            delivery.Postpone(time.Instant, by, at);
        }

        if (deliveries.TrueForAll(d => d.State == DeliveryState.Waiting))
            Take(time);
        Record(by, "moved", at, Audience, ("time", Say(time)));
    }

    /// <summary>The post does not go to this channel after all. With its last channel it becomes a draft without a date.</summary>
    public void Drop(Delivery delivery, Member by, DateTimeOffset at)
    {
        by.Must(Permission.SchedulePosts);
        if (!deliveries.Contains(delivery))
            return;
        MustBeSeenWhole(by);
        if (delivery.State is not (DeliveryState.Failed or DeliveryState.Held))
            throw new RuleBroken("NOTHING_TO_DROP", "Only what failed or is held can be dropped.");
        if (delivery.HasBegun)
        {
            delivery.EndHere(by, at);
            State = Sum([.. deliveries.Select(d => d.State)]);
            return;
        }

        deliveries.Remove(delivery);
        Record(by, "delivery-dropped", at, ("delivery", delivery.Id.ToString()), ("channel", delivery.Channel.Name));
        if (deliveries.Count == 0)
        {
            State = PostState.Draft;
            ForgetTime();
            return;
        }

        // Otherwise the next edit would bring the channel back.
        variants.RemoveAll(v => v.ChannelId == delivery.ChannelId);
        ChannelCount = variants.Count;
        PutDeliveriesOn(Cut(by, at), at);
        State = Sum([.. deliveries.Select(d => d.State)]);
    }

    /// <summary>Sums the deliveries up; one that needs a person outweighs one that is on its way.</summary>
    public static PostState Sum(IReadOnlyCollection<DeliveryState> states)
    {
        if (states.Count == 0)
            return PostState.Draft;
        if (states.All(s => s == DeliveryState.Waiting))
            return PostState.Scheduled;
        if (states.Any(s => s is DeliveryState.Waiting or DeliveryState.Preparing or DeliveryState.Armed or DeliveryState.Confirming or DeliveryState.HandedOver))
            return PostState.Publishing;
        if (states.Contains(DeliveryState.Unknown))
            return PostState.Unknown;
        if (states.Contains(DeliveryState.Held))
            return PostState.Held;
        if (states.Contains(DeliveryState.Failed))
            return states.Contains(DeliveryState.Published) ? PostState.PartlyPublished : PostState.Failed;
        return PostState.Published;
    }

    void Send(Member by, DateTimeOffset due, DateTimeOffset at)
    {
        if (IsUniversal)
        {
            // Planned, with nothing on its way: a person puts it out.
            Cut(by, at);
            State = PostState.Scheduled;
            return;
        }

        if (variants.Count == 0)
            throw new RuleBroken("NO_CHANNEL", "Choose at least one channel first.");
        MustBeDescribed(by.Workspace);
        var version = Cut(by, at);
        foreach (var delivery in deliveries)
            delivery.MoveTo(due);
        PutDeliveriesOn(version, at);
        foreach (var variant in variants.Where(v => !deliveries.Exists(d => d.ChannelId == v.ChannelId)))
            deliveries.Add(new Delivery(this, variant, version, due, at));
        State = PostState.Scheduled;
        Reconsider();
    }

    /// <summary>What waits goes out with the new version; what is out or on its way keeps the one it was sent with.</summary>
    void PutDeliveriesOn(PostVersion version, DateTimeOffset at)
    {
        foreach (var delivery in deliveries)
            delivery.Carry(version);
        if (State == PostState.Draft)
            return;
        foreach (var variant in variants.Where(v => !deliveries.Exists(d => d.ChannelId == v.ChannelId)))
        {
            var added = new Delivery(this, variant, version, ScheduledAt!.Value, at);
            if (State != PostState.Scheduled)
                added.AskFirst(at);
            deliveries.Add(added);
        }
    }
}
