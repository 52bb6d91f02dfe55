using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Readings;
using Planable.Data.Workspaces;

namespace Planable.Data.Histories;

/// <summary>
/// How far the posts that were published past Planable have been read from a channel's network. One row a channel. It is read page by page, newest first; the place where it
/// stopped is kept with what was found, so that a break loses nothing and doubles nothing.
/// </summary>
public class ChannelHistory : Recorded, IBelongToWorkspace, IReading
{
    /// <summary>Networks count every question, and some want money for every post.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    public const int MostPosts = 1000;

    /// <summary>How many days back a person may ask for.</summary>
    public static readonly IReadOnlyList<int> Stretches = [30, 90, 365];

    ChannelHistory()
    {
    }

    public ChannelHistory(Channel channel)
    {
        ChannelId = channel.Id;
        Channel = channel;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid ChannelId { get; private set; }

    public Channel Channel { get; private set; } = null!;

    public SyncState State { get; private set; }

    /// <summary>In whose name the posts are brought in.</summary>
    public Guid AskedById { get; private set; }

    public string AskedBy { get; private set; } = "";

    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>Nothing older is brought in.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>Where the network goes on; null at its newest post.</summary>
    public string? Cursor { get; private set; }

    /// <summary>What this run has seen so far.</summary>
    public int Seen { get; private set; }

    /// <summary>Among them, posts that came into Planable by it.</summary>
    public int Added { get; private set; }

    /// <summary>Among them, posts that were here: sent by Planable, or brought in before.</summary>
    public int Known { get; private set; }

    /// <summary>How far back it has come.</summary>
    public DateTimeOffset? Reached { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>When a person may have it read again.</summary>
    public DateTimeOffset? NextAllowedAt { get; private set; }

    /// <summary>When a worker should go on; null if there is nothing to do.</summary>
    public DateTimeOffset? ActAt { get; private set; }

    public Guid? LeaseId { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public int Tries { get; private set; }

    public string? Trouble { get; private set; }

    protected override string Subject => "channel";

    protected override Guid SubjectId => ChannelId;

    public bool IsBusy => State is SyncState.Queued or SyncState.Running;

    /// <summary>Asked again while it is queued, running or waiting, it is read once.</summary>
    public void Ask(int days, Member by, DateTimeOffset at)
    {
        by.Must(Permission.PublishPosts);
        if (IsBusy || State == SyncState.Waiting)
            return;
        if (!Stretches.Contains(days))
            throw new RuleBroken("HISTORY_STRETCH", "Choose how far back the posts should be brought in.");
        if (!Channel.IsUsable)
            throw new RuleBroken("CHANNEL_BROKEN", "{0} has to be reconnected before its posts can be read.", Channel.Name);
        if (NextAllowedAt > at)
            throw new RuleBroken("HISTORY_TOO_SOON", "The posts of {0} were read a moment ago. The network counts every question; they can be read again in {1} minutes.", Channel.Name, (int)Math.Ceiling((NextAllowedAt.Value - at).TotalMinutes));
        (State, AskedById, AskedBy, AskedAt, Since, ActAt) = (SyncState.Queued, by.Id, by.Person.Name, at, at.AddDays(-days), at);
        (Cursor, Seen, Added, Known, Reached, Tries, Trouble) = (null, 0, 0, 0, null, 0, null);
        Release();
        Record(by, "history-asked", at, ("name", Channel.Name), ("days", days.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    public void Begin() => State = SyncState.Running;

    /// <summary>One page is in; saved together with what it brought.</summary>
    public void Take(int seen, int added, int known, DateTimeOffset? reached, string? next)
    {
        Seen += seen;
        Added += added;
        Known += known;
        Reached = reached ?? Reached;
        Cursor = next;
        Tries = 0;
    }

    public void Finish(DateTimeOffset at)
    {
        (State, DoneAt, NextAllowedAt, ActAt, Cursor, Trouble) = (SyncState.Done, at, at + Pause, null, null, null);
        Release();
        Record(Actor.Planable, "history-read", at, ("name", Channel.Name), ("added", Digits(Added)), ("known", Digits(Known)));
    }

    /// <summary>The network asked for a pause, or is away.</summary>
    public void Wait(string why, DateTimeOffset until, bool counts)
    {
        (State, Trouble, ActAt, NextAllowedAt) = (SyncState.Waiting, why, until, until);
        if (counts)
            Tries++;
        Release();
    }

    public void Fail(string why, DateTimeOffset at)
    {
        (State, Trouble, ActAt, NextAllowedAt) = (SyncState.Failed, why, null, at + Pause);
        Release();
    }

    void Release() => (LeaseId, LeasedUntil) = (Guid.NewGuid(), null);

    static string Digits(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
