using System.Net;
using System.Text.Json.Nodes;
using Planable.Tests.GraphQL.Engine.Sample;

namespace Planable.Tests.GraphQL.Engine;

public class HttpTests(SampleServer server) : IClassFixture<SampleServer>
{
    [Fact]
    public async Task Every_audit_of_graphql_http_passes()
    {
        var result = JsonNode.Parse(await Reference.Run("audits.mjs", server.Address.ToString()))!;

        Assert.Equal("[]", result["failed"]!.ToJsonString());
        Assert.Equal(61, (int)result["total"]!);
    }

    [Theory]
    [InlineData("{\"query\":\"{ hello }\"}", null, 200, "application/json"), InlineData("{\"query\":\"{ hello\"}", null, 200, "application/json")]
    [InlineData("{\"query\":\"{ hello\"}", "application/graphql-response+json", 400, "application/graphql-response+json"), InlineData("{\"query\":\"query($a: Int!) { echo(number: $a) }\"}", "application/graphql-response+json", 400, "application/graphql-response+json")]
    [InlineData("{\"query\":\"{ fails }\"}", "application/graphql-response+json", 200, "application/graphql-response+json"), InlineData("{\"query\":\"{ hello }\"}", "APPLICATION/GraphQL-Response+JSON; q=0.9, text/html", 200, "application/graphql-response+json")]
    [InlineData("{\"query\":\"{ hello }\"}", "text/html", 406, "application/graphql-response+json"), InlineData("{\"query\":\"{ hello }\",\"variables\":null,\"operationName\":null,\"extensions\":null,\"other\":[1]}", "*/*", 200, "application/json")]
    [InlineData("{\"query\":\"{ hello }\",\"variables\":[1]}", null, 400, "application/json"), InlineData("[]", null, 400, "application/json"), InlineData("", null, 400, "application/json"), InlineData("{\"query\":7}", null, 400, "application/json")]
    [InlineData("{\"query\":\"{ hello }\"}x", null, 400, "application/json"), InlineData("{}", null, 400, "application/json"), InlineData("{\"query\":\"{ hello }\",\"operationName\":\"X\"}", "application/graphql-response+json", 400, "application/graphql-response+json")]
    [InlineData("{\"query\":\"\\ud800\"}", null, 400, "application/json"), InlineData("{\"query\":\"query($n: String) { hello(name: $n) }\",\"variables\":{\"n\":\"\\ud800\"}}", null, 200, "application/json")]
    public async Task Posting(string body, string? accept, int status, string type)
    {
        using var response = await server.Post(body, accept);

        Assert.Equal((status, type), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Assert.True(json.ContainsKey("data") || json["errors"]!.AsArray().Count > 0);
    }

    [Fact]
    public async Task Get_runs_queries_and_refuses_mutations_by_naming_the_method()
    {
        using var query = await server.Client.GetAsync(new Uri($"?query={Uri.EscapeDataString("query A($n: String) { hello(name: $n) } query B { fails }")}&operationName=A&variables={Uri.EscapeDataString("{\"n\":\"you\"}")}", UriKind.Relative));
        Assert.Equal("{\"data\":{\"hello\":\"Hello you\"}}", await query.Content.ReadAsStringAsync());

        using var mutation = await server.Client.GetAsync(new Uri("?query=mutation{plain(word:\"x\")}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, mutation.StatusCode);
        Assert.Equal(["POST"], mutation.Content.Headers.Allow);

        using var delete = await server.Client.DeleteAsync((Uri?)null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, delete.StatusCode);

        using var wrong = await server.Client.GetAsync(new Uri("?query={hello}&variables=[", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Theory, InlineData("text/plain"), InlineData("application/x-www-form-urlencoded"), InlineData("application/json; charset=utf-16"), InlineData("multipart/form-data")]
    public async Task Another_content_type_is_refused(string type)
    {
        using var content = new ByteArrayContent("{\"query\":\"{ hello }\"}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await server.Client.PostAsync((Uri?)null, content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Ten_megabytes_are_refused_and_garbage_never_breaks_the_server()
    {
        using var large = await server.Send(new(new byte[10_000_000]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);

        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(1, 80)];
            random.NextBytes(bytes);
            byte[] body = (i % 3) switch { 0 => bytes, 1 => [.. "{\"query\":\""u8, .. bytes, .. "\"}"u8], _ => [.. "{\"query\":\"{ hello }\",\"variables\":{\"a\":\""u8, .. bytes, .. "\"}}"u8] };
            using var response = await server.Send(new(body));
            Assert.InRange((int)response.StatusCode, 200, 499);
        }
    }

    [Fact]
    public async Task Interceptors_leave_state_and_may_switch_introspection_off()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Address) { Content = System.Net.Http.Json.JsonContent.Create(new { query = "{ state __schema { queryType { name } } }" }) };
        request.Headers.Add("Mood", "merry");
        request.Headers.Add("No-Introspection", "1");
        using var refused = await server.Client.SendAsync(request);
        Assert.Contains("HC0046", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var again = new HttpRequestMessage(HttpMethod.Post, server.Address) { Content = System.Net.Http.Json.JsonContent.Create(new { query = "{ state }" }) };
        again.Headers.Add("Mood", "merry");
        using var answered = await server.Client.SendAsync(again);
        Assert.Equal("{\"data\":{\"state\":\"merry\"}}", await answered.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Operations_are_stored_under_their_hash_and_found_by_their_id()
    {
        const string hash = "1bb4c6b5d5d05a5b0ca20eaaf65a55d8d2fd3d4e5c8d2f9dfca6a7e8fd8b1f67";
        var text = "{ hello(name: \"stored\") }";
        var real = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

        Assert.Contains("HC0020", await Ask($$$"""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"{{{real}}}" } } }"""), StringComparison.Ordinal);
        Assert.Contains("does not match", await Ask($$$"""{"query":"{ hello }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"{{{hash}}}" } } }"""), StringComparison.Ordinal);
        Assert.Contains("Hello stored", await Ask($$$"""{"query":"{ hello(name: \"stored\") }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"{{{real}}}" } } }"""), StringComparison.Ordinal);
        Assert.Contains("Hello stored", await Ask($$$"""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"{{{real}}}" } } }"""), StringComparison.Ordinal);
        Assert.Contains("Hello world", await Ask("""{"id":"hello"}"""), StringComparison.Ordinal);
        Assert.Contains("HC0020", await Ask("""{"documentId":"nope"}"""), StringComparison.Ordinal);
        Assert.Contains("sha256Hash", await Ask("""{"extensions":{"persistedQuery":1}}"""), StringComparison.Ordinal);

        async Task<string> Ask(string body)
        {
            using var response = await server.Post(body);
            return await response.Content.ReadAsStringAsync();
        }
    }
}
