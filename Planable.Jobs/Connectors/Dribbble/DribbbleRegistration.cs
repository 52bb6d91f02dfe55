using Microsoft.Extensions.DependencyInjection;

namespace Planable.Jobs.Connectors.Dribbble;

public static class DribbbleRegistration
{
    public static IServiceCollection AddDribbble(this IServiceCollection services)
    {
        services.AddConnector<DribbbleConnector>(DribbbleApi.Key);
        services.AddSingleton<DribbbleApi>();
        services.AddKeyedSingleton<IConnectByOAuth, DribbbleSignIn>(DribbbleApi.Key);
        return services;
    }
}
