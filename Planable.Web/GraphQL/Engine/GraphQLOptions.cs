using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.Validation;

namespace Planable.Web.GraphQL.Engine;

/// <summary>Everything that can be set about a server.</summary>
public sealed class GraphQLOptions
{
    public ParserLimits Parser { get; } = new();
    public ValidationLimits Validation { get; } = new();
    public PagingOptions Paging { get; } = new();
    public CostOptions Cost { get; } = new();
    public RequestOptions Request { get; } = new();
    public ServerOptions Server { get; } = new();

    /// <summary>What a type, or a member or value of it, says that says nothing itself.</summary>
    public Func<string, string?, string?>? Words { get; set; }
}

/// <summary>What one operation may cost.</summary>
public sealed class CostOptions
{
    public double MaxFieldCost { get; set; } = 1_000;
    public double MaxTypeCost { get; set; } = 1_000;
    public bool EnforceCostLimits { get; set; } = true;
}

/// <summary>How requests are executed.</summary>
public sealed class RequestOptions
{
    public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Tells what an exception said. For development.</summary>
    public bool IncludeExceptionDetails { get; set; }

    /// <summary>Only operations that were stored beforehand are run.</summary>
    public bool OnlyAllowPersistedDocuments { get; set; }

    /// <summary>Clients may store an operation under its SHA-256 and send only that afterwards.</summary>
    public bool AutomaticPersistedOperations { get; set; } = true;

    public int MaxCachedDocuments { get; set; } = 1_000;
}

/// <summary>How requests come in.</summary>
public sealed class ServerOptions
{
    public int MaxAllowedRequestSize { get; set; } = 1_000_000;
    public bool EnableGetRequests { get; set; } = true;

    /// <summary>GET requests carry a <c>GraphQL-Preflight</c> header, so that no foreign page can make a browser send them with its cookies.</summary>
    public bool EnforceGetRequestsPreflightHeader { get; set; }

    public bool EnableSchemaRequests { get; set; } = true;
    public TimeSpan SocketConnectionInitTimeout { get; set; } = TimeSpan.FromSeconds(10);
    public TimeSpan? SocketKeepAlive { get; set; } = TimeSpan.FromSeconds(12);
    public int MaxSubscriptionsPerSocket { get; set; } = 50;
}
