using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Publishing;

public enum LiveChangeKind
{
    /// <summary>Other words for what is out.</summary>
    Edit,

    /// <summary>Off the network.</summary>
    Removal,
}

public enum LiveChangeState
{
    Waiting,
    Done,

    /// <summary>Surely not done: what was live is live.</summary>
    Failed,

    /// <summary>The network did not say whether it did it. Trying again does no harm.</summary>
    Unknown,

    /// <summary>Given up by a person.</summary>
    Discarded,
}

/// <summary>
/// What a person wants done to a post that is out on a network. Both kinds may be repeated: the same words twice are the same words, and what is gone stays gone. So nothing has
/// to be armed; but until the network has said yes, the post here stays as it is live.
/// </summary>
public class LiveChange : Recorded, IBelongToWorkspace
{
    LiveChange()
    {
    }

    internal LiveChange(Delivery delivery, LiveChangeKind kind, string text, string? title, Member by, DateTimeOffset at)
    {
        DeliveryId = delivery.Id;
        Delivery = delivery;
        PostId = delivery.PostId;
        Kind = kind;
        Text = text;
        PostTitle = title;
        ById = by.Id;
        ByName = by.Person.Name;
        At = at;
        ActAt = at;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid DeliveryId { get; private set; }

    public Delivery Delivery { get; private set; } = null!;

    public Guid PostId { get; private set; }

    public LiveChangeKind Kind { get; private set; }

    /// <summary>The words it should have, as a person wrote them; empty for a removal.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Null keeps the one it has.</summary>
    public string? PostTitle { get; private set; }

    public LiveChangeState State { get; private set; }

    public Guid ById { get; private set; }

    public string ByName { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>When a worker should next do something; null when it is over or only a person can.</summary>
    public DateTimeOffset? ActAt { get; private set; }

    /// <summary>Also the turn, as on <see cref="Publishing.Delivery"/>.</summary>
    public Guid? LeaseId { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public int Tries { get; private set; }

    public string? FailureCode { get; private set; }

    public string? FailureWords { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    public bool IsOpen => State is LiveChangeState.Waiting or LiveChangeState.Failed or LiveChangeState.Unknown;

    protected override string Subject => "post";

    protected override Guid SubjectId => PostId;

    /// <summary>A call is about to begin.</summary>
    public void Begin() => Tries++;

    public void Do(DateTimeOffset at)
    {
        (State, DoneAt, ActAt, FailureCode, FailureWords) = (LiveChangeState.Done, at, null, null, null);
        Release();
    }

    public void TryAgain(Failure failure, DateTimeOffset next, bool counts)
    {
        if (!counts && Tries > 0)
            Tries--;
        Remember(failure);
        ActAt = next;
        Release();
    }

    /// <summary>Not now, for a reason of ours: nothing was tried.</summary>
    public void Wait(DateTimeOffset next)
    {
        ActAt = next;
        Release();
    }

    /// <summary>Its network is away for everybody, or takes fewer at a time.</summary>
    public void AwaitLine(string code, string words, DateTimeOffset next)
    {
        Remember(new Failure(FailureClass.Transient, code, words));
        Wait(next);
    }

    /// <param name="isSure">The network surely did nothing.</param>
    public void Fail(Failure failure, bool isSure, DateTimeOffset at)
    {
        Remember(failure);
        (State, ActAt) = (isSure ? LiveChangeState.Failed : LiveChangeState.Unknown, null);
        Release();
        Record(Actor.Planable, Kind == LiveChangeKind.Edit ? "live-edit-failed" : "live-removal-failed", at, ("delivery", DeliveryId.ToString()), ("channel", Delivery.Channel.Name), ("sure", isSure ? "yes" : "no"), ("code", failure.Code), ("why", failure.Words));
    }

    internal void Retry(Member by, DateTimeOffset at)
    {
        if (State == LiveChangeState.Waiting)
            return;
        if (!IsOpen)
            throw new RuleBroken("NOTHING_TO_RETRY", "This is not waiting for a retry any more.");
        (State, ActAt, Tries, FailureCode, FailureWords) = (LiveChangeState.Waiting, at, 0, null, null);
        Release();
        Record(by, "live-change-retried", at, ("delivery", DeliveryId.ToString()), ("channel", Delivery.Channel.Name));
    }

    internal void Discard(Member by, DateTimeOffset at)
    {
        if (State is LiveChangeState.Discarded or LiveChangeState.Done)
            return;
        (State, ActAt) = (LiveChangeState.Discarded, null);
        Release();
        Record(by, "live-change-discarded", at, ("delivery", DeliveryId.ToString()), ("channel", Delivery.Channel.Name));
    }

    void Remember(Failure failure) => (FailureCode, FailureWords) = (failure.Code, failure.Words);

    void Release() => (LeaseId, LeasedUntil) = (Guid.NewGuid(), null);
}
