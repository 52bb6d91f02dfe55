using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Networks;

namespace Planable.Jobs.Connectors;

/// <summary>What Planable can do at each network, as docs/networks.md shows it: read off the data files and the connectors, never written by hand.</summary>
public static class NetworkTable
{
    static readonly PostType[] Types = Enum.GetValues<PostType>();

    /// <returns>Markdown with Unix line breaks.</returns>
    public static string Write(IServiceProvider services)
    {
        var connectors = services.GetServices<IConnector>().ToDictionary(c => c.Network, StringComparer.Ordinal);
        var networks = Networks.All.Where(n => connectors.ContainsKey(n.Key)).ToList();
        var text = new StringBuilder();
        Line(text, ["Network", "Connected by", .. Types.Select(t => t.ToString())]);
        Line(text, ["---", "---", .. Types.Select(_ => "---")]);
        foreach (var network in networks)
            Line(text, [network.Name, Connecting(services, network.Key), .. Types.Select(t => Tick(network.Knows(t)))]);

        text.Append('\n');
        Line(text, ["Network", "Comments below posts", "Edit after publishing", "Delete after publishing", "Live post compared", "Posts from outside brought in", "Choices asked of the account", "Mentions", "People on pictures", "Places looked up", "Figures", "Who follows", "Public profiles of others", "Permission revoked on disconnecting"]);
        Line(text, ["---", "---", "---", "---", "---", "---", "---", "---", "---", "---", "---", "---", "---", "---"]);
        foreach (var network in networks)
        {
            var connector = connectors[network.Key];
            Line(text,
            [
                network.Name, Tick(network.Counting.Any(c => c.Of.Contains("firstComment", StringComparer.Ordinal))), Tick(connector is IEditPosts), Tick(connector.CanDelete), Tick(connector is IReadPosts), Tick(connector is IListPosts), Tick(connector is IListChoices), Mentioning(network, connector), Tick(network.Tagging is not null), Tick(connector is IFindPlaces), Tick(connector is IReadMetrics), Tick(connector is IReadDemographics), Tick(connector is IReadProfiles), Tick(connector is IRevoke),
            ]);
        }

        return text.ToString();
    }

    static string Connecting(IServiceProvider services, string network) =>
        services.GetKeyedService<IConnectByOAuth>(network) is not null ? "sign-in at the network"
        : services.GetKeyedService<IConnectByForm>(network) is not null ? "token or webhook"
        : services.GetKeyedService<IConnectByPassword>(network) is not null ? "app password"
        : "a name";

    static string Mentioning(Network network, IConnector connector) => (network.Mentions, connector is IFindPeople) switch
    {
        (MentionStyle.None, _) => "–",
        (MentionStyle.Chosen, _) => "chosen from a list",
        (_, true) => "by name, looked up",
        _ => "by name",
    };

    static string Tick(bool can) => can ? "yes" : "–";

    static void Line(StringBuilder text, IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
