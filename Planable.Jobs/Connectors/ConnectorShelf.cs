namespace Planable.Jobs.Connectors;

/// <summary>All connectors by network.</summary>
public sealed class ConnectorShelf(IEnumerable<IConnector> connectors)
{
    readonly Dictionary<string, IConnector> byNetwork = connectors.ToDictionary(c => c.Network, StringComparer.Ordinal);

    public IReadOnlyCollection<string> Networks => byNetwork.Keys;

    public IConnector For(string network) => byNetwork.GetValueOrDefault(network) ?? throw new InvalidOperationException($"There is no connector for {network}.");
}
