using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Meta;

/// <summary>Reads an "insights" edge. Meta takes figures away from time to time and then refuses the whole question: what is refused is left out, the rest is told.</summary>
static class Insights
{
    /// <param name="names">Our names by Meta's.</param>
    public static async Task<Dictionary<string, long>> Read(Graph graph, string edge, IReadOnlyDictionary<string, string> names, string token, CancellationToken cancel, params (string Name, string Value)[] query)
    {
        var told = new Dictionary<string, long>(StringComparer.Ordinal);
        try
        {
            Take(await graph.Read(edge, token, cancel, [("metric", string.Join(',', names.Keys)), .. query]), names, told);
        }
        catch (ConnectorFailure refused) when (refused.Failure.Class == FailureClass.Permanent)
        {
            if (names.Count == 1)
                return told;
            foreach (var name in names)
            {
                foreach (var (ours, value) in await Read(graph, edge, new Dictionary<string, string>(StringComparer.Ordinal) { [name.Key] = name.Value }, token, cancel, query))
                    told[ours] = value;
            }
        }

        return told;
    }

    static void Take(HttpAnswer answer, IReadOnlyDictionary<string, string> names, Dictionary<string, long> told)
    {
        foreach (var figure in Graph.Items(answer))
        {
            if (figure.Text("name") is not { } name || !names.TryGetValue(name, out var ours))
                continue;
            var total = Graph.Inside(figure, "total_value", "value");
            if (Value(total.ValueKind == JsonValueKind.Undefined ? Graph.Inside(Graph.Items(figure, "values").LastOrDefault(), "value") : total) is { } value)
                told[ours] = value;
        }
    }

    // Some figures come split, by paid and organic or by kind of reaction.
    static long? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : (long)value.GetDouble(),
        JsonValueKind.Object => value.EnumerateObject().Sum(part => Value(part.Value) ?? 0),
        _ => null,
    };
}
