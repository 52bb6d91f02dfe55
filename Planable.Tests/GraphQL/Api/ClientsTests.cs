using System.Text.Json.Nodes;
using Planable.Data.Tokens;
using Planable.Tests.GraphQL.Engine.Sample;

namespace Planable.Tests.GraphQL.Api;

/// <summary>Other people's programs against the running app.</summary>
public class ClientsTests(ServedApp app) : IClassFixture<ServedApp>
{
    [Fact]
    public async Task All_audits_of_graphql_http_pass()
    {
        var (address, who) = await app.Serve("pia");
        using var mine = who;
        var result = JsonNode.Parse(await Reference.Run("audits.mjs", address.ToString(), who.Secret))!;
        Assert.Equal(61, (int)result["total"]!);
        Assert.Equal("[]", result["failed"]!.ToJsonString());
    }

    [Fact]
    public async Task The_clients_of_graphql_ws_and_graphql_sse_listen_with_a_token()
    {
        var (address, who) = await app.Serve("pia", TokenScope.Write);
        using var mine = who;
        var result = JsonNode.Parse(await Reference.Run("events.mjs", address.ToString(), who.Secret))!;
        Assert.Equal(4403, (int)result["forbidden"]!);
        foreach (var transport in (string[])["ws", "sse"])
            Assert.Equal(["post.drafted", "post.edited"], result[transport]!.AsArray().Select(v => (string)v!["data"]!["postChanged"]!["line"]!["verb"]!).Take(2));
    }
}
