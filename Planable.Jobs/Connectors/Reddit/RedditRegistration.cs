using Microsoft.Extensions.DependencyInjection;

namespace Planable.Jobs.Connectors.Reddit;

public static class RedditRegistration
{
    public static IServiceCollection AddReddit(this IServiceCollection services)
    {
        services.AddConnector<RedditConnector>(RedditApi.Key);
        services.AddSingleton<RedditApi>();
        services.AddSingleton<RedditUploads>();
        services.AddSingleton<Communities>();
        services.AddKeyedSingleton<IConnectByOAuth, RedditSignIn>(RedditApi.Key);
        return services;
    }
}
