using System.Text.Json;
using Planable.Data.Demographics;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Meta;

/// <summary>Reads "follower_demographics", which Meta tells by one breakdown at a time, of the 45 largest groups, and of accounts with a hundred followers or more.</summary>
static class FollowerGroups
{
    const string Metric = "follower_demographics";

    static readonly (Dimension By, string Theirs)[] Breakdowns = [(Dimension.Age, "age"), (Dimension.Country, "country")];

    public static async Task<IReadOnlyList<ToldDemographics>> Read(Graph graph, string edge, string token, CancellationToken cancel, params (string Name, string Value)[] query)
    {
        var told = new List<ToldDemographics>();
        foreach (var (by, theirs) in Breakdowns)
        {
            try
            {
                var answer = await graph.Read(edge, token, cancel, [("metric", Metric), ("breakdown", theirs), .. query]);
                if (Groups(answer, theirs) is { Count: > 0 } groups)
                    told.Add(new ToldDemographics(by, AudienceOf.Followers, $"{Metric} ({theirs})", groups));
            }
            catch (ConnectorFailure refused) when (refused.Failure.Class == FailureClass.Permanent)
            {
                // Accounts that are too small are refused: of them it is not known.
            }
        }

        return told;
    }

    static List<DemographicGroup> Groups(HttpAnswer answer, string theirs) =>
    [
        .. Graph.Items(answer).Where(metric => metric.Text("name") == Metric).SelectMany(metric => Graph.Items(Graph.Inside(metric, "total_value"), "breakdowns"))
            .Where(breakdown => Graph.Items(breakdown, "dimension_keys").Any(key => key.GetString() == theirs))
            .SelectMany(breakdown => Graph.Items(breakdown, "results"))
            .Where(result => Graph.Inside(result, "value").ValueKind == JsonValueKind.Number)
            .Select(result => new DemographicGroup(Graph.Items(result, "dimension_values").First().GetString() ?? "", Graph.Inside(result, "value").GetDouble()))
            .Where(group => group.Key.Length > 0),
    ];
}
