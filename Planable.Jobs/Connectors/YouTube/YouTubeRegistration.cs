using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Planable.Jobs.Connectors.Google;

namespace Planable.Jobs.Connectors.YouTube;

public static class YouTubeRegistration
{
    /// <summary>YouTube as <see cref="IConnector"/>, and as <see cref="IConnectByOAuth"/> under the key "youtube". Needs AddOutbound.</summary>
    public static IServiceCollection AddYouTube(this IServiceCollection services)
    {
        services.TryAddSingleton<GoogleAccess>();
        services.AddSingleton<YouTubeApi>();
        services.AddSingleton<UploadSession>();
        services.AddSingleton<VideoComments>();
        services.AddConnector<YouTubeConnector>(YouTubeConnector.Key);
        services.AddKeyedSingleton<IConnectByOAuth, YouTubeSignIn>(YouTubeConnector.Key);
        return services;
    }
}
