using System.Text;
using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Http;

/// <summary>GraphQL over HTTP at one address: POST, GET, server-sent events, WebSocket.</summary>
public static class GraphQLEndpoint
{
    /// <summary>Answers at the path in every way at once; WebSockets need <c>app.UseWebSockets()</c>.</summary>
    public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder endpoints, string path = "/graphql") =>
        endpoints.Map(path, Answer).WithDisplayName("GraphQL");

    /// <summary>The schema as text.</summary>
    public static IEndpointConventionBuilder MapGraphQLSchema(this IEndpointRouteBuilder endpoints, string path = "/graphql/sdl") =>
        endpoints.MapGet(path, (RequestExecutor executor) => Results.Text(SchemaPrinter.Print(executor.Schema), "text/plain", Encoding.UTF8)).WithDisplayName("GraphQL schema");

    /// <summary>Answers a request of a place of its own, behind a door of its own.</summary>
    public static async Task Answer(HttpContext http)
    {
        var executor = http.RequestServices.GetRequiredService<RequestExecutor>();
        if (http.WebSockets.IsWebSocketRequest)
        {
            using var session = new SocketSession(http, executor);
            await session.Run();
            return;
        }

        var media = MediaTypes.Choose(http.Request.Headers.Accept);
        if (media == ResponseForm.None)
        {
            await Refuse(http, ResponseForm.GraphQLResponse, StatusCodes.Status406NotAcceptable, new("Acceptable are application/graphql-response+json, application/json and text/event-stream.", ErrorCodes.NoAcceptableMediaType));
            return;
        }

        var options = executor.Options.Server;
        if (!HttpMethods.IsPost(http.Request.Method) && !(HttpMethods.IsGet(http.Request.Method) && options.EnableGetRequests))
        {
            http.Response.Headers.Allow = options.EnableGetRequests ? "GET, POST" : "POST";
            await Refuse(http, media, StatusCodes.Status405MethodNotAllowed, new("GraphQL is asked by GET or POST.", ErrorCodes.InvalidRequest));
            return;
        }

        try
        {
            if (await Read(http, options, media) is { } request)
                await Execute(http, executor, request, media);
        }
        catch (MalformedRequest malformed)
        {
            await Refuse(http, media, StatusCodes.Status400BadRequest, new(malformed.Message, malformed.Code));
        }
        catch (BadHttpRequestException bad)
        {
            await Refuse(http, media, bad.StatusCode, new("The request could not be read.", ErrorCodes.InvalidRequest));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
        }
    }

    static async ValueTask<GraphQLRequest?> Read(HttpContext http, ServerOptions options, ResponseForm media)
    {
        var cost = http.Request.Headers["GraphQL-Cost"] is ["report"] ? CostReport.Report : http.Request.Headers["GraphQL-Cost"] is ["validate"] ? CostReport.Validate : CostReport.None;
        if (HttpMethods.IsGet(http.Request.Method))
        {
            if (options.EnforceGetRequestsPreflightHeader && !http.Request.Headers.ContainsKey("GraphQL-Preflight"))
                throw new MalformedRequest("GET requests need the header `GraphQL-Preflight: 1`.", ErrorCodes.PreflightMissing);
            return RequestReader.Query(http.Request.Query) with { Cost = cost };
        }

        if (!MediaTypes.IsJson(http.Request.ContentType))
        {
            await Refuse(http, media, StatusCodes.Status415UnsupportedMediaType, new("Send application/json in UTF-8.", ErrorCodes.InvalidRequest));
            return null;
        }

        if (await RequestReader.Body(http.Request, options.MaxAllowedRequestSize, http.RequestAborted) is { } body)
            return RequestReader.Json(body) with { Cost = cost };
        http.Response.Headers.Connection = "close";
        await Refuse(http, media, StatusCodes.Status413PayloadTooLarge, new($"The body may hold {options.MaxAllowedRequestSize} bytes.", ErrorCodes.BodyTooLarge));
        return null;
    }

    static async Task Execute(HttpContext http, RequestExecutor executor, GraphQLRequest request, ResponseForm media)
    {
        var context = executor.NewContext(http.RequestServices, http.User);
        ExecutionResult result;
        try
        {
            await http.RequestServices.GetRequiredService<IHttpRequestInterceptor>().OnCreateAsync(http, context, http.RequestAborted);
            result = await executor.Execute(request, context, http.RequestAborted);
        }
        catch (GraphQLException refused)
        {
            result = new Refusal(refused.Errors);
        }

        if (media == ResponseForm.EventStream)
        {
            await EventStreams.Answer(http, result);
            return;
        }

        switch (result)
        {
            case Response response:
                using (response)
                    await Write(http, media, StatusCodes.Status200OK, response.Json);
                break;
            case Refusal refusal:
                if (refusal.Kind == RefusalKind.WrongMethod)
                    http.Response.Headers.Allow = "POST";
                await Refuse(http, media, StatusOf(refusal, media), refusal);
                break;
            default:
                await Refuse(http, media, StatusCodes.Status406NotAcceptable, new("Subscriptions are answered as text/event-stream or by WebSocket.", ErrorCodes.NoAcceptableMediaType));
                break;
        }
    }

    // Older clients read application/json only with 200, so what is wrong inside a sound request is told with 200 there.
    static int StatusOf(Refusal refusal, ResponseForm media) => refusal.Kind switch
    {
        RefusalKind.WrongMethod => StatusCodes.Status405MethodNotAllowed,
        RefusalKind.TimedOut => StatusCodes.Status503ServiceUnavailable,
        RefusalKind.Malformed => StatusCodes.Status400BadRequest,
        _ => media == ResponseForm.Json ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
    };

    static async Task Refuse(HttpContext http, ResponseForm media, int status, Refusal refusal)
    {
        using var json = new JsonBuffer();
        refusal.WriteTo(json);
        await Write(http, media, status, json);
    }

    static async Task Write(HttpContext http, ResponseForm media, int status, JsonBuffer json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = media == ResponseForm.GraphQLResponse ? MediaTypes.GraphQLResponse : MediaTypes.Json;
        http.Response.ContentLength = json.Length;
        await http.Response.BodyWriter.WriteAsync(json.Memory, http.RequestAborted);
    }
}
