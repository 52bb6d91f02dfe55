using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Planable.Jobs.Connectors.LinkedIn;

public static class LinkedInRegistration
{
    /// <summary>Members and pages: two networks to people, one API.</summary>
    public static IServiceCollection AddLinkedIn(this IServiceCollection services)
    {
        services.AddConnector<LinkedInConnector>(LinkedInApi.Member);
        services.AddConnector<LinkedInPageConnector>(LinkedInApi.Page);
        foreach (var network in (string[])[LinkedInApi.Member, LinkedInApi.Page])
        {
            services.AddKeyedSingleton(network, (provider, _) => new LinkedInApi(
                network, provider.GetRequiredService<HttpCalls>(), provider.GetRequiredService<NetworkAddresses>(), provider.GetRequiredService<IConfiguration>()));
        }

        services.AddKeyedSingleton<IConnectByOAuth, LinkedInSignIn>(LinkedInApi.Member);
        services.AddKeyedSingleton<IConnectByOAuth, LinkedInPageSignIn>(LinkedInApi.Page);
        return services;
    }
}
