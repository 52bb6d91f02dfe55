using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Planable.Web.GraphQL.Engine;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.Http;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Tests.GraphQL.Engine.Sample;

/// <summary>The library behind a real Kestrel.</summary>
public sealed class SampleServer : IAsyncLifetime
{
    WebApplication app = null!;

    public Uri Address { get; private set; } = null!;
    public HttpClient Client { get; private set; } = null!;
    public IServiceProvider Services => app.Services;
    public Shelves Shelves => Services.GetRequiredService<Shelves>();
    public RequestExecutor Executor => Services.GetRequiredService<RequestExecutor>();
    public Schema Schema => Executor.Schema;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Add(builder.Services);
        app = builder.Build();
        app.UseWebSockets();
        app.MapGraphQL();
        app.MapGraphQLSchema();
        app.Use((context, next) =>
        {
            context.RequestServices.GetRequiredService<Session>().Tenant = context.Request.Headers["Tenant"];
            return next(context);
        });
        await app.StartAsync();
        Address = new(app.Urls.First() + "/graphql");
        Client = new() { BaseAddress = Address };
    }

    public static GraphQLServerBuilder Add(IServiceCollection services, Action<GraphQLOptions>? modify = null)
    {
        services.AddSingleton<Shelves>();
        services.AddScoped<Session>();
        return services.AddGraphQLServer()
            .AddTypes(typeof(SampleServer).Assembly, typeof(SampleServer).Namespace)
            .AddInMemorySubscriptions()
            .AddScopedServiceInitializer<Session>((from, to) => to.Tenant = from.Tenant)
            .AddHttpRequestInterceptor<Mood>()
            .AddSocketSessionInterceptor<Door>()
            .AddOperationDocuments(new Dictionary<string, string> { ["hello"] = "{ hello }" })
            .ModifyOptions(o =>
            {
                o.Cost.MaxFieldCost = 5_000;
                o.Cost.MaxTypeCost = 5_000;
                o.Server.MaxAllowedRequestSize = 200_000;
                o.Server.SocketConnectionInitTimeout = TimeSpan.FromSeconds(3);
            })
            .ModifyOptions(modify ?? (_ => { }));
    }

    public async Task<JsonNode> Ask(string query, object? variables = null)
    {
        using var response = await Client.PostAsJsonAsync((Uri?)null, new { query, variables });
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    public Task<HttpResponseMessage> Post(string json, string? accept = null) => Send(new(Encoding.UTF8.GetBytes(json)), accept);

    public async Task<HttpResponseMessage> Send(ByteArrayContent content, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = content };
        content.Headers.ContentType = new("application/json");
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    sealed class Mood : DefaultHttpRequestInterceptor
    {
        public override ValueTask OnCreateAsync(HttpContext http, RequestContext request, CancellationToken cancel)
        {
            if (http.Request.Headers["Mood"] is [{ } mood])
                request.GlobalState["mood"] = mood;
            if (http.Request.Headers.ContainsKey("No-Introspection"))
                request.AllowIntrospection = false;
            return ValueTask.CompletedTask;
        }
    }

    sealed class Door : DefaultSocketSessionInterceptor
    {
        public override ValueTask<bool> OnConnectAsync(HttpContext http, System.Text.Json.JsonElement? payload, CancellationToken cancel) =>
            new(payload is not { } given || !given.TryGetProperty("token", out var token) || token.GetString() != "wrong");
    }
}
