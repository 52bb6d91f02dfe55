namespace Planable.Web.GraphQL.Engine.Data;

/// <summary>Gathers the keys of one moment and fetches their values together, once per request.</summary>
public interface IDataLoader<TKey, TValue> where TKey : notnull
{
    /// <summary>The value, or the type's default when there is none.</summary>
    Task<TValue?> LoadAsync(TKey key, CancellationToken cancel = default);

    Task<IReadOnlyList<TValue?>> LoadAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancel = default);

    /// <summary>The same loader for another page: keys of different pages are not fetched together.</summary>
    IDataLoader<TKey, TValue> With(PagingArguments paging);
}

/// <summary>Fetches values; the scope and its services live until it is done.</summary>
public delegate Task<Func<TKey, TValue?>> Fetch<TKey, TValue>(LoaderContext context, IReadOnlyList<TKey> keys) where TKey : notnull;

/// <summary>What a fetch gets besides keys.</summary>
public sealed record LoaderContext(IServiceProvider Services, Loaders Loaders, PagingArguments? Paging, CancellationToken Cancel);

/// <summary>Base of the loaders made for <c>[DataLoader]</c> methods.</summary>
public abstract class DataLoader<TKey, TValue> : IDataLoader<TKey, TValue>, IPendingBatch where TKey : notnull
{
    // Databases bound the parameters of one command.
    const int MaxBatch = 1_000;

    readonly Loaders loaders;
    readonly Fetch<TKey, TValue> fetch;
    readonly PagingArguments? paging;
    readonly Lock gate = new();
    readonly Dictionary<TKey, Entry> known = [];
    readonly Dictionary<PagingArguments, IDataLoader<TKey, TValue>> pages = [];
    List<TKey> waiting = [];

    protected DataLoader(Loaders loaders, Fetch<TKey, TValue> fetch, PagingArguments? paging = null)
    {
        this.loaders = loaders;
        this.fetch = fetch;
        this.paging = paging;
    }

    public Task<TValue?> LoadAsync(TKey key, CancellationToken cancel = default)
    {
        lock (gate)
        {
            if (!known.TryGetValue(key, out var entry))
            {
                known[key] = entry = new();
                waiting.Add(key);
                if (waiting.Count == 1)
                    loaders.Schedule(this);
            }

            return entry.Ask();
        }
    }

    public async Task<IReadOnlyList<TValue?>> LoadAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancel = default) =>
        await Task.WhenAll(keys.Select(key => LoadAsync(key, cancel)));

    public IDataLoader<TKey, TValue> With(PagingArguments paging)
    {
        lock (gate)
            return pages.TryGetValue(paging, out var page) ? page : pages[paging] = new Page(loaders, fetch, paging);
    }

    void IPendingBatch.Start()
    {
        List<TKey> keys;
        lock (gate)
        {
            keys = waiting;
            waiting = [];
        }

        foreach (var chunk in keys.Chunk(MaxBatch))
            _ = Run(chunk);
    }

    async Task Run(TKey[] keys)
    {
        try
        {
            await using var scope = loaders.NewScope();
            var values = await fetch(new(scope.ServiceProvider, loaders, paging, loaders.Cancel), keys).ConfigureAwait(false);
            loaders.Ready(() => Answer(keys, (source, key) => source.TrySetResult(values(key)), key => Task.FromResult(values(key))));
        }
        catch (Exception error)
        {
            loaders.Ready(() => Answer(keys, (source, _) => source.TrySetException(error), _ => Task.FromException<TValue?>(error)));
        }
    }

    void Answer(TKey[] keys, Action<TaskCompletionSource<TValue?>, TKey> complete, Func<TKey, Task<TValue?>> answer)
    {
        foreach (var key in keys)
        {
            List<TaskCompletionSource<TValue?>> waiters;
            lock (gate)
                waiters = known[key].Settle(answer(key));
            foreach (var waiter in waiters)
                complete(waiter, key);
        }
    }

    /// <summary>
    /// Who waits for a value. Each has a task of its own: a task runs only one of its continuations at once, and all shall go on
    /// before anything else is fetched, so that what they ask for next is fetched together again.
    /// </summary>
    sealed class Entry
    {
        List<TaskCompletionSource<TValue?>> waiters = [];
        Task<TValue?>? answer;

        public Task<TValue?> Ask()
        {
            if (answer is not null)
                return answer;
            var waiter = new TaskCompletionSource<TValue?>();
            waiters.Add(waiter);
            return waiter.Task;
        }

        public List<TaskCompletionSource<TValue?>> Settle(Task<TValue?> given)
        {
            answer = given;
            var told = waiters;
            waiters = [];
            return told;
        }
    }

    sealed class Page(Loaders loaders, Fetch<TKey, TValue> fetch, PagingArguments paging) : DataLoader<TKey, TValue>(loaders, fetch, paging);
}

/// <summary>A loader that holds keys.</summary>
interface IPendingBatch
{
    void Start();
}
