using System.Collections.Concurrent;

namespace Planable.Data.Coauthors;

/// <summary>Wakes this process's readers of a shared draft. Readers poll as well: a bell on another node is not heard here.</summary>
public sealed class DraftBell
{
    readonly ConcurrentDictionary<Guid, TaskCompletionSource> waiting = new();

    public void Ring(Guid postId)
    {
        if (waiting.TryRemove(postId, out var source))
            source.TrySetResult();
    }

    /// <summary>Completes at the next ring for this post. Take it before reading, so that nothing falls between.</summary>
    public Task Next(Guid postId) => waiting.GetOrAdd(postId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
}
