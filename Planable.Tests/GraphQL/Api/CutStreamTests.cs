using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Tokens;
using Planable.Tests.Support;
using Planable.Web.GraphQL.Events;

namespace Planable.Tests.GraphQL.Api;

/// <summary>Lines that are cut, over a real socket.</summary>
public class CutStreamTests(ServedApp app) : IClassFixture<ServedApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    OpenStreams Streams => app.Services.GetRequiredService<OpenStreams>();

    [Fact]
    public async Task Sockets_that_are_killed_leave_no_stream_behind()
    {
        var (address, who) = await app.Serve("pia", TokenScope.Write);
        using var mine = who;
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < 4; i++)
        {
            sockets.Add(await Connect(address, who));
            await Subscribe(sockets[^1], "1", "postChanged");
            await Subscribe(sockets[^1], "2", "commentAdded");
        }

        await Eventually.Holds(() => Task.FromResult(Streams.Count == 8));
        Assert.Contains("api_streams_open 8", await who.Http.GetStringAsync("/metrics", Cancel), StringComparison.Ordinal);
        // One says goodbye, one ends a subscription, the others are gone.
        await Send(sockets[0], new { id = "1", type = "complete" });
        await sockets[1].CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
        sockets[2].Abort();
        sockets[3].Abort();
        await Eventually.Holds(() => Task.FromResult(Streams.Count == 1));
        sockets[0].Abort();
        await Eventually.Holds(() => Task.FromResult(Streams.Count == 0));
        foreach (var socket in sockets)
            socket.Dispose();
    }

    [Fact]
    public async Task After_a_cut_line_a_socket_goes_on_where_it_was_without_gap_or_double()
    {
        var (address, who) = await app.Serve("pia", TokenScope.Write);
        using var mine = who;
        var id = (string)(await who.Do("mutation { createPost(input: {text: \"Zero\"}) { post { id } errors { __typename } } }"))["post"]!["id"]!;
        var got = new List<long>();
        using (var first = await Connect(address, who))
        {
            await Subscribe(first, "1", $"postChanged(postId: \"{id}\")");
            await Eventually.Holds(() => Task.FromResult(Streams.Count > 0));
            await Edit(0);
            got.Add(await Next(first));
            first.Abort();
        }

        for (var i = 1; i < 6; i++)
            await Edit(i);
        using var second = await Connect(address, who);
        await Subscribe(second, "1", $"postChanged(postId: \"{id}\", after: {got[0]})");
        await Edit(6);
        var written = await app.In("acme", db => Task.FromResult(db.Log.Where(e => e.Subject == "post" && e.SubjectId == Integrators.Raw(id) && e.Sequence >= got[0]).OrderBy(e => e.Sequence).Select(e => e.Sequence).ToList()));
        while (got[^1] < written[^1])
            got.Add(await Next(second));
        Assert.Equal(written, got);
        Assert.True(got.Count > 6);

        Task Edit(int number) => who.Do("mutation ($id: ID!, $t: String!) { editPost(input: {id: $id, text: $t}) { post { id } errors { __typename } } }", new { id, t = $"Number {number}" });
    }

    static async Task<ClientWebSocket> Connect(Uri address, Integrator who)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws" }.Uri, Cancel);
        await Send(socket, new { type = "connection_init", payload = new { authorization = $"Bearer {who.Secret}" } });
        Assert.Equal("connection_ack", (string?)(await Receive(socket))["type"]);
        return socket;
    }

    static Task Subscribe(ClientWebSocket socket, string id, string field) => Send(socket, new { id, type = "subscribe", payload = new { query = $"subscription {{ {field} {{ number }} }}" } });

    static async Task<long> Next(ClientWebSocket socket)
    {
        while (true)
        {
            var told = await Receive(socket);
            Assert.NotEqual("error", (string?)told["type"]);
            if ((string?)told["type"] == "next")
                return (long)told["payload"]!["data"]!["postChanged"]!["number"]!;
            if ((string?)told["type"] == "ping")
                await Send(socket, new { type = "pong" });
        }
    }

    static Task Send(ClientWebSocket socket, object message) => socket.SendAsync(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, Cancel);

    static async Task<JsonNode> Receive(ClientWebSocket socket)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var (text, buffer) = (new StringBuilder(), new byte[8192]);
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, patience.Token);
            Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
            text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
            if (part.EndOfMessage)
                return JsonNode.Parse(text.ToString())!;
        }
    }
}
