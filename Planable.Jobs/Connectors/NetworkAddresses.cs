using Microsoft.Extensions.Configuration;

namespace Planable.Jobs.Connectors;

/// <summary>
/// Where a network's servers are: the public ones, unless the section `Connectors:Name` of the settings says otherwise (the name is the network's key
/// without hyphens, e.g. `Connectors:LinkedInPage`). With `BaseUrl` one server plays all hosts of the network: every address keeps its path and query.
/// `AuthorizeUrl` and `TokenUrl` replace these two addresses alone.
/// </summary>
public sealed class NetworkAddresses(IConfiguration configuration)
{
    /// <param name="network">Key of the network's data file.</param>
    /// <param name="address">As the network's documentation writes it, with its host; query included.</param>
    public Uri Of(string network, string address) =>
        configuration[Name(network, "BaseUrl")] is { Length: > 0 } stand ? new Uri(stand.TrimEnd('/') + new Uri(address).PathAndQuery) : new Uri(address);

    /// <summary>Where browsers are sent for consent.</summary>
    public Uri Authorize(string network, string address) => configuration[Name(network, "AuthorizeUrl")] is { Length: > 0 } other ? new Uri(other) : Of(network, address);

    /// <summary>Where codes and refresh tokens are traded.</summary>
    public Uri Token(string network, string address) => configuration[Name(network, "TokenUrl")] is { Length: > 0 } other ? new Uri(other) : Of(network, address);

    internal static string Name(string network, string key) => $"Connectors:{network.Replace("-", "", StringComparison.Ordinal)}:{key}";
}
