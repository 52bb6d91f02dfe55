using Planable.Data.Publishing;
using Planable.Data.Readings;

namespace Planable.Jobs.Connectors;

/// <summary>A network whose posts can be read back after they are out, as their readers see them.</summary>
public interface IReadPosts
{
    /// <returns>Null if it is surely gone.</returns>
    /// <exception cref="ConnectorFailure">Permanent where this post cannot be read.</exception>
    Task<LivePost?> Read(ChannelAccount account, string remoteId, CancellationToken cancel);
}

/// <summary>A post as its network shows it, in plain words: addresses that were shortened are whole, signs of HTML are signs.</summary>
public sealed record LivePost(string RemoteId, string Text)
{
    public string? Title { get; init; }

    public string? Permalink { get; init; }

    /// <summary>What else the network calls it: the video in it, for instance.</summary>
    public IReadOnlyList<string> OtherIds { get; init; } = [];

    public DateTimeOffset? At { get; init; }

    /// <summary>Null where the network does not tell.</summary>
    public IReadOnlyList<LiveFile>? Files { get; init; }

    /// <summary>The address of a small picture of it.</summary>
    public string? Thumbnail { get; init; }

    /// <summary>It stands below another post.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>What the network tells along with it, by <see cref="MetricName"/>.</summary>
    public IReadOnlyDictionary<string, long> Figures { get; init; } = new Dictionary<string, long>();
}
