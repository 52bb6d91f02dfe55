using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Planable.Data.Publishing;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.Meta;

/// <summary>
/// One of Meta's Graph APIs as one network reaches it. Tokens go in the header and never in addresses. An error may come with any status, also with 200.
/// </summary>
/// <param name="network">Key of the network's data file.</param>
/// <param name="name">What people call it.</param>
/// <param name="root">With host and version, e.g. "https://graph.facebook.com/v25.0/".</param>
sealed class Graph(HttpCalls calls, NetworkAddresses addresses, string network, string name, string root)
{
    /// <summary>Pinned: each version is good for about two years.</summary>
    public const string Facebook = "https://graph.facebook.com/v25.0/";

    public const string FacebookVideo = "https://graph-video.facebook.com/v25.0/";

    public const string Instagram = "https://graph.instagram.com/v25.0/";

    public const string Threads = "https://graph.threads.com/v1.0/";

    const int PageSize = 50;
    const int Pages = 10;
    const string Newest = "newest";
    const string NewestAt = "newest-at";

    public string Name => name;

    public string Network => network;

    public Uri At(string address) => addresses.Of(network, address);

    public Task<HttpAnswer> Read(string path, string token, CancellationToken cancel, params (string Name, string Value)[] query) =>
        Ask(new HttpRequestMessage(HttpMethod.Get, Address(path, query)), token, cancel);

    /// <summary>A call that changes something nobody sees, or that comes out the same when repeated.</summary>
    public Task<HttpAnswer> Do(string path, string token, CancellationToken cancel, params (string Name, string Value)[] fields) =>
        Ask(new HttpRequestMessage(HttpMethod.Post, Address(path)) { Content = Form(fields) }, token, cancel);

    /// <summary>The one call that publishes.</summary>
    public async Task<HttpAnswer> Publish(string path, string token, CancellationToken cancel, params (string Name, string Value)[] fields)
    {
        var request = Signed(new HttpRequestMessage(HttpMethod.Post, Address(path)) { Content = Form(fields) }, token);
        return Sound(await calls.Publish(request, (_, body) => GraphErrors.Explain(name, body, publishes: true), cancel), publishes: true);
    }

    public async Task Remove(string id, string token, CancellationToken cancel)
    {
        try
        {
            await Ask(new HttpRequestMessage(HttpMethod.Delete, Address(Uri.EscapeDataString(id))), token, cancel);
        }
        catch (ConnectorFailure gone) when (gone.Failure.IsMissing())
        {
            // Gone already is what was asked for.
        }
    }

    public Task<HttpAnswer> Upload(string path, string token, HttpContent content, CancellationToken cancel) =>
        Ask(new HttpRequestMessage(HttpMethod.Post, Address(path)) { Content = content }, token, cancel, OutboundClients.Uploads);

    /// <summary>Hands a whole file to the address an upload session named.</summary>
    public async Task HandOver(string address, OutgoingMedia file, string token, CancellationToken cancel)
    {
        await using var bytes = await file.Open(cancel);
        var request = new HttpRequestMessage(HttpMethod.Post, At(address)) { Content = new StreamContent(bytes) };
        request.Headers.Authorization = new AuthenticationHeaderValue("OAuth", token);
        request.Headers.Add("offset", "0");
        request.Headers.Add("file_size", file.Bytes.ToString(CultureInfo.InvariantCulture));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        await Ask(request, token, cancel, OutboundClients.Uploads);
    }

    /// <summary>Sends a request that may be repeated, and looks into its answer.</summary>
    public async Task<HttpAnswer> Ask(HttpRequestMessage request, string token, CancellationToken cancel, string client = OutboundClients.Connectors) =>
        Sound(await calls.Ask(Signed(request, token), (_, body) => GraphErrors.Explain(name, body, publishes: false), cancel, client), publishes: false);

    /// <summary>All items of an edge, page after page.</summary>
    public async Task<IReadOnlyList<JsonElement>> All(string path, string token, CancellationToken cancel, params (string Name, string Value)[] query)
    {
        var items = new List<JsonElement>();
        string? after = null;
        for (var page = 0; page < Pages; page++)
        {
            var answer = await Read(path, token, cancel, after is null ? query : [.. query, ("after", after)]);
            items.AddRange(Items(answer));
            if (NextPage(answer) is not { } next)
                break;
            after = next;
        }

        return items;
    }

    /// <summary>Notes which item of an edge is the newest, so that <see cref="Since"/> can tell what came later.</summary>
    public async Task Note(IDictionary<string, string> prepared, string edge, string id, string time, string token, CancellationToken cancel)
    {
        var newest = Items(await Read(edge, token, cancel, ("fields", $"{id},{time}"), ("limit", "1"))).FirstOrDefault();
        prepared[Newest] = newest.Text(id) ?? "";
        prepared[NewestAt] = newest.Text(time) ?? "";
    }

    /// <summary>What stands on an edge since it was noted, newest first.</summary>
    /// <returns>Null if nothing was noted, or so much came since that the end was not reached.</returns>
    public async Task<IReadOnlyList<JsonElement>?> Since(Prepared prepared, string edge, string id, string time, string fields, string token, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(Newest, out var newest))
            return null;
        var newestAt = Time(prepared.Values.GetValueOrDefault(NewestAt));
        var items = new List<JsonElement>();
        string? after = null;
        for (var page = 0; page < Pages; page++)
        {
            (string, string)[] query = [("fields", $"{id},{time},{fields}"), ("limit", PageSize.ToString(CultureInfo.InvariantCulture))];
            var answer = await Read(edge, token, cancel, after is null ? query : [.. query, ("after", after)]);
            foreach (var item in Items(answer))
            {
                // The noted one may be deleted by now: an older one ends the search too.
                if (item.Text(id) == newest || (newestAt is { } noted && Time(item.Text(time)) < noted))
                    return items;
                items.Add(item);
            }

            if (NextPage(answer) is not { } next)
                return items;
            after = next;
        }

        return null;
    }

    /// <summary>One page of a list, and where the next begins.</summary>
    public async Task<(IReadOnlyList<JsonElement> Items, string? Next)> Page(string edge, string token, string? after, CancellationToken cancel, params (string Name, string Value)[] query)
    {
        var answer = await Read(edge, token, cancel, after is null ? query : [.. query, ("after", after)]);
        return ([.. Items(answer)], NextPage(answer));
    }

    public static IEnumerable<JsonElement> Items(HttpAnswer answer) => Items(answer.Json);

    public static IEnumerable<JsonElement> Items(JsonElement json, string property = "data") =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(property, out var data) && data.ValueKind == JsonValueKind.Array ? data.EnumerateArray() : [];

    /// <summary>A property some levels down; Undefined if it is not there.</summary>
    public static JsonElement Inside(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(step, out json))
                return default;
        }

        return json;
    }

    static DateTimeOffset? Time(string? written) =>
        DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : long.TryParse(written, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : null;

    // The address of the next page carries the token; its cursor does not.
    static string? NextPage(HttpAnswer answer) =>
        Inside(answer.Json, "paging", "next").ValueKind == JsonValueKind.String ? Inside(answer.Json, "paging", "cursors").Text("after") : null;

    HttpAnswer Sound(HttpAnswer answer, bool publishes)
    {
        if (GraphErrors.Explain(name, answer.Json, publishes) is { } failure)
            throw new ConnectorFailure(failure);
        if (Inside(answer.Json, "success").ValueKind == JsonValueKind.False)
            throw new ConnectorFailure(publishes ? FailureClass.UnknownOutcome : FailureClass.Transient, "no-success", $"{name} did not say that it worked.");
        return answer;
    }

    Uri Address(string path, params (string Name, string Value)[] query) =>
        At(QueryHelpers.AddQueryString(root + path, query.Select(q => KeyValuePair.Create(q.Name, (string?)q.Value))));

    static FormUrlEncodedContent Form((string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    static HttpRequestMessage Signed(HttpRequestMessage request, string token)
    {
        request.Headers.Authorization ??= new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}
