using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Planable.Web.GraphQL.Engine.Subscriptions;

/// <summary>Tells everybody who listens to a topic.</summary>
public interface ITopicEventSender
{
    ValueTask SendAsync<T>(string topic, T message, CancellationToken cancel = default);

    /// <summary>Ends every stream of the topic.</summary>
    ValueTask CompleteAsync(string topic);
}

/// <summary>Listens to topics.</summary>
public interface ITopicEventReceiver
{
    ValueTask<ISourceStream<T>> SubscribeAsync<T>(string topic, CancellationToken cancel = default);
}

/// <summary>Events as they come. Disposing it stops listening.</summary>
public interface ISourceStream<out T> : IAsyncDisposable
{
    IAsyncEnumerable<T> ReadEventsAsync();
}

/// <summary>Topics within this process. Each listener has room for some events; one that falls behind loses the oldest, not everybody's time.</summary>
public sealed class InMemoryTopics : ITopicEventSender, ITopicEventReceiver
{
    const int Room = 64;

    readonly ConcurrentDictionary<string, ConcurrentDictionary<Stream, byte>> topics = new(StringComparer.Ordinal);

    /// <summary>Streams open at the moment.</summary>
    public int Listening => topics.Values.Sum(t => t.Count);

    public ValueTask SendAsync<T>(string topic, T message, CancellationToken cancel = default)
    {
        if (topics.TryGetValue(topic, out var streams))
        {
            foreach (var stream in streams.Keys)
                stream.Offer(message);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(string topic)
    {
        if (topics.TryGetValue(topic, out var streams))
        {
            foreach (var stream in streams.Keys)
                stream.Complete();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<ISourceStream<T>> SubscribeAsync<T>(string topic, CancellationToken cancel = default)
    {
        var streams = topics.GetOrAdd(topic, _ => new());
        var stream = new Stream<T>(closed => streams.TryRemove(closed, out _));
        streams[stream] = 0;
        return new(stream);
    }

    abstract class Stream
    {
        public abstract void Offer(object? message);

        public abstract void Complete();
    }

    sealed class Stream<T>(Action<Stream> closed) : Stream, ISourceStream<T>
    {
        readonly Channel<T> channel = Channel.CreateBounded<T>(new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

        public override void Offer(object? message)
        {
            if (message is T typed)
                channel.Writer.TryWrite(typed);
        }

        public override void Complete() => channel.Writer.TryComplete();

        public async IAsyncEnumerable<T> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancel)
        {
            try
            {
                await foreach (var message in channel.Reader.ReadAllAsync(cancel))
                    yield return message;
            }
            finally
            {
                await DisposeAsync();
            }
        }

        public IAsyncEnumerable<T> ReadEventsAsync() => ReadEventsAsync(CancellationToken.None);

        public ValueTask DisposeAsync()
        {
            closed(this);
            Complete();
            return ValueTask.CompletedTask;
        }
    }
}
