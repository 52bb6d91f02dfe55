namespace Planable.Jobs.Connectors.Meta;

/// <summary>Places are pages with an address.</summary>
static class PlacePages
{
    const int Most = 20;

    public static async Task<IReadOnlyList<FoundPlace>> Find(Graph graph, string words, string token, CancellationToken cancel)
    {
        var found = Graph.Items(await graph.Read("pages/search", token, cancel, ("q", words), ("fields", "id,name,location{street,city,country}"), ("limit", "50")));
        return
        [
            .. found.Select(p => (Id: p.Text("id"), Name: p.Text("name"), At: Graph.Inside(p, "location"))).Where(p => p is { Id: not null, Name: not null } && p.At.ValueKind == System.Text.Json.JsonValueKind.Object)
                .Select(p => new FoundPlace(p.Id!, p.Name!, string.Join(", ", new[] { p.At.Text("street"), p.At.Text("city"), p.At.Text("country") }.OfType<string>()))).Take(Most),
        ];
    }
}
