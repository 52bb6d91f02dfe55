using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Planable.Jobs.Outbound;

/// <summary>Names of the guarded HTTP clients; every request Planable makes to an address it was given goes through one of them.</summary>
public static class OutboundClients
{
    /// <summary>Calls to networks' APIs. Answers up to 8 MB.</summary>
    public const string Connectors = "connectors";

    /// <summary>The same with ten minutes of time, for media.</summary>
    public const string Uploads = "uploads";

    /// <summary>Web pages of strangers, for link cards. The reader limits time and size itself.</summary>
    public const string Pages = "pages";

    /// <summary>Programs of integrators, which are to answer at once.</summary>
    public const string Webhooks = "webhooks";

    static readonly TimeSpan WebhookPatience = TimeSpan.FromSeconds(10);

    /// <summary>Registers the guard, its clients and <see cref="LinkCards"/> from the section "Outbound".
    /// A <see cref="ResolveName"/> registered before is kept.</summary>
    public static IServiceCollection AddOutbound(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Outbound").Get<OutboundSettings>() ?? new OutboundSettings();
        services.TryAddSingleton(settings);
        services.TryAddSingleton<ResolveName>(static (host, cancel) => Dns.GetHostAddressesAsync(host, cancel));
        services.TryAddSingleton<OutboundGuard>();
        services.TryAddSingleton<LinkCards>();
        services.TryAddSingleton(TimeProvider.System);

        services.AddGuarded(Connectors, TimeSpan.FromSeconds(settings.TimeoutSeconds));
        services.AddGuarded(Uploads, TimeSpan.FromMinutes(10));
        services.AddGuarded(Pages, LinkCards.Patience);
        services.AddGuarded(Webhooks, WebhookPatience);
        return services;
    }

    private static void AddGuarded(this IServiceCollection services, string name, TimeSpan timeout) =>
        services.AddHttpClient(name, client =>
            {
                client.Timeout = timeout;
                client.MaxResponseContentBufferSize = 8 * 1024 * 1024;
                client.DefaultRequestHeaders.UserAgent.ParseAdd(OutboundGuard.UserAgent);
            })
            .ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<OutboundGuard>().Handler())
            // Its log lines hold addresses, and those of bots and webhooks are secrets.
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
}
