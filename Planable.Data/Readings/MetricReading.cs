using Planable.Data.Workspaces;

namespace Planable.Data.Readings;

public enum ReadingSource
{
    /// <summary>Asked of one post.</summary>
    Post,

    /// <summary>Asked of the account.</summary>
    Account,
}

/// <summary>One figure as a network told it at one moment. Never changed, never guessed: what a network does not tell has no row.</summary>
public class MetricReading : Entity, IBelongToWorkspace
{
    MetricReading()
    {
    }

    /// <param name="remotePostId">Empty for figures of the account.</param>
    /// <param name="day">Of figures that are told for a day.</param>
    public MetricReading(Guid channelId, string remotePostId, string metric, long value, ReadingSource source, DateTimeOffset at, DateOnly? day = null)
    {
        Day = day;
        ChannelId = channelId;
        RemotePostId = remotePostId;
        Metric = metric;
        Value = value;
        Source = source;
        ReadAt = at;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid ChannelId { get; private set; }

    /// <summary>As the network calls the post; of a thread its first part.</summary>
    public string RemotePostId { get; private set; } = "";

    public string Metric { get; private set; } = "";

    public long Value { get; private set; }

    /// <summary>The day it was told for, as the network counts days; null for what is told as of now.</summary>
    public DateOnly? Day { get; private set; }

    public ReadingSource Source { get; private set; }

    public DateTimeOffset ReadAt { get; private set; }
}
