using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Readings;

public enum SyncState
{
    Never,
    Queued,
    Running,
    Done,

    /// <summary>The network asked for a pause: it goes on by itself, and until then the figures of before stand.</summary>
    Waiting,

    /// <summary>The network refused.</summary>
    Failed,
}

/// <summary>How far reading a channel's figures has come. One row a channel; what was read stands with the time it was read at, whatever happens later.</summary>
public class ChannelSync : Recorded, IBelongToWorkspace, IReading
{
    /// <summary>Between two readings a person asks for: networks count every call.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    /// <summary>Between two readings nobody asks for.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(6);

    ChannelSync()
    {
    }

    public ChannelSync(Channel channel)
    {
        ChannelId = channel.Id;
        Channel = channel;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid ChannelId { get; private set; }

    public Channel Channel { get; private set; } = null!;

    public SyncState State { get; private set; }

    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>Null if nobody did: it was time.</summary>
    public string? AskedBy { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When everything had been read the last time.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>When a person may have it read again.</summary>
    public DateTimeOffset? NextAllowedAt { get; private set; }

    /// <summary>When a worker should go on; null if there is nothing to do.</summary>
    public DateTimeOffset? ActAt { get; private set; }

    public Guid? LeaseId { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public int Tries { get; private set; }

    /// <summary>Posts read in this run.</summary>
    public int Posts { get; private set; }

    public string? Trouble { get; private set; }

    /// <summary>Of the account, as they were last told.</summary>
    public Dictionary<string, long> Figures { get; private set; } = [];

    public DateTimeOffset? FiguresAt { get; private set; }

    protected override string Subject => "channel";

    protected override Guid SubjectId => ChannelId;

    public bool IsBusy => State is SyncState.Queued or SyncState.Running;

    /// <summary>Nothing stands against asking: it is not under way already, and the network's quota lets it.</summary>
    public bool MayBeAsked(DateTimeOffset at) => !IsBusy && State != SyncState.Waiting && Channel.IsUsable && !(NextAllowedAt > at);

    /// <summary>Asked again while it is queued, running or waiting, it is read once.</summary>
    public void Ask(Member by, DateTimeOffset at)
    {
        by.Must(Permission.SeeInternal);
        if (IsBusy || State == SyncState.Waiting)
            return;
        if (!Channel.IsUsable)
            throw new RuleBroken("CHANNEL_BROKEN", "{0} has to be reconnected before its figures can be read.", Channel.Name);
        if (NextAllowedAt > at)
            throw new RuleBroken("SYNC_TOO_SOON", "The figures of {0} were read a moment ago. The network counts every question; they can be read again in {1} minutes.", Channel.Name, (int)Math.Ceiling((NextAllowedAt.Value - at).TotalMinutes));
        Queue(by.Person.Name, at);
        Record(by, "figures-asked", at, ("name", Channel.Name));
    }

    /// <summary>Nobody asked: it is time.</summary>
    public void Queue(string? by, DateTimeOffset at)
    {
        (State, AskedAt, AskedBy, StartedAt, ActAt, Tries, Posts, Trouble) = (SyncState.Queued, at, by, null, at, 0, 0, null);
        Release();
    }

    /// <summary>Begins, or goes on where it stopped.</summary>
    public void Begin(DateTimeOffset at)
    {
        State = SyncState.Running;
        StartedAt ??= at;
    }

    public void Read(int posts) => Posts += posts;

    public void Learn(IReadOnlyDictionary<string, long> figures, DateTimeOffset at)
    {
        if (figures.Count > 0)
            (Figures, FiguresAt) = (new Dictionary<string, long>(figures, StringComparer.Ordinal), at);
    }

    public void Finish(DateTimeOffset at)
    {
        (State, DoneAt, NextAllowedAt, ActAt, Trouble) = (SyncState.Done, at, at + Pause, null, null);
        Release();
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
}
