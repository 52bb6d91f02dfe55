using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Planable.Jobs.Connectors.Bluesky;

public static class BlueskyRegistration
{
    /// <summary>Bluesky as <see cref="IConnector"/>, and as <see cref="IConnectByPassword"/> under the key "bluesky". Needs AddOutbound.</summary>
    public static IServiceCollection AddBluesky(this IServiceCollection services)
    {
        services.TryAddSingleton<HttpCalls>();
        services.TryAddSingleton(provider =>
            provider.GetRequiredService<IConfiguration>().GetSection("Connectors:Bluesky").Get<BlueskySettings>() ?? new BlueskySettings());
        services.TryAddSingleton<Xrpc>();
        services.TryAddSingleton<PostAddresses>();
        services.TryAddSingleton<Facets>();
        services.TryAddSingleton<Embeds>();
        services.TryAddSingleton<BlueskyProfiles>();
        services.TryAddSingleton<BlueskyConnector>();
        services.AddSingleton<IConnector>(provider => provider.GetRequiredService<BlueskyConnector>());
        services.AddKeyedSingleton<IConnectByPassword, BlueskySignIn>(BlueskyConnector.Key);
        return services;
    }
}
