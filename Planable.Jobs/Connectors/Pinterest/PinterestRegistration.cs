using Microsoft.Extensions.DependencyInjection;

namespace Planable.Jobs.Connectors.Pinterest;

public static class PinterestRegistration
{
    public static IServiceCollection AddPinterest(this IServiceCollection services)
    {
        services.AddConnector<PinterestConnector>(PinterestApi.Key);
        services.AddSingleton<PinterestApi>();
        services.AddKeyedSingleton<IConnectByOAuth, PinterestSignIn>(PinterestApi.Key);
        return services;
    }
}
