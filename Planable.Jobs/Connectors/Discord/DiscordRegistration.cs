using Microsoft.Extensions.DependencyInjection;

namespace Planable.Jobs.Connectors.Discord;

public static class DiscordRegistration
{
    /// <summary>Discord as <see cref="IConnector"/>, and as <see cref="IConnectByForm"/> under the key "discord". Needs AddOutbound.</summary>
    public static IServiceCollection AddDiscord(this IServiceCollection services)
    {
        services.AddSingleton<DiscordApi>();
        services.AddConnector<DiscordConnector>(DiscordConnector.Key);
        services.AddKeyedSingleton<IConnectByForm, DiscordSignIn>(DiscordConnector.Key);
        return services;
    }
}
