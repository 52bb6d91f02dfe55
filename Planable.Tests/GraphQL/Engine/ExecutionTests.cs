using System.Text.Json.Nodes;
using Planable.Tests.GraphQL.Engine.Sample;

namespace Planable.Tests.GraphQL.Engine;

public class ExecutionTests(SampleServer server) : IClassFixture<SampleServer>
{
    [Theory]
    [InlineData("{ b: hello a: hello(name: \"you\") __typename }", """{"data":{"b":"Hello world","a":"Hello you","__typename":"Query"}}""")]
    [InlineData("{ hello @skip(if: true) slowHello hello }", """{"data":{"slowHello":"Hello at last","hello":"Hello world"}}""")]
    [InlineData("{ account { no owner } }", """{"data":{"account":{"no":"QWNjb3VudDo3","owner":"Olga"}}}""")]
    [InlineData("{ titled { __typename title ... on Book { binding pages price inPrint added key copies rating cover tags } } }",
        """{"data":{"titled":{"__typename":"Book","title":"Book 01","binding":"PAPERBACK","pages":10,"price":1.5,"inPrint":true,"added":"2026-01-01T09:00:00Z","key":"00000001-0000-0000-0000-000000000001","copies":10000000001,"rating":0.1,"cover":"https://covers.example/1.png","tags":[]}}}""")]
    [InlineData("{ search(text: \"1\") { __typename ... on Book { title } ... on Author { displayName born } } }",
        """{"data":{"search":[{"__typename":"Book","title":"Book 01"},{"__typename":"Book","title":"Book 10"},{"__typename":"Author","displayName":"Author 1!","born":"1901-01-01"}]}}""")]
    [InlineData("{ titled { ...A ...B } } fragment A on Book { author { id } } fragment B on Book { author { displayName } }", """{"data":{"titled":{"author":{"id":"QXV0aG9yOjI=","displayName":"Author 2!"}}}}""")]
    [InlineData("{ anything(value: {a: [1, 2.5, \"x\", null, true, E]}) }", """{"data":{"anything":{"a":[1,2.5,"x",null,true,"E"]}}}""")]
    [InlineData("{ bookById(id: \"Qm9vazoxNQ==\") { title name greeting(times: 2) } }", """{"data":{"bookById":{"title":"Book 15","name":"Book 15","greeting":"Hello Book 15. Hello Book 15."}}}""")]
    public async Task Answers(string query, string expected) => Assert.Equal(expected, await Text(query));

    [Theory]
    [InlineData("{ trouble { id sure } hello }", """{"data":{"trouble":null,"hello":"Hello world"}}""", "trouble/sure", true)]
    [InlineData("{ trouble { inner { id } later } }", null, "trouble/later", true)]
    [InlineData("{ trouble { gaps } }", """{"trouble":{"gaps":["a",null]}}""", null, false)]
    [InlineData("{ trouble { inner { inner { id } } noGaps } }", null, "trouble/noGaps/1", true)]
    [InlineData("{ troubles { id later } }", null, "troubles/1/later", true)]
    public async Task A_null_climbs_to_the_nearest_place_that_takes_one(string query, string? data, string? path, bool rootIsNonNull)
    {
        var answer = await server.Ask(query);

        var errors = answer["errors"]?.AsArray() ?? [];
        Assert.Equal(path is null ? [] : [path], errors.Select(e => string.Join('/', e!["path"]!.AsArray().Select(p => p!.ToString()))));
        if (path is not null)
            Assert.Equal("HC0018", (string?)errors[0]!["extensions"]!["code"]);
        if (rootIsNonNull)
            Assert.Null(answer["data"]);
        else
            Assert.Equal(data, answer["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Late_values_are_put_in_their_places_and_late_nulls_take_only_their_own_parent()
    {
        var answer = await server.Ask("{ troubles { id inner { id later inner { later deeper { deeper { later id } } } } } hello }");

        Assert.Null(answer["errors"]);
        Assert.Equal("later", (string?)answer["data"]!["troubles"]![2]!["inner"]!["later"]);
        Assert.Equal("Hello world", (string?)answer["data"]!["hello"]);

        var broken = await server.Ask("{ allBooks { title } bookById(id: \"Qm9vazox\") { author { displayName } } state fails }");
        Assert.Null(broken["data"]);
        Assert.Equal("fails", (string?)broken["errors"]![0]!["path"]![0]);
    }

    [Fact]
    public async Task An_unexpected_error_keeps_its_words_and_an_expected_one_tells_them()
    {
        var unexpected = await Text("{ fails }");
        Assert.Contains("Unexpected Execution Error", unexpected, StringComparison.Ordinal);
        Assert.DoesNotContain("1234", unexpected, StringComparison.Ordinal);

        var kind = (await server.Ask("{ failsKindly }"))["errors"]![0]!;
        Assert.Equal("""{"message":"Not today.","locations":[{"line":1,"column":3}],"path":["failsKindly"],"extensions":{"code":"NOT_TODAY","until":"tomorrow"}}""", kind.ToJsonString());
    }

    [Fact]
    public async Task Root_fields_of_a_mutation_run_one_after_another()
    {
        server.Shelves.Fetches.Clear();

        var answer = await Text("mutation { a: step(input: {number: 1}) { int } b: step(input: {number: 2}) { int } }");

        Assert.Equal("""{"data":{"a":{"int":1},"b":{"int":2}}}""", answer);
        Assert.Equal(["begin 1", "end 1", "begin 2", "end 2"], server.Shelves.Fetches);
    }

    [Theory]
    [InlineData("{ echo }", null, ";absent;;;;;;"), InlineData("{ echo(text: null, number: null) }", null, ";null;;;;;;"), InlineData("query ($t: String) { echo(text: $t) }", "{}", ";absent;;;;;;")]
    [InlineData("query ($t: String) { echo(text: $t) }", """{"t":null}""", ";null;;;;;;"), InlineData("query ($t: String = \"d\") { echo(text: $t) }", "{}", ";d;;;;;;"), InlineData("query ($t: String = \"d\") { echo(text: $t) }", """{"t":null}""", ";null;;;;;;")]
    [InlineData("{ echo(matrix: 1) }", null, ";absent;;1;;;;"), InlineData("{ echo(matrix: [[1, null], [2]]) }", null, ";absent;;1,null|2;;;;"), InlineData("query ($m: [[Int]!]) { echo(matrix: $m) }", """{"m":[1,[2]]}""", ";absent;;1|2;;;;")]
    [InlineData("query ($i: Int) { echo(matrix: [[$i]]) }", "{}", ";absent;;null;;;;"), InlineData("{ echo(binding: HARD_COVER, ratio: 2, flag: true) }", null, ";absent;HardCover;;;2;True;"), InlineData("query ($b: Binding) { echo(binding: $b) }", """{"b":"SCROLL"}""", ";absent;Scroll;;;;;")]
    [InlineData("{ echo(point: {}) }", null, ";absent;;;Point { X = 1, Y = , Near =  };;;"), InlineData("query ($x: Int) { echo(point: {x: $x, y: 2}) }", "{}", ";absent;;;Point { X = 1, Y = 2, Near =  };;;"), InlineData("query ($p: PointInput) { echo(point: $p) }", """{"p":{"x":5}}""", ";absent;;;Point { X = 5, Y = , Near =  };;;")]
    [InlineData("query ($n: Int) { echo(number: $n) }", """{"n":3.0}""", "3;absent;;;;;;"), InlineData("{ echo(at: \"2026-03-01T10:00:00.5+01:00\") }", null, ";absent;;;;;;2026-03-01T10:00:00.5000000+01:00")]
    public async Task Omitted_null_and_default_are_three_things(string query, string? variables, string expected)
    {
        var answer = await server.Ask(query, variables is null ? null : JsonNode.Parse(variables));

        Assert.Equal(expected, (string?)answer["data"]?["echo"]);
    }

    [Theory]
    [InlineData("query ($n: Int!) { echo(number: $n) }", "{}", "HC0018", "was not provided"), InlineData("query ($n: Int!) { echo(number: $n) }", """{"n":null}""", "HC0018", "not to be null"), InlineData("query ($n: Int) { echo(number: $n) }", """{"n":"1"}""", "HC0016", "Int cannot represent")]
    [InlineData("query ($n: Int) { echo(number: $n) }", """{"n":3000000000}""", "HC0016", "Int cannot represent"), InlineData("query ($m: [[Int]!]) { echo(matrix: $m) }", """{"m":[[1],[2,"x"]]}""", "HC0016", "m[1][1]"), InlineData("query ($p: PointInput) { echo(point: $p) }", """{"p":{"z":1}}""", "HC0016", "not defined")]
    [InlineData("query ($b: FindBookInput!) { find(by: $b) { title } }", """{"b":{}}""", "HC0054", "Exactly one"), InlineData("query ($b: FindBookInput!) { find(by: $b) { title } }", """{"b":{"title":"a","id":"1"}}""", "HC0055", "Exactly one"), InlineData("query ($b: FindBookInput!) { find(by: $b) { title } }", """{"b":{"title":null}}""", "HC0056", "non-null")]
    public async Task A_variable_that_does_not_fit_is_refused_before_anything_runs(string query, string variables, string code, string message)
    {
        var answer = await server.Ask(query, JsonNode.Parse(variables));

        Assert.False(answer.AsObject().ContainsKey("data"));
        Assert.Equal(code, (string?)answer["errors"]![0]!["extensions"]!["code"]);
        Assert.Contains(message, (string?)answer["errors"]![0]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Defaults_of_parameters_are_in_the_schema_and_fill_what_is_omitted() =>
        Assert.Equal("Hello Book 02.", (string?)(await server.Ask("{ bookById(id: \"Qm9vazoy\") { greeting } }"))["data"]!["bookById"]!["greeting"]);

    [Fact]
    public async Task Scopes_are_prepared_from_the_request_and_never_shared()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Address) { Content = System.Net.Http.Json.JsonContent.Create(new { query = "{ tenant a: counted b: counted c: counted authors { books { author { books { title } } } } }" }) };
        request.Headers.Add("Tenant", "acme");
        using var response = await server.Client.SendAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Null(answer["errors"]);
        Assert.Equal("acme", (string?)answer["data"]!["tenant"]);
    }

    async Task<string> Text(string query)
    {
        using var response = await server.Post(new JsonObject { ["query"] = query }.ToJsonString());
        return await response.Content.ReadAsStringAsync();
    }
}
