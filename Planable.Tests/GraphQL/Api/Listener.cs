using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Planable.Tests.GraphQL.Api;

/// <summary>A program that listens over server-sent events.</summary>
public sealed class Listener : IAsyncDisposable
{
    readonly CancellationTokenSource hangsUp = new();
    readonly Channel<JsonNode> heard = Channel.CreateUnbounded<JsonNode>();
    readonly HttpResponseMessage response;

    Listener(HttpResponseMessage response)
    {
        this.response = response;
        Ended = Read();
    }

    /// <summary>Completes when the other side ends the stream.</summary>
    public Task Ended { get; }

    public static async Task<Listener> Open(Integrator who, string subscription)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = subscription }) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        return new Listener(await who.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken));
    }

    /// <summary>The next event's data.</summary>
    public async Task<JsonNode> Next()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var told = await heard.Reader.ReadAsync(patience.Token);
        Assert.True(told["errors"] is null, told.ToJsonString());
        return told["data"]!.AsObject().Single().Value!;
    }

    /// <summary>What came and was not read yet.</summary>
    public IReadOnlyList<JsonNode> Unread()
    {
        var events = new List<JsonNode>();
        while (heard.Reader.TryRead(out var told))
            events.Add(told);
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        await hangsUp.CancelAsync();
        response.Dispose();
        await Ended.ContinueWith(_ => { }, TaskScheduler.Default);
        hangsUp.Dispose();
    }

    async Task Read()
    {
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(hangsUp.Token));
        while (await lines.ReadLineAsync(hangsUp.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                heard.Writer.TryWrite(JsonNode.Parse(line["data: ".Length..])!);
            if (line == "event: complete")
                return;
        }
    }
}
