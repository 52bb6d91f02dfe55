using Planable.Data.Logs;
using Planable.Data.Posts;

namespace Planable.Data.Publishing;

/// <summary>On its way: armed, sent, looked for.</summary>
public partial class Delivery
{
    /// <summary>The marker that must be committed before the mutating call.</summary>
    public void Arm(IReadOnlyDictionary<string, string> prepared, DateTimeOffset at, TimeSpan lease)
    {
        Prepared = new Dictionary<string, string>(prepared, StringComparer.Ordinal);
        State = DeliveryState.Armed;
        ArmedAt ??= at;
        // While armed it is looked at only after this lease: the call may still be under way.
        ActAt = at;
        LeaseId = Guid.NewGuid();
        LeasedUntil = at + lease;
        Tries++;
        Looks = 0;
        Note(at, "armed");
    }

    public void Accept(string remoteId, DateTimeOffset at, TimeSpan again)
    {
        RemoteId = remoteId;
        State = DeliveryState.Confirming;
        ActAt = at + again;
        Note(at, "accepted", remoteId);
        Release();
    }

    /// <summary>One part of a thread is out and the next is to be sent. Every part is armed, sent and looked for by itself.</summary>
    public void PublishPart(string remoteId, string? permalink, int count, DateTimeOffset at)
    {
        PartsOut = [.. PartsOut ?? [], new ThreadPart(remoteId, permalink)];
        PartCount = count;
        State = DeliveryState.Preparing;
        ArmedAt = null;
        ActAt = at;
        Tries = 0;
        Looks = 0;
        ForgetFailure();
        Note(at, "part", $"{PartsOut.Count} / {count}");
        Release();
    }

    public void Publish(string remoteId, string? permalink, DateTimeOffset at, bool found = false)
    {
        // A thread is known by its first part.
        if (HasBegun)
        {
            PartsOut = [.. PartsOut!, new ThreadPart(remoteId, permalink)];
            (remoteId, permalink) = (PartsOut[0].RemoteId, PartsOut[0].Permalink);
        }

        RemoteId = remoteId;
        Permalink = permalink;
        PublishedAt = at;
        State = DeliveryState.Published;
        ActAt = null;
        HeldFor = null;
        ForgetFailure();
        Note(at, found ? "found" : "published", permalink);
        Release();
        FollowUp(at);
        Record(Actor.Planable, "delivered", at, Post.Audience, ("delivery", Id.ToString()), ("channel", Channel.Name), ("permalink", permalink));
    }

    /// <summary>Refused before it was armed: that is a try too, or a network that refuses uploads would be asked for ever.</summary>
    public void CountTry()
    {
        if (State is DeliveryState.Waiting or DeliveryState.Preparing)
            Tries++;
    }

    /// <summary>Nothing was sent; a worker tries again at the time.</summary>
    public void TryAgain(Failure failure, DateTimeOffset next, DateTimeOffset at, bool counts)
    {
        Remember(failure);
        State = HasBegun ? DeliveryState.Preparing : DeliveryState.Waiting;
        ArmedAt = null;
        ActAt = next;
        if (!counts && Tries > 0)
            Tries--;
        Note(at, "retry", failure.Words, failure.Code);
        Release();
    }

    /// <summary>The answer was lost: look before anything else.</summary>
    public void Look(Failure failure, DateTimeOffset next, DateTimeOffset at)
    {
        Remember(failure);
        Looks++;
        ActAt = next;
        Note(at, "lost", failure.Words, failure.Code);
        Release();
    }

    /// <summary>Surely not out: sending again is safe.</summary>
    public void Disarm(DateTimeOffset next, DateTimeOffset at)
    {
        // ArmedAt stays: should the next call be lost too, the look begins at the first.
        State = HasBegun ? DeliveryState.Preparing : DeliveryState.Waiting;
        ActAt = next;
        Note(at, "absent");
        Release();
    }

    public void Fail(Failure failure, DateTimeOffset at)
    {
        Remember(failure);
        State = DeliveryState.Failed;
        ArmedAt = null;
        ActAt = null;
        Note(at, "failed", failure.Words, failure.Code);
        Release();
        Record(Actor.Planable, "delivery-failed", at, ("delivery", Id.ToString()), ("channel", Channel.Name), ("class", failure.Class.ToString()), ("code", failure.Code), ("why", failure.Words));
    }

    public void Hold(HoldReason reason, string words, DateTimeOffset at)
    {
        HeldFor = reason;
        State = DeliveryState.Held;
        ActAt = null;
        FailureWords = words;
        Note(at, "held", words, reason.ToString());
        Release();
        Record(Actor.Planable, "delivery-held", at, ("delivery", Id.ToString()), ("channel", Channel.Name), ("reason", reason.ToString()), ("why", words));
    }

    public void GiveUpLooking(string why, DateTimeOffset at)
    {
        FailureClass = Publishing.FailureClass.UnknownOutcome;
        FailureWords = why;
        State = DeliveryState.Unknown;
        ActAt = null;
        Note(at, "unknown", why);
        Release();
        Record(Actor.Planable, "delivery-unknown", at, ("delivery", Id.ToString()), ("channel", Channel.Name), ("why", why));
    }
}
