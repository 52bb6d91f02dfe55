using System.Text.Json.Nodes;
using Planable.Tests.GraphQL.Engine.Sample;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace Planable.Tests.GraphQL.Engine;

public class TransportTests(SampleServer server) : IClassFixture<SampleServer>
{
    [Fact]
    public async Task The_clients_of_graphql_ws_and_graphql_sse_are_served_and_the_protocol_is_kept()
    {
        var results = JsonNode.Parse(await Reference.Run("transports.mjs", server.Address.ToString()))!;
        foreach (var transport in new[] { "ws", "sse" })
        {
            var result = results[transport]!;
            Assert.Equal("Hello world", (string?)result["query"]!["got"]![0]!["data"]!["hello"]);
            Assert.Equal([1, 2, 3, 4, 5], result["count"]!["got"]!.AsArray().Select(v => (int)v!["data"]!["count"]!));
            Assert.Equal([12, null, 14], result["failing"]!["got"]!.AsArray().Select(v => (int?)v!["data"]?["count"]));
            Assert.Contains("Cannot query field", result["invalid"]!.ToJsonString(), StringComparison.Ordinal);
            Assert.Contains("Syntax Error", result["syntax"]!.ToJsonString(), StringComparison.Ordinal);
            Assert.Contains("You may not listen.", result["refused"]!.ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Equal(4403, (int)results["forbidden"]!["error"]!["code"]!);
        Assert.Equal(
            """{"twice":4429,"early":4401,"garbage":4400,"unknown":4400,"silent":4408,"protocol":4406,"noProtocol":4406,"same":4409,"badQuery":4400}""", results["raw"]!.ToJsonString());
        await Eventually(() => server.Services.GetRequiredService<InMemoryTopics>().Listening == 0);
    }

    [Fact]
    public async Task A_topic_reaches_its_listeners_and_ends_with_them()
    {
        var topics = server.Services.GetRequiredService<InMemoryTopics>();
        using var stop = new CancellationTokenSource();
        await using var scope = server.Services.CreateAsyncScope();
        var result = Assert.IsType<ResponseStream>(await server.Executor.Execute(
            new() { Query = "subscription { title(number: 2) }"u8.ToArray() }, server.Executor.NewContext(scope.ServiceProvider), stop.Token));
        var before = topics.Listening;

        var got = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var listening = Task.Run(async () =>
        {
            await foreach (var response in result.Responses.WithCancellation(stop.Token))
            {
                using (response)
                    got.Enqueue(System.Text.Encoding.UTF8.GetString(response.Json.Written));
                if (got.Count == 2)
                    break;
            }
        });
        await server.Ask($$"""mutation { renameBook(input: {id: "{{Planable.Web.GraphQL.Engine.Data.GlobalIds.Write("Book", 3)}}", title: "Other"}) { book { title } } }""");
        foreach (var title in new[] { "First", "Second" })
        {
            await server.Ask($$"""mutation { renameBook(input: {id: "{{Planable.Web.GraphQL.Engine.Data.GlobalIds.Write("Book", 2)}}", title: "{{title}}"}) { book { title } } }""");
            await Eventually(() => got.Contains($"{{\"data\":{{\"title\":\"2 {title}\"}}}}"));
        }

        await listening.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(["{\"data\":{\"title\":\"2 First\"}}", "{\"data\":{\"title\":\"2 Second\"}}"], got);
        Assert.Equal(before - 1, topics.Listening);
    }

    [Fact]
    public async Task A_killed_connection_ends_what_ran_for_it()
    {
        var topics = server.Services.GetRequiredService<InMemoryTopics>();
        var before = topics.Listening;
        using (var request = new HttpRequestMessage(HttpMethod.Get, server.Address + "?query=subscription{bookRenamed{title}}"))
        {
            request.Headers.Accept.ParseAdd("text/event-stream");
            using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
            await Eventually(() => topics.Listening == before + 1);
        }

        await Eventually(() => topics.Listening == before);
    }

    static async Task Eventually(Func<bool> holds)
    {
        for (var i = 0; i < 400 && !holds(); i++)
            await Task.Delay(25);
        Assert.True(holds());
    }
}
