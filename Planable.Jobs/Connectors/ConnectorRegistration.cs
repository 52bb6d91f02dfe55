using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Planable.Jobs.Connectors;

static class ConnectorRegistration
{
    /// <summary>The connector among all connectors and under its key, with what all connectors need.</summary>
    public static IServiceCollection AddConnector<TConnector>(this IServiceCollection services, string network)
        where TConnector : class, IConnector
    {
        services.TryAddSingleton<HttpCalls>();
        services.TryAddSingleton<OAuthCodes>();
        services.TryAddSingleton<NetworkAddresses>();
        services.TryAddSingleton<NetworkApps>();
        services.AddSingleton<TConnector>();
        services.AddSingleton<IConnector>(provider => provider.GetRequiredService<TConnector>());
        services.AddKeyedSingleton<IConnector>(network, (provider, _) => provider.GetRequiredService<TConnector>());
        return services;
    }
}
