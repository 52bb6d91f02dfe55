using Microsoft.Extensions.DependencyInjection;

namespace Planable.Jobs.Connectors.Threads;

public static class ThreadsRegistration
{
    public static IServiceCollection AddThreads(this IServiceCollection services)
    {
        services.AddConnector<ThreadsConnector>("threads");
        services.AddKeyedSingleton<IConnectByOAuth, ThreadsSignIn>("threads");
        return services;
    }
}
