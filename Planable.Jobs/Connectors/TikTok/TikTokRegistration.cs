using Microsoft.Extensions.DependencyInjection;

namespace Planable.Jobs.Connectors.TikTok;

public static class TikTokRegistration
{
    /// <summary>TikTok as <see cref="IConnector"/>, and as <see cref="IConnectByOAuth"/> under the key "tiktok". Needs AddOutbound.</summary>
    public static IServiceCollection AddTikTok(this IServiceCollection services)
    {
        services.AddSingleton<TikTokApi>();
        services.AddSingleton<TikTokUploads>();
        services.AddSingleton<TikTokSignIn>();
        services.AddConnector<TikTokConnector>(TikTokConnector.Key);
        services.AddKeyedSingleton<IConnectByOAuth>(TikTokConnector.Key, (provider, _) => provider.GetRequiredService<TikTokSignIn>());
        return services;
    }
}
