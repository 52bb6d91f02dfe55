using Planable.Web.GraphQL.Engine.Execution;

namespace Planable.Web.GraphQL.Engine.Data;

/// <summary>The loaders of one request.</summary>
public sealed class Loaders
{
    readonly LoaderDefinitions definitions;
    readonly RequestContext request;
    readonly ReadyQueue ready;
    readonly Dictionary<Type, object> loaders = [];
    readonly Lock gate = new();
    List<IPendingBatch> pending = [];

    internal Loaders(LoaderDefinitions definitions, RequestContext request, ReadyQueue ready, CancellationToken cancel)
    {
        this.definitions = definitions;
        this.request = request;
        this.ready = ready;
        Cancel = cancel;
    }

    public CancellationToken Cancel { get; }

    /// <summary>The loader of that interface; the same one throughout the request.</summary>
    public object Get(Type type)
    {
        lock (gate)
            return loaders.TryGetValue(type, out var loader) ? loader : loaders[type] = definitions.Create(type, this);
    }

    internal AsyncServiceScope NewScope() => request.NewScope();

    internal void Schedule(IPendingBatch batch)
    {
        lock (gate)
            pending.Add(batch);
        ready.Wake();
    }

    internal void Ready(Action work) => ready.Add(work);

    /// <summary>Starts every batch that has keys; false when none has.</summary>
    internal bool Dispatch()
    {
        List<IPendingBatch> batches;
        lock (gate)
        {
            if (pending.Count == 0)
                return false;
            batches = pending;
            pending = [];
        }

        foreach (var batch in batches)
            batch.Start();
        return true;
    }
}
