using System.Collections.Concurrent;

namespace Planable.Data.Notices;

/// <summary>Tells a person's open pages on this node that their notices changed. Pages ask again after a while as well: a bell on another node is not heard here.</summary>
public sealed class NoticeBell
{
    readonly ConcurrentDictionary<Guid, TaskCompletionSource> waiting = new();

    public void Ring(Guid personId)
    {
        if (waiting.TryRemove(personId, out var source))
            source.TrySetResult();
    }

    /// <summary>Completes at the next ring. Take it before reading, so that nothing falls between.</summary>
    public Task Next(Guid personId) => waiting.GetOrAdd(personId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
}
