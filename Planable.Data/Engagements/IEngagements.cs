namespace Planable.Data.Engagements;

/// <summary>How people answered to what a delivery brought out.</summary>
/// <param name="At">When it was out.</param>
/// <param name="Count">Reactions of every kind together.</param>
public sealed record Engagement(Guid PostId, Guid ChannelId, DateTimeOffset At, int Count);

/// <summary>What one kind of network tells about answers. A network that tells nothing has none: what is not known is not guessed.</summary>
public interface IEngagements
{
    /// <summary>Of deliveries of the entered workspace that went out since then and of which there is a figure.</summary>
    Task<IReadOnlyList<Engagement>> Since(DateTimeOffset from, CancellationToken cancel);
}

/// <summary>All that is known, whoever tells it.</summary>
public sealed class KnownEngagements(IEnumerable<IEngagements> sources)
{
    public async Task<IReadOnlyList<Engagement>> Since(DateTimeOffset from, CancellationToken cancel)
    {
        var found = new List<Engagement>();
        foreach (var source in sources)
            found.AddRange(await source.Since(from, cancel));
        return found;
    }

    /// <summary>Of a post on all its channels together.</summary>
    /// <param name="at">When it was to go out.</param>
    /// <returns>Null while there are no figures.</returns>
    public async Task<int?> Of(Guid postId, DateTimeOffset at, CancellationToken cancel)
    {
        var known = (await Since(at.AddDays(-1), cancel)).Where(e => e.PostId == postId).ToList();
        return known.Count == 0 ? null : known.Sum(e => e.Count);
    }
}
