using System.Security.Claims;
using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>What all resolvers of one request share.</summary>
public sealed class RequestContext(Schema schema, IServiceProvider services, ClaimsPrincipal user)
{
    public Schema Schema { get; } = schema;

    /// <summary>The services of the request: of the HTTP request, of one event of a subscription.</summary>
    public IServiceProvider Services { get; } = services;

    public ClaimsPrincipal User { get; } = user;

    /// <summary>What interceptors leave for <c>[GlobalState]</c> parameters.</summary>
    public Dictionary<string, object?> GlobalState { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether this request may introspect, where that differs from the server's rule.</summary>
    public bool? AllowIntrospection { get; set; }

    /// <summary>Called once the cost of an operation is known and before any of it runs; refuses it by throwing a <c>GraphQLException</c>.</summary>
    public Action<OperationPlan, OperationCost>? Admit { get; set; }

    /// <summary>Called with what came of the request, before it is sent; a subscription is answered when it begins.</summary>
    public Action<ExecutionResult>? Answered { get; set; }

    /// <summary>Called when a mutation failed: what it left unsaved in services of the request must not be saved by the next one.</summary>
    public Action? MutationFailed { get; set; }

    /// <summary>What mutations answered as data. They run one after another, so nothing guards it.</summary>
    public List<object> DeclaredErrors { get; } = [];

    /// <summary>How scopes of resolvers and loaders are prepared from the request's.</summary>
    internal IReadOnlyList<Action<IServiceProvider, IServiceProvider>> ScopeInitializers { get; init; } = [];

    internal IReadOnlyList<IErrorFilter> ErrorFilters { get; init; } = [];

    /// <summary>A scope of its own, so that two fields never share a database context at once.</summary>
    internal AsyncServiceScope NewScope()
    {
        var scope = Services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        foreach (var initialize in ScopeInitializers)
            initialize(Services, scope.ServiceProvider);
        return scope;
    }
}
