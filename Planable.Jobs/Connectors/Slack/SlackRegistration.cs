using Microsoft.Extensions.DependencyInjection;

namespace Planable.Jobs.Connectors.Slack;

public static class SlackRegistration
{
    /// <summary>Slack as <see cref="IConnector"/>, and as <see cref="IConnectByOAuth"/> under the key "slack". Needs AddOutbound.</summary>
    public static IServiceCollection AddSlack(this IServiceCollection services)
    {
        services.AddSingleton<SlackApi>();
        services.AddSingleton<SlackSignIn>();
        services.AddConnector<SlackConnector>(SlackConnector.Key);
        services.AddKeyedSingleton<IConnectByOAuth>(SlackConnector.Key, (provider, _) => provider.GetRequiredService<SlackSignIn>());
        return services;
    }
}
