using System.Collections.Concurrent;

namespace Planable.Data.Logs;

/// <summary>Wakes this process's readers of the log as soon as something was committed. Readers poll as well: a bell on another node is not heard here.</summary>
public sealed class LogBell
{
    readonly ConcurrentDictionary<Guid, TaskCompletionSource> waiting = new();
    TaskCompletionSource any = NewSource();

    public void Ring(Guid workspaceId)
    {
        if (waiting.TryRemove(workspaceId, out var source))
            source.TrySetResult();
        Interlocked.Exchange(ref any, NewSource()).TrySetResult();
    }

    /// <summary>Completes at the next ring for this workspace. Take it before reading, so that nothing falls between.</summary>
    public Task Next(Guid workspaceId) => waiting.GetOrAdd(workspaceId, static _ => NewSource()).Task;

    /// <summary>Completes at the next ring for any workspace.</summary>
    public Task NextAny() => Volatile.Read(ref any).Task;

    static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
