using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;

namespace Planable.Data.Publishing;

/// <summary>By way of a person's phone.</summary>
public partial class Delivery
{
    public Guid? HandedToId { get; private set; }

    /// <summary>The person's name as it was then.</summary>
    public string? HandedTo { get; private set; }

    public DateTimeOffset? HandedAt { get; private set; }

    /// <summary>Whose phone it goes to, as it was planned; null if Planable publishes it.</summary>
    public Guid? PhoneOf => ByPhone.MemberOf(Version.Content.SettingsFor(ChannelId));

    /// <summary>A person has it and has not said that it is out.</summary>
    public bool IsInHand => State == DeliveryState.HandedOver || (State == DeliveryState.Held && HeldFor == HoldReason.Phone && HandedToId is not null);

    public bool CanBeFinishedBy(Member by) => IsInHand && (by.Id == HandedToId || by.Can(Permission.PublishPosts));

    /// <summary>Its time has come: the person's phone gets it, and nobody calls the network.</summary>
    public void HandOver(Member to, DateTimeOffset at)
    {
        (HandedToId, HandedTo, HandedAt) = (to.Id, to.Person.Name, at);
        State = DeliveryState.HandedOver;
        HeldFor = null;
        ActAt = at + ByPhone.Patience;
        ForgetFailure();
        Note(at, "handed", HandedTo);
        Release();
        Record(Actor.Planable, "handed-to-phone", at, ("delivery", Id.ToString()), ("channel", Channel.Name), ("to", to.Id.ToString()), ("name", HandedTo));
    }

    /// <summary>Not out after half an hour. It can still be put out from the phone.</summary>
    public void Overdue(DateTimeOffset at)
    {
        if (State != DeliveryState.HandedOver)
            return;
        HeldFor = HoldReason.Phone;
        State = DeliveryState.Held;
        ActAt = null;
        FailureWords = $"{HandedTo} has not said yet that it is out.";
        Note(at, "held", FailureWords, HoldReason.Phone.ToString());
        Release();
        Record(Actor.Planable, "delivery-held", at, ("delivery", Id.ToString()), ("channel", Channel.Name), ("reason", HoldReason.Phone.ToString()), ("why", FailureWords), ("to", HandedToId.ToString()));
    }

    /// <param name="permalink">Null if the person cannot give one.</param>
    public void FinishByHand(string? permalink, Member by, DateTimeOffset at)
    {
        if (State == DeliveryState.Published)
            return;
        if (by.Id != HandedToId)
            by.Must(Permission.PublishPosts);
        if (!IsInHand)
            throw new RuleBroken("NOT_IN_HAND", "This post is not waiting for anybody's phone any more.");
        var address = AddressOf(permalink);
        State = DeliveryState.Published;
        HeldFor = null;
        Permalink = address;
        PublishedAt = at;
        ActAt = null;
        ForgetFailure();
        Note(at, "by-hand", by.Person.Name);
        Release();
        Record(by, "delivered-by-hand", at, Post.Audience, ("delivery", Id.ToString()), ("channel", Channel.Name), ("permalink", address));
    }

    /// <summary>The person is not to put it out after all. What becomes of it is decided as for anything that is held.</summary>
    public void TakeFromPhone(Member by, DateTimeOffset at)
    {
        if (by.Id != Post.AuthorId || !by.Can(Permission.SchedulePosts))
            by.Must(Permission.PublishPosts);
        if (!IsInHand)
            throw new RuleBroken("NOT_IN_HAND", "This post is not waiting for anybody's phone any more.");
        var from = HandedTo;
        (HandedToId, HandedTo, HandedAt) = (null, null, null);
        HeldFor = HoldReason.Phone;
        State = DeliveryState.Held;
        ActAt = null;
        FailureWords = $"{by.Person.Name} took it back from the phone of {from}. Send it there again, give it a new time, or drop it.";
        Note(at, "held", FailureWords, HoldReason.Phone.ToString());
        Release();
        Record(by, "taken-from-phone", at, ("delivery", Id.ToString()), ("channel", Channel.Name), ("name", from));
    }

    /// <summary>Whoever had it has left the workspace: somebody else decides.</summary>
    public void LeftAlone(DateTimeOffset at)
    {
        if (!IsInHand)
            return;
        var from = HandedTo;
        (HandedToId, HandedTo, HandedAt) = (null, null, null);
        Hold(HoldReason.Phone, $"{from} had it on the phone and has left. Send it to somebody else, give it a new time, or drop it.", at);
    }

    /// <summary>A link is one of the network's own: anything else would send the client somewhere else.</summary>
    string? AddressOf(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return null;
        typed = typed.Trim();
        var hosts = Networks.Networks.Find(Channel.Network)?.App?.Hosts ?? [];
        if (Channel.Server is { } server && Uri.TryCreate(server, UriKind.Absolute, out var at))
            hosts = [at.Host];
        if (typed.Length > 1000 || !Uri.TryCreate(typed, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            throw new RuleBroken("ADDRESS_INVALID", "The address has to begin with https://. Copy it from the post, or say that you cannot give one.");
        if (hosts.Count > 0 && !hosts.Any(h => address.Host.Equals(h, StringComparison.OrdinalIgnoreCase) || address.Host.EndsWith($".{h}", StringComparison.OrdinalIgnoreCase)))
            throw new RuleBroken("ADDRESS_ELSEWHERE", "{0} is not an address of {1}. Copy the link from the post itself.", address.Host, Networks.Networks.Find(Channel.Network)!.Name);
        return address.AbsoluteUri;
    }
}
