using Microsoft.Extensions.DependencyInjection;

namespace Planable.Jobs.Connectors.Facebook;

public static class FacebookRegistration
{
    public static IServiceCollection AddFacebook(this IServiceCollection services)
    {
        services.AddConnector<FacebookConnector>("facebook");
        services.AddKeyedSingleton<IConnectByOAuth, FacebookSignIn>("facebook");
        return services;
    }
}
