namespace Planable.Web.GraphQL.Events;

/// <summary>How many programs listen on this node. What was cut off must not stay behind: /metrics tells it.</summary>
public sealed class OpenStreams
{
    int count;

    public int Count => Volatile.Read(ref count);

    public IDisposable Open()
    {
        Interlocked.Increment(ref count);
        return new Stream(this);
    }

    sealed class Stream(OpenStreams streams) : IDisposable
    {
        int closed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref closed, 1) == 0)
                Interlocked.Decrement(ref streams.count);
        }
    }
}
