using Microsoft.AspNetCore.Cors.Infrastructure;
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

    /// <summary>Where no cookie counts: a program in a page of any site may ask here, since it brings what lets it in itself.</summary>
    static readonly string[] ForPrograms = [Address, $"{Address}/sdl", "/oauth/token", "/oauth/revoke", "/.well-known/oauth-authorization-server"];

    static bool IsForPrograms(HttpContext http) =>
        ForPrograms.Contains(http.Request.Path.Value, StringComparer.OrdinalIgnoreCase) || http.Request.Path.StartsWithSegments("/uploads", StringComparison.OrdinalIgnoreCase) || http.Request.Path.StartsWithSegments("/comment-files", StringComparison.OrdinalIgnoreCase);

    static void FromAnywhere(CorsPolicyBuilder policy) =>
        policy.AllowAnyOrigin().AllowAnyMethod().AllowAnyHeader().WithExposedHeaders("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After", "WWW-Authenticate").SetPreflightMaxAge(TimeSpan.FromHours(1));

    public static void AddApi(this IServiceCollection services)
    {
        services.AddCors();
        services.AddScoped<TokenDoor>();
        services.AddScoped<TokenReader>();
        services.AddScoped<Planable.Web.Webhooks.WebhookReader>();
        services.AddScoped<Planable.Web.Sandboxes.SandboxKeeper>();
        services.AddScoped<Media.MediaAddresses>();
        services.AddSingleton<Media.UploadKeys>();
        services.AddScoped<Media.UploadDesk>();
        services.AddScoped<Events.EventFeed>();
        services.AddSingleton<Events.OpenStreams>();
        services.AddScoped<Conversations.CommentFiles>();
        services.AddScoped<Conversations.CommentFileLinks>();
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
        app.UseWhen(IsForPrograms, api => api.UseCors(FromAnywhere));
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
