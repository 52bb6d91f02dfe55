using System.Collections.Concurrent;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>Work that has become possible, from any thread, for the one loop that does it.</summary>
sealed class ReadyQueue
{
    readonly ConcurrentQueue<Action> ready = new();
    readonly Lock gate = new();
    TaskCompletionSource? waiting;
    bool signalled;

    public void Add(Action work)
    {
        ready.Enqueue(work);
        Wake();
    }

    /// <summary>Does what is ready; false when there was nothing.</summary>
    public bool RunAll()
    {
        var any = false;
        while (ready.TryDequeue(out var work))
        {
            any = true;
            work();
        }

        return any;
    }

    public void Wake()
    {
        TaskCompletionSource? waiter;
        lock (gate)
        {
            waiter = waiting;
            waiting = null;
            signalled = waiter is null;
        }

        waiter?.TrySetResult();
    }

    /// <summary>Returns once something was added, or at once if it was since the last time.</summary>
    public Task Wait(CancellationToken cancel)
    {
        lock (gate)
        {
            if (signalled)
            {
                signalled = false;
                return Task.CompletedTask;
            }

            // Not inline: whoever adds work is somebody's task that just ended, and shall not run ours.
            waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return waiting.Task.WaitAsync(cancel);
        }
    }
}
