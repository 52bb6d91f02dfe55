using System.Globalization;
using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Meta;

/// <summary>How many posts an account may still publish within a day that rolls along.</summary>
static class Quota
{
    /// <returns>Null if the network does not tell.</returns>
    public static (int Used, int Most)? Read(HttpAnswer answer, string usage, string config)
    {
        var quota = Graph.Items(answer).FirstOrDefault();
        var total = Graph.Inside(quota, config, "quota_total");
        return int.TryParse(quota.Text(usage), CultureInfo.InvariantCulture, out var used) && total.ValueKind == JsonValueKind.Number && total.GetInt32() is > 0 and var allowed ? (used, allowed) : null;
    }

    /// <param name="again">When to look again; the network does not say when the oldest post leaves its window.</param>
    /// <exception cref="ConnectorFailure">QuotaExhausted.</exception>
    public static void MustHaveRoom(HttpAnswer answer, string usage, string config, string name, string things, TimeSpan again)
    {
        if (Read(answer, usage, config) is var (used, allowed) && used >= allowed)
            throw new ConnectorFailure(FailureClass.QuotaExhausted, "quota", $"{name} takes {allowed} {things} a day from other programs, and they are used up.", again);
    }
}
