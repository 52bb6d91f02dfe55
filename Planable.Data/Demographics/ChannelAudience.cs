using Planable.Data.Channels;
using Planable.Data.Readings;
using Planable.Data.Workspaces;

namespace Planable.Data.Demographics;

/// <summary>How far reading a channel's audience has come. One row a channel.</summary>
public class ChannelAudience : Entity, IBelongToWorkspace, IReading
{
    /// <summary>An audience changes slowly, and every question counts.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromDays(7);

    public static readonly TimeSpan AfterFailure = TimeSpan.FromDays(1);

    ChannelAudience()
    {
    }

    public ChannelAudience(Channel channel) => (ChannelId, Channel) = (channel.Id, channel);

    public Guid WorkspaceId { get; private set; }

    public Guid ChannelId { get; private set; }

    public Channel Channel { get; private set; } = null!;

    public SyncState State { get; private set; }

    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>When it was told the last time; what was told then bears the same time.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>When a worker should go on; null if there is nothing to do.</summary>
    public DateTimeOffset? ActAt { get; private set; }

    public Guid? LeaseId { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public int Tries { get; private set; }

    public string? Trouble { get; private set; }

    public void Queue(DateTimeOffset at)
    {
        (State, AskedAt, ActAt, Tries, Trouble) = (SyncState.Queued, at, at, 0, null);
        Release();
    }

    public void Finish(DateTimeOffset at)
    {
        (State, DoneAt, ActAt, Trouble) = (SyncState.Done, at, null, null);
        Release();
    }

    public void Wait(string why, DateTimeOffset until, bool counts)
    {
        (State, Trouble, ActAt) = (SyncState.Waiting, why, until);
        if (counts)
            Tries++;
        Release();
    }

    public void Fail(string why, DateTimeOffset at)
    {
        (State, Trouble, ActAt) = (SyncState.Failed, why, null);
        Release();
    }

    void Release() => (LeaseId, LeasedUntil) = (Guid.NewGuid(), null);
}
