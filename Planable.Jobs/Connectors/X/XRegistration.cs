using Microsoft.Extensions.DependencyInjection;

namespace Planable.Jobs.Connectors.X;

public static class XRegistration
{
    public static IServiceCollection AddX(this IServiceCollection services)
    {
        services.AddConnector<XConnector>(XApi.Key);
        services.AddSingleton<XApi>();
        services.AddSingleton<XUploads>();
        services.AddKeyedSingleton<IConnectByOAuth, XSignIn>(XApi.Key);
        return services;
    }
}
