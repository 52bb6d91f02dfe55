using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Secrets;

namespace Planable.Jobs.Connectors;

/// <summary>Client id and secret of the installation's own app at a network. Prints neither.</summary>
public sealed record AppCredentials(string ClientId, string ClientSecret)
{
    public override string ToString() => "app credentials";
}

/// <summary>
/// Finds the app through which a network is reached: `Connectors:Name:ClientId` and `:ClientSecret` of the settings, else what was saved in the pages.
/// </summary>
public sealed class NetworkApps(IConfiguration configuration, IServiceScopeFactory scopes)
{
    /// <returns>Null if none is set up.</returns>
    public async Task<AppCredentials?> Find(string network, CancellationToken cancel)
    {
        if (FromSettings(network) is { } set)
            return set;
        if (NetworkAppKeys.For(network) is not { } key)
            return null;
        await using var scope = scopes.CreateAsyncScope();
        var app = await scope.ServiceProvider.GetRequiredService<PlanableDb>().NetworkApps.AsNoTracking().SingleOrDefaultAsync(a => a.Key == key, cancel);
        return app is null ? null : new AppCredentials(app.ClientId, scope.ServiceProvider.GetRequiredService<Vault>().Open<string>(app.ClientSecret));
    }

    /// <exception cref="ConnectorFailure">Permanent, code app-missing.</exception>
    public async Task<AppCredentials> Get(string network, CancellationToken cancel) =>
        await Find(network, cancel)
        ?? throw new ConnectorFailure(FailureClass.Permanent, "app-missing", $"This installation has no app at {Networks.Of(network).Name} yet. Whoever runs it sets one up first.");

    /// <summary>Also for a network whose sibling's section is set: one app serves both.</summary>
    public AppCredentials? FromSettings(string network)
    {
        foreach (var name in NetworkAppKeys.For(network) is { } key ? NetworkAppKeys.Networks(key).Prepend(network) : [network])
        {
            if (configuration[NetworkAddresses.Name(name, "ClientId")] is { Length: > 0 } id && configuration[NetworkAddresses.Name(name, "ClientSecret")] is { Length: > 0 } secret)
                return new AppCredentials(id, secret);
        }

        return null;
    }
}
