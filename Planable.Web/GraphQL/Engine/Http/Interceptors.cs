using System.Text.Json;
using Planable.Web.GraphQL.Engine.Execution;

namespace Planable.Web.GraphQL.Engine.Http;

/// <summary>Prepares each request that comes by HTTP, or refuses it by throwing a <c>GraphQLException</c>.</summary>
public interface IHttpRequestInterceptor
{
    ValueTask OnCreateAsync(HttpContext http, RequestContext request, CancellationToken cancel);
}

/// <summary>Decides about a WebSocket: at its <c>connection_init</c> and at each operation.</summary>
public interface ISocketSessionInterceptor
{
    /// <summary>False closes the socket as forbidden. The payload is what the client sent to introduce itself.</summary>
    ValueTask<bool> OnConnectAsync(HttpContext http, JsonElement? payload, CancellationToken cancel);

    ValueTask OnRequestAsync(HttpContext http, RequestContext request, CancellationToken cancel);
}

/// <summary>Lets everything through.</summary>
public class DefaultHttpRequestInterceptor : IHttpRequestInterceptor
{
    public virtual ValueTask OnCreateAsync(HttpContext http, RequestContext request, CancellationToken cancel) => ValueTask.CompletedTask;
}

/// <inheritdoc cref="DefaultHttpRequestInterceptor"/>
public class DefaultSocketSessionInterceptor : ISocketSessionInterceptor
{
    public virtual ValueTask<bool> OnConnectAsync(HttpContext http, JsonElement? payload, CancellationToken cancel) => new(true);

    public virtual ValueTask OnRequestAsync(HttpContext http, RequestContext request, CancellationToken cancel) => ValueTask.CompletedTask;
}
