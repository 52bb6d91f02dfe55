using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.Mastodon;

public static class MastodonRegistration
{
    /// <summary>Registers the connector (also among all connectors) and its sign-in under the key "mastodon".
    /// Needs <see cref="OutboundClients.AddOutbound"/>.</summary>
    public static IServiceCollection AddMastodon(this IServiceCollection services)
    {
        services.TryAddSingleton<HttpCalls>();
        services.AddSingleton<MastodonConnector>();
        services.AddSingleton<IConnector>(provider => provider.GetRequiredService<MastodonConnector>());
        services.AddKeyedSingleton<IConnector>("mastodon", (provider, _) => provider.GetRequiredService<MastodonConnector>());
        services.AddKeyedSingleton<IConnectByOAuth, MastodonSignIn>("mastodon");
        return services;
    }
}
