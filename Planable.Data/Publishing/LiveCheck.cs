using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Publishing;

public enum LiveState
{
    /// <summary>Not looked at yet.</summary>
    Unchecked,

    /// <summary>Readers see what was sent.</summary>
    Same,

    /// <summary>Readers see something else.</summary>
    Differs,

    /// <summary>It is not there any more.</summary>
    Removed,

    /// <summary>The network shows Planable nothing to compare.</summary>
    CannotTell,
}

/// <summary>A post as its network shows it, or as it was sent.</summary>
/// <param name="Files">Null where the network does not tell.</param>
public sealed record LiveSide(string Text, string? Title, IReadOnlyList<LiveFile>? Files);

/// <param name="Alt">Null where the network does not tell.</param>
public sealed record LiveFile(bool IsVideo, string? Alt);

/// <summary>
/// Whether what is out is what was sent: looked at a minute after publishing and once more after a day, and after each change. What differs is raised until a person has decided.
/// </summary>
public class LiveCheck : Recorded, IBelongToWorkspace
{
    /// <summary>Looks that got no answer before one is given up.</summary>
    public const int MaxTries = 4;

    /// <summary>Networks show a post everywhere a moment after they took it.</summary>
    public static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan Second = TimeSpan.FromDays(1);

    LiveCheck()
    {
    }

    internal LiveCheck(Delivery delivery, DateTimeOffset at)
    {
        DeliveryId = delivery.Id;
        Delivery = delivery;
        PostId = delivery.PostId;
        ActAt = at + First;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid DeliveryId { get; private set; }

    public Delivery Delivery { get; private set; } = null!;

    public Guid PostId { get; private set; }

    public LiveState State { get; private set; }

    public DateTimeOffset? CheckedAt { get; private set; }

    /// <summary>The next look; null if there is none.</summary>
    public DateTimeOffset? ActAt { get; private set; }

    public Guid? LeaseId { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>Looks that were answered.</summary>
    public int Looks { get; private set; }

    public int Tries { get; private set; }

    /// <summary>Why nothing could be told.</summary>
    public string? Why { get; private set; }

    /// <summary>"text", "title", "media", "alt".</summary>
    public List<string> Differences { get; private set; } = [];

    public LiveSide? Sent { get; private set; }

    public LiveSide? Seen { get; private set; }

    /// <summary>Something differs, and nobody has decided that it may.</summary>
    public bool IsAlarming { get; private set; }

    public string? AcceptedBy { get; private set; }

    public DateTimeOffset? AcceptedAt { get; private set; }

    protected override string Subject => "post";

    protected override Guid SubjectId => PostId;

    /// <param name="isLasting">Stories are gone after a day, so nobody looks for them then.</param>
    public void Find(IReadOnlyList<string> differences, LiveSide sent, LiveSide? seen, bool isLasting, DateTimeOffset at)
    {
        var state = seen is null ? LiveState.Removed : differences.Count > 0 ? LiveState.Differs : LiveState.Same;
        var isNews = state != State || !Differences.SequenceEqual(differences) || Seen?.Text != seen?.Text;
        (State, CheckedAt, Why, Differences, Sent, Seen) = (state, at, null, [.. differences], sent, seen);
        Looks++;
        Tries = 0;
        ActAt = Looks == 1 && isLasting && state != LiveState.Removed ? at + Second : null;
        Release();
        if (!isNews)
            return;
        var wasAlarming = IsAlarming;
        IsAlarming = state is LiveState.Differs or LiveState.Removed;
        (AcceptedBy, AcceptedAt) = (null, null);
        if (IsAlarming)
            Record(Actor.Planable, state == LiveState.Removed ? "found-removed" : "found-different", at, ("delivery", DeliveryId.ToString()), ("channel", Delivery.Channel.Name), ("what", string.Join(", ", differences)));
        else if (wasAlarming)
            Record(Actor.Planable, "found-same", at, ("delivery", DeliveryId.ToString()), ("channel", Delivery.Channel.Name));
    }

    public void GiveUp(string why, DateTimeOffset at)
    {
        (State, CheckedAt, Why, ActAt) = (LiveState.CannotTell, at, why, null);
        Release();
    }

    /// <summary>The network did not answer.</summary>
    public void LookLater(string why, DateTimeOffset next, bool counts, DateTimeOffset at)
    {
        if (counts && ++Tries >= MaxTries)
        {
            GiveUp(why, at);
            return;
        }

        (Why, ActAt) = (why, next);
        Release();
    }

    /// <summary>It was changed, or a person wants to know.</summary>
    internal void Again(DateTimeOffset at)
    {
        (ActAt, Tries, Looks) = (at, 0, 0);
        Release();
    }

    /// <summary>It is meant to be gone.</summary>
    internal void End()
    {
        (ActAt, IsAlarming) = (null, false);
        Release();
    }

    internal void Accept(Member by, DateTimeOffset at)
    {
        if (!IsAlarming)
            return;
        (IsAlarming, AcceptedBy, AcceptedAt) = (false, by.Person.Name, at);
        Release();
        Record(by, "difference-accepted", at, ("delivery", DeliveryId.ToString()), ("channel", Delivery.Channel.Name), ("what", State == LiveState.Removed ? "removed" : string.Join(", ", Differences)));
    }

    void Release() => (LeaseId, LeasedUntil) = (Guid.NewGuid(), null);
}
