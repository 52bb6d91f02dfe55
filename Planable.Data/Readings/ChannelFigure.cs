using Planable.Data.Channels;
using Planable.Data.Workspaces;

namespace Planable.Data.Readings;

/// <summary>
/// One figure of a channel for one day: what its network told of the account, or what its posts gained. A day without one was not read; it is never 0 instead.
/// What a network restates later stands beside what it told first.
/// </summary>
public class ChannelFigure : Entity, IBelongToWorkspace
{
    ChannelFigure()
    {
    }

    public ChannelFigure(Guid channelId, DateOnly day, string metric, ReadingSource source, long value, DateTimeOffset at) =>
        (ChannelId, Day, Metric, Source, Value, ReadAt) = (channelId, day, metric, source, value, at);

    public Guid WorkspaceId { get; private set; }

    public Guid ChannelId { get; private set; }

    public Channel Channel { get; private set; } = null!;

    public DateOnly Day { get; private set; }

    public string Metric { get; private set; } = "";

    public ReadingSource Source { get; private set; }

    public long Value { get; private set; }

    public DateTimeOffset ReadAt { get; private set; }

    /// <summary>What the network told first, where it told something else later.</summary>
    public long? FirstValue { get; private set; }

    public DateTimeOffset? FirstReadAt { get; private set; }

    public bool IsRestated => FirstValue is not null;

    /// <summary>More of the same day has been seen.</summary>
    public void Grow(long value, DateTimeOffset at) => (Value, ReadAt) = (value, at);

    /// <summary>Told again for a day that was told before.</summary>
    public void Restate(long value, DateTimeOffset at)
    {
        if (value != Value && FirstValue is null)
            (FirstValue, FirstReadAt) = (Value, ReadAt);
        (Value, ReadAt) = (value, at);
    }
}
