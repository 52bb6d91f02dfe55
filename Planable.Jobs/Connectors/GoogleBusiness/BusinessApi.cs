using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors.Google;

namespace Planable.Jobs.Connectors.GoogleBusiness;

/// <summary>Calls the services Google Business Profile is spread over, each with a host of its own.</summary>
public sealed class BusinessApi(HttpCalls calls, NetworkAddresses addresses)
{
    /// <summary>Posts: the one service still of the old version.</summary>
    public const string Posts = "https://mybusiness.googleapis.com/v4/";

    public const string Accounts = "https://mybusinessaccountmanagement.googleapis.com/v1/";
    public const string Locations = "https://mybusinessbusinessinformation.googleapis.com/v1/";
    public const string Performance = "https://businessprofileperformance.googleapis.com/v1/";

    public Task<HttpAnswer> Ask(ChannelSecrets secrets, HttpMethod method, string address, JsonObject? input, CancellationToken cancel) =>
        calls.Ask(Request(secrets, method, address, input), Explain, cancel);

    public Task<HttpAnswer> Publish(ChannelSecrets secrets, string address, JsonObject input, CancellationToken cancel) =>
        calls.Publish(Request(secrets, HttpMethod.Post, address, input), Explain, cancel);

    /// <summary>All items of a list that comes in pages.</summary>
    /// <param name="address">With a query.</param>
    /// <param name="most">No more pages than these.</param>
    public async Task<IReadOnlyList<JsonElement>> All(ChannelSecrets secrets, string address, string list, CancellationToken cancel, int most = 50)
    {
        var all = new List<JsonElement>();
        string? page = null;
        do
        {
            var answer = await Ask(secrets, HttpMethod.Get, page is null ? address : $"{address}&pageToken={Uri.EscapeDataString(page)}", input: null, cancel);
            if (answer.Json.ValueKind != JsonValueKind.Object)
                throw HttpAnswer.Unreadable(answer.Host, mutates: false);
            // An empty list is left out by the network.
            if (answer.Json.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array)
                all.AddRange(items.EnumerateArray());
            page = answer.Optional("nextPageToken") is { Length: > 0 } next ? next : null;
        }
        while (page is not null && --most > 0);

        return all;
    }

    HttpRequestMessage Request(ChannelSecrets secrets, HttpMethod method, string address, JsonObject? input) =>
        GoogleAccess.Request(method, addresses.Of(GoogleBusinessConnector.Key, address), secrets, input is null ? null : JsonContent.Create(input));

    static Failure? Explain(HttpStatusCode status, JsonElement body) => GoogleRefusals.Explain("Google Business Profile", status, body);
}
