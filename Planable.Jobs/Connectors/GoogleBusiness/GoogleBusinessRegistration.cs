using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Planable.Jobs.Connectors.Google;

namespace Planable.Jobs.Connectors.GoogleBusiness;

public static class GoogleBusinessRegistration
{
    /// <summary>Google Business Profile as <see cref="IConnector"/>, and as <see cref="IConnectByOAuth"/> under the key "google-business". Needs AddOutbound.</summary>
    public static IServiceCollection AddGoogleBusiness(this IServiceCollection services)
    {
        services.TryAddSingleton<GoogleAccess>();
        services.AddSingleton<BusinessApi>();
        services.AddConnector<GoogleBusinessConnector>(GoogleBusinessConnector.Key);
        services.AddKeyedSingleton<IConnectByOAuth, GoogleBusinessSignIn>(GoogleBusinessConnector.Key);
        return services;
    }
}
