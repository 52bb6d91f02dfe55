using Microsoft.Extensions.DependencyInjection;

namespace Planable.Jobs.Connectors.Telegram;

public static class TelegramRegistration
{
    /// <summary>Telegram as <see cref="IConnector"/>, and as <see cref="IConnectByForm"/> under the key "telegram". Needs AddOutbound.</summary>
    public static IServiceCollection AddTelegram(this IServiceCollection services)
    {
        services.AddSingleton<BotApi>();
        services.AddSingleton<TelegramChats>();
        services.AddConnector<TelegramConnector>(TelegramConnector.Key);
        services.AddKeyedSingleton<IConnectByForm, TelegramSignIn>(TelegramConnector.Key);
        return services;
    }
}
