using Planable.Data.Members;

namespace Planable.Data.Publishing;

/// <summary>What a person does about one that did not get through.</summary>
public partial class Delivery
{
    /// <summary>A person lets a thread end where it stopped.</summary>
    internal void EndHere(Member by, DateTimeOffset at)
    {
        State = DeliveryState.Published;
        (RemoteId, Permalink) = (PartsOut![0].RemoteId, PartsOut[0].Permalink);
        PublishedAt = at;
        ActAt = null;
        HeldFor = null;
        ForgetFailure();
        Note(at, "ended", by.Person.Name);
        Release();
        FollowUp(at);
        Record(by, "thread-ended", at, ("delivery", Id.ToString()), ("channel", Channel.Name), ("parts", PartsOut.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>A person has the failed or held delivery sent. Pressed twice, it is sent once.</summary>
    public void Retry(Member by, DateTimeOffset at)
    {
        by.Must(Permission.PublishPosts);
        if (State is DeliveryState.Waiting or DeliveryState.Preparing or DeliveryState.Armed or DeliveryState.Confirming or DeliveryState.HandedOver)
            return;
        if (State is not (DeliveryState.Failed or DeliveryState.Held))
            throw new RuleBroken("NOTHING_TO_RETRY", "This is not waiting for a retry any more.");

        State = HasBegun ? DeliveryState.Preparing : DeliveryState.Waiting;
        HeldFor = null;
        ForgetFailure();
        DueAt = at;
        ActAt = at;
        Tries = 0;
        Note(at, "asked", by.Person.Name);
        Release();
        Record(by, "delivery-retried", at, ("delivery", Id.ToString()), ("channel", Channel.Name));
    }

    /// <summary>A person looked at the network and says it is out.</summary>
    public void ConfirmOut(string? permalink, Member by, DateTimeOffset at)
    {
        by.Must(Permission.PublishPosts);
        if (State == DeliveryState.Published)
            return;
        if (State != DeliveryState.Unknown)
            throw new RuleBroken("NOT_UNKNOWN", "This delivery is not waiting for a confirmation.");
        State = DeliveryState.Published;
        Permalink = permalink;
        PublishedAt = ArmedAt ?? at;
        ForgetFailure();
        Note(at, "confirmed", by.Person.Name);
        Release();
        FollowUp(at);
        Record(by, "delivery-confirmed", at, ("delivery", Id.ToString()), ("channel", Channel.Name), ("permalink", permalink));
    }

    /// <summary>A person looked at the network and says it is not out: it may be sent again.</summary>
    public void ConfirmAbsent(Member by, DateTimeOffset at)
    {
        by.Must(Permission.PublishPosts);
        if (State == DeliveryState.Failed)
            return;
        if (State != DeliveryState.Unknown)
            throw new RuleBroken("NOT_UNKNOWN", "This delivery is not waiting for a confirmation.");
        State = DeliveryState.Failed;
        ArmedAt = null;
        FailureWords = "Not published, as checked by a person.";
        Note(at, "denied", by.Person.Name);
        Release();
        Record(by, "delivery-denied", at, ("delivery", Id.ToString()), ("channel", Channel.Name));
    }

    /// <summary>The comment is not written after all.</summary>
    public void DropComment(CommentDelivery comment, Member by, DateTimeOffset at)
    {
        comment.Drop(by, at);
        comments.Remove(comment);
    }
}
