using Microsoft.Extensions.DependencyInjection;

namespace Planable.Jobs.Connectors.Instagram;

public static class InstagramRegistration
{
    public static IServiceCollection AddInstagram(this IServiceCollection services)
    {
        services.AddConnector<InstagramConnector>("instagram");
        services.AddKeyedSingleton<IConnectByOAuth, InstagramSignIn>("instagram");
        return services;
    }

    public static IServiceCollection AddInstagramStandalone(this IServiceCollection services)
    {
        services.AddConnector<InstagramStandaloneConnector>("instagram-standalone");
        services.AddKeyedSingleton<IConnectByOAuth, InstagramStandaloneSignIn>("instagram-standalone");
        return services;
    }
}
