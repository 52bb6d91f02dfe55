using Planable.Data;
using Planable.Data.Logs;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Engine.Http;
using Planable.Web.Http;
using Planable.Web.Tokens;

namespace Planable.Web.GraphQL;

/// <summary>The public API, from its services to its addresses.</summary>
static class ApiRegistration
{
    const string Address = "/graphql";

    public static void AddApi(this IServiceCollection services)
    {
        services.AddScoped<TokenDoor>();
        services.AddScoped<TokenReader>();
        services.AddScoped<Planable.Web.Webhooks.WebhookReader>();
        services.AddScoped<Planable.Web.Sandboxes.SandboxKeeper>();
        services.AddScoped<Media.MediaAddresses>();
        services.AddSingleton<Media.UploadKeys>();
        services.AddScoped<Events.EventFeed>();
        services.AddSingleton<Events.OpenStreams>();
        services.AddScoped<Conversations.CommentFiles>();
        services.AddSingleton<TokenMeter>();
        services.AddHostedService(s => s.GetRequiredService<TokenMeter>());
        services.AddScoped<IdempotentRequests>();
        services.AddGraphQLServer()
            .AddTypes(typeof(ApiRegistration).Assembly, typeof(ApiRegistration).Namespace)
            .AddScopedServiceInitializer<PlanableDb>(Enter)
            .AddScopedServiceInitializer<Current>((request, scope) => scope.Follow(request))
            .AddScopedServiceInitializer<TokenDoor>((request, scope) => scope.Take(request))
            .AddHttpRequestInterceptor<Gatekeeper>()
            .AddSocketSessionInterceptor<Gatekeeper>()
            .AddErrorFilter<ErrorTelling>()
            .ModifyOptions(options =>
            {
                options.Words = CommonWords.Of;
                options.Paging.DefaultPageSize = 20;
                options.Paging.MaxPageSize = 100;
                options.Paging.IncludeTotalCount = true;
                options.Cost.MaxFieldCost = 10_000;
                options.Cost.MaxTypeCost = 10_000;
            });
    }

    public static void UseApi(this WebApplication app)
    {
        app.UseWebSockets();
        app.UseWhen(http => http.Request.Path == Address, api => api.UseMiddleware<ApiDoor>());
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapGraphQL(Address);
        app.MapGraphQLSchema(Address + "/sdl");
    }

    static void Enter(PlanableDb request, PlanableDb scope)
    {
        if (request.WorkspaceId is { } entered)
            scope.Enter(entered, Via.Api);
        scope.SeeLike(request);
    }
}
