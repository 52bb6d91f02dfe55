using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Planable.Tests.GraphQL.Engine.Sample;
using Planable.Web.GraphQL.Engine;
using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.Execution;

namespace Planable.Tests.GraphQL.Engine;

public class LimitTests(SampleServer server) : IClassFixture<SampleServer>
{
    [Fact]
    public async Task An_operation_dearer_than_the_limit_is_refused_with_the_figures()
    {
        var answer = await server.Ask("{ " + string.Concat("abc".Select(a => $"{a}: books(first: 50) {{ nodes {{ authorName author {{ displayName }} reviews {{ nodes {{ id }} }} }} }} ")) + "}");
        var error = answer["errors"]![0]!["extensions"]!;

        Assert.Equal(("HC0047", 5000), ((string?)error["code"], (int)error["maxFieldCost"]!));
        Assert.True((double)error["fieldCost"]! > 0);
    }

    [Theory]
    [InlineData("{ hello }", "{}", 10, 1), InlineData("{ books(first: 3) { nodes { author { displayName } } } }", "{}", 10 + 1 + 3 * (10 + 10), 1 + 1 + 3 + 3), InlineData("query ($n: Int) { books(first: $n) { edges { node { title } } } }", """{"n":7}""", 10 + 1 + 7, 1 + 1 + 7 * 2)]
    [InlineData("{ books { nodes { title } } }", "{}", 10 + 1, 1 + 1 + 10), InlineData("{ authors { displayName } }", "{}", 10 + 60 * 10, 1 + 60), InlineData("{ __schema { types { name } } }", "{}", 0, 1)]
    public async Task The_cost_of_an_operation_is_told_without_running_it(string query, string variables, int fields, int types)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Address) { Content = System.Net.Http.Json.JsonContent.Create(new { query, variables = JsonNode.Parse(variables) }) };
        request.Headers.Add("GraphQL-Cost", "validate");
        using var response = await server.Client.SendAsync(request);

        Assert.Equal($"{{\"extensions\":{{\"operationCost\":{{\"fieldCost\":{fields},\"typeCost\":{types}}}}}}}", await response.Content.ReadAsStringAsync());
    }

    [Theory, InlineData("MAX_DEPTH_EXCEEDED"), InlineData("OPERATION_TOO_LARGE"), InlineData("HC0086"), InlineData("HC0014")]
    public async Task Floods_are_refused(string code)
    {
        var query = code switch
        {
            "MAX_DEPTH_EXCEEDED" => "{ trouble { " + string.Concat(Enumerable.Repeat("inner { ", 25)) + "id" + new string('}', 27),
            "OPERATION_TOO_LARGE" => "{ " + string.Concat(Enumerable.Range(0, 300).Select(i => $"a{i}: hello ")) + "}",
            "HC0086" => "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
            _ => "{ " + string.Concat(Enumerable.Repeat("hello ", 5000)) + "}",
        };

        Assert.Equal(code, (string?)(await server.Ask(query))["errors"]![0]!["extensions"]!["code"]);
    }

    [Fact]
    public async Task A_fragment_that_fans_out_is_refused_before_it_unfolds()
    {
        var query = "{ trouble { ...F0 } } " + string.Concat(Enumerable.Range(0, 16).Select(i => $"fragment F{i} on Trouble {{ a: inner {{ ...F{i + 1} }} b: inner {{ ...F{i + 1} }} }} ")) + "fragment F16 on Trouble { id }";
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Assert.Equal("OPERATION_TOO_LARGE", (string?)(await server.Ask(query))["errors"]![0]!["extensions"]!["code"]);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task What_takes_too_long_ends()
    {
        var (executor, scope) = Own(o => o.Request.ExecutionTimeout = TimeSpan.FromMilliseconds(50));
        await using (scope)
        {
            var refusal = Assert.IsType<Refusal>(await executor.Execute(new() { Query = "{ hello forever }"u8.ToArray() }, executor.NewContext(scope.ServiceProvider)));
            Assert.Equal((RefusalKind.TimedOut, "HC0045"), (refusal.Kind, refusal.Errors[0].Code));
        }
    }

    [Fact]
    public async Task Only_stored_operations_run_where_that_is_asked()
    {
        var (executor, scope) = Own(o => o.Request.OnlyAllowPersistedDocuments = true);
        await using (scope)
        {
            var refusal = Assert.IsType<Refusal>(await executor.Execute(new() { Query = "{ hello }"u8.ToArray() }, executor.NewContext(scope.ServiceProvider)));
            Assert.Equal("HC0067", refusal.Errors[0].Code);
            using var response = Assert.IsType<Response>(await executor.Execute(new() { DocumentId = "hello" }, executor.NewContext(scope.ServiceProvider)));
            Assert.Equal("{\"data\":{\"hello\":\"Hello world\"}}", Encoding.UTF8.GetString(response.Json.Written));
        }
    }

    [Fact]
    public async Task Filters_may_word_errors_anew()
    {
        var services = new ServiceCollection().AddLogging();
        SampleServer.Add(services).AddErrorFilter(error => error.Exception is InvalidOperationException ? error.WithMessage("Reworded").WithCode("MINE") : error);
        await using var provider = services.BuildServiceProvider();
        var executor = provider.GetRequiredService<RequestExecutor>();
        await using var scope = provider.CreateAsyncScope();
        using var response = Assert.IsType<Response>(await executor.Execute(new() { Query = "{ fails }"u8.ToArray() }, executor.NewContext(scope.ServiceProvider)));

        Assert.Contains("\"Reworded\"", Encoding.UTF8.GetString(response.Json.Written), StringComparison.Ordinal);
        Assert.Contains("\"MINE\"", Encoding.UTF8.GetString(response.Json.Written), StringComparison.Ordinal);
    }

    static (RequestExecutor Executor, AsyncServiceScope Scope) Own(Action<GraphQLOptions> modify)
    {
        var services = new ServiceCollection().AddLogging();
        SampleServer.Add(services, modify);
        var provider = services.BuildServiceProvider();
        return (provider.GetRequiredService<RequestExecutor>(), provider.CreateAsyncScope());
    }
}
