using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Publishing;

/// <summary>
/// A comment on its way below a post that is out, sent at most once like the post itself: armed before the call, looked for before it is sent again. What becomes of it never changes
/// what the post is.
/// </summary>
public class CommentDelivery : Recorded, ILeased
{
    /// <summary>The post is out, but nobody knows under which id: there is nothing to comment on.</summary>
    public const string NoParent = "no-parent";

    CommentDelivery()
    {
    }

    internal CommentDelivery(Delivery delivery, int number, PostComment comment, DateTimeOffset due, DateTimeOffset at)
    {
        DeliveryId = delivery.Id;
        Delivery = delivery;
        PostId = delivery.PostId;
        Number = number;
        Text = comment.Text;
        DueAt = due;
        ActAt = due;
        CreatedAt = at;
        if (delivery.RemoteIds.Count == 0)
            Fail(new Failure(Publishing.FailureClass.Permanent, NoParent, "Planable does not know the post's id at the network, so it cannot write below it. Write this comment there yourself."), at);
    }

    public Guid WorkspaceId { get; private set; }

    public Guid DeliveryId { get; private set; }

    public Delivery Delivery { get; private set; } = null!;

    public Guid PostId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    public string Text { get; private set; } = "";

    public DeliveryState State { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset DueAt { get; private set; }

    public DateTimeOffset? ActAt { get; private set; }

    /// <summary>Also the turn, as on <see cref="Publishing.Delivery"/>.</summary>
    public Guid? LeaseId { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public int Tries { get; private set; }

    public int Looks { get; private set; }

    public DateTimeOffset? ArmedAt { get; private set; }

    public Dictionary<string, string> Prepared { get; private set; } = [];

    public string? RemoteId { get; private set; }

    public string? Permalink { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public FailureClass? FailureClass { get; private set; }

    public string? FailureCode { get; private set; }

    public string? FailureWords { get; private set; }

    protected override string Subject => "post";

    protected override Guid SubjectId => PostId;

    public bool IsLate(TimeSpan limit, DateTimeOffset at) => ActAt is { } act && at - act > limit;

    /// <summary>The marker that must be committed before the call.</summary>
    public void Arm(IReadOnlyDictionary<string, string> prepared, DateTimeOffset at, TimeSpan lease)
    {
        Prepared = new Dictionary<string, string>(prepared, StringComparer.Ordinal);
        State = DeliveryState.Armed;
        ArmedAt ??= at;
        ActAt = at;
        LeaseId = Guid.NewGuid();
        LeasedUntil = at + lease;
        Tries++;
        Looks = 0;
    }

    public void Publish(string remoteId, string? permalink, DateTimeOffset at)
    {
        (RemoteId, Permalink, PublishedAt) = (remoteId, permalink, at);
        Settle(DeliveryState.Published);
        Record(Actor.Planable, "commented", at, ("delivery", DeliveryId.ToString()), ("channel", Delivery.Channel.Name), ("permalink", permalink));
    }

    /// <summary>Nothing was sent; a worker tries again at the time.</summary>
    public void TryAgain(Failure failure, DateTimeOffset next, bool counts)
    {
        Remember(failure);
        // Refused while preparing is a try too.
        if (State != DeliveryState.Armed && counts)
            Tries++;
        else if (State == DeliveryState.Armed && !counts && Tries > 0)
            Tries--;
        (State, ArmedAt, ActAt) = (DeliveryState.Waiting, null, next);
        Release();
    }

    /// <summary>Its network is away for everybody, or takes fewer at a time: nothing was tried, and waiting for it is not being late.</summary>
    public void AwaitLine(string code, string words, DateTimeOffset next)
    {
        // What may be out already is only looked for later.
        if (State != DeliveryState.Armed)
            Remember(new Failure(Publishing.FailureClass.Transient, code, words));
        ActAt = next;
        Release();
    }

    /// <summary>The answer was lost: look before anything else.</summary>
    public void Look(Failure failure, DateTimeOffset next)
    {
        Remember(failure);
        Looks++;
        ActAt = next;
        Release();
    }

    /// <summary>Surely not out: sending again is safe.</summary>
    public void Disarm(DateTimeOffset next)
    {
        (State, ActAt) = (DeliveryState.Waiting, next);
        Release();
    }

    public void Fail(Failure failure, DateTimeOffset at)
    {
        Remember(failure);
        (State, ArmedAt, ActAt) = (DeliveryState.Failed, null, null);
        Release();
        Tell("comment-failed", failure.Words, at);
    }

    public void Hold(string words, DateTimeOffset at)
    {
        Remember(new Failure(Publishing.FailureClass.Transient, "held", words));
        (State, ActAt) = (DeliveryState.Held, null);
        Release();
        Tell("comment-failed", words, at);
    }

    public void GiveUpLooking(string why, DateTimeOffset at)
    {
        Remember(new Failure(Publishing.FailureClass.UnknownOutcome, "unknown", why));
        (State, ActAt) = (DeliveryState.Unknown, null);
        Release();
        Tell("comment-failed", why, at);
    }

    /// <summary>A person has it sent after all. Pressed twice, it is sent once.</summary>
    public void Retry(Member by, DateTimeOffset at)
    {
        by.Must(Permission.PublishPosts);
        if (State is DeliveryState.Waiting or DeliveryState.Armed)
            return;
        if (State is not (DeliveryState.Failed or DeliveryState.Held) || FailureCode == NoParent)
            throw new RuleBroken("NOTHING_TO_RETRY", "This is not waiting for a retry any more.");
        ForgetFailure();
        (State, DueAt, ActAt, Tries, Looks) = (DeliveryState.Waiting, at, at, 0, 0);
        Release();
        Record(by, "comment-retried", at, ("delivery", DeliveryId.ToString()), ("channel", Delivery.Channel.Name));
    }

    /// <summary>A person looked at the network and says whether it is there.</summary>
    public void Confirm(bool isOut, Member by, DateTimeOffset at)
    {
        by.Must(Permission.PublishPosts);
        if (State == (isOut ? DeliveryState.Published : DeliveryState.Failed))
            return;
        if (State != DeliveryState.Unknown)
            throw new RuleBroken("NOT_UNKNOWN", "This delivery is not waiting for a confirmation.");
        if (isOut)
        {
            PublishedAt = ArmedAt ?? at;
            Settle(DeliveryState.Published);
        }
        else
        {
            Remember(new Failure(Publishing.FailureClass.UnknownOutcome, "denied", "Not published, as checked by a person."));
            (State, ArmedAt) = (DeliveryState.Failed, null);
            Release();
        }

        Record(by, isOut ? "comment-confirmed" : "comment-denied", at, ("delivery", DeliveryId.ToString()), ("channel", Delivery.Channel.Name));
    }

    /// <summary>It is not written after all.</summary>
    internal void Drop(Member by, DateTimeOffset at)
    {
        by.Must(Permission.SchedulePosts);
        if (State is not (DeliveryState.Waiting or DeliveryState.Failed or DeliveryState.Held))
            throw new RuleBroken("NOTHING_TO_DROP", "This comment is on its way or out already.");
        Record(by, "comment-dropped", at, ("delivery", DeliveryId.ToString()), ("channel", Delivery.Channel.Name), ("text", Text.Length > 200 ? Text[..200] : Text));
    }

    void Settle(DeliveryState state)
    {
        (State, ActAt) = (state, null);
        ForgetFailure();
        Release();
    }

    void Tell(string verb, string why, DateTimeOffset at) => Record(Actor.Planable, verb, at, ("delivery", DeliveryId.ToString()), ("channel", Delivery.Channel.Name), ("why", why));

    void Remember(Failure failure) => (FailureClass, FailureCode, FailureWords) = (failure.Class, failure.Code, failure.Words);

    void ForgetFailure() => (FailureClass, FailureCode, FailureWords) = (null, null, null);

    void Release() => (LeaseId, LeasedUntil) = (Guid.NewGuid(), null);
}
