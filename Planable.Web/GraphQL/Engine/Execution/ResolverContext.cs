using System.Security.Claims;
using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>One call of a resolver: its parent, arguments, services and place in the response.</summary>
public sealed class ResolverContext
{
    readonly OperationRun run;
    readonly Place owner;
    readonly object?[] arguments;
    readonly object? parent;
    Dictionary<string, object?>? localState;

    internal ResolverContext(OperationRun run, Selection selection, object? parent, object?[] arguments, Place owner)
    {
        this.run = run;
        this.owner = owner;
        this.arguments = arguments;
        this.parent = parent;
        Selection = selection;
        Services = run.Request.Services;
    }

    public Selection Selection { get; }
    public RequestContext Request => run.Request;
    public Schema Schema => run.Request.Schema;
    public ClaimsPrincipal User => run.Request.User;
    public CancellationToken RequestAborted => run.Cancel;

    /// <summary>The services of the resolver: the request's, or those of the scope it runs in.</summary>
    public IServiceProvider Services { get; internal set; }

    public IReadOnlyList<object> Path => owner.PathTo(Selection, -1);

    public T Parent<T>() => (T)parent!;

    /// <summary>The event of a subscription field.</summary>
    public T EventMessage<T>() => (T)run.EventMessage!;

    public T ArgumentValue<T>(string name) => Argument(name) is { } value && value != ArgumentValues.Missing ? (T)value : default!;

    /// <summary>Answers an error beside the field's value.</summary>
    public void ReportError(IError error) => run.Report(error, owner, Selection);

    /// <summary>State of this call alone.</summary>
    public Dictionary<string, object?> LocalState => localState ??= new(StringComparer.Ordinal);

    /// <summary>Whether a field of that name is selected below this one.</summary>
    public bool IsSelected(string name)
    {
        foreach (var child in Selection.Children.Values)
        {
            if (Array.Exists(child.Selections, s => s.Field.Name == name))
                return true;
        }

        return false;
    }

    internal object? Argument(string name)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (Selection.Field.Arguments[i].Name == name)
                return arguments[i];
        }

        return ArgumentValues.Missing;
    }

    /// <summary>A call of the same field with state of its own: several may run side by side.</summary>
    internal ResolverContext Fork(string key, object? value)
    {
        var fork = new ResolverContext(run, Selection, parent, arguments, owner) { Services = Services };
        fork.LocalState[key] = value;
        return fork;
    }

    internal object Loader(Type type) => run.Loaders.Get(type);

    internal object? RawParent => parent;
}
