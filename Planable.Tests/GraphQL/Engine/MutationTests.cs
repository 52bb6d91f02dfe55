using Planable.Tests.GraphQL.Engine.Sample;

namespace Planable.Tests.GraphQL.Engine;

public class MutationTests(SampleServer server) : IClassFixture<SampleServer>
{
    [Theory]
    [InlineData("Qm9vazo1", "New name", """{"book":{"title":"New name"},"errors":null}""")]
    [InlineData("Qm9vazo5OTk=", "x", """{"book":null,"errors":[{"__typename":"BookNotFoundError","message":"There is no book 999.","bookId":999}]}""")]
    [InlineData("Qm9vazo1", "", """{"book":null,"errors":[{"__typename":"BrokenRuleError","message":"A book has a title.","code":"RULE"}]}""")]
    [InlineData("Qm9vazo1", "!", """{"book":null,"errors":[{"__typename":"BrokenRuleError","message":"One.","code":"RULE"},{"__typename":"BookNotFoundError","message":"There is no book 5.","bookId":5}]}""")]
    public async Task Declared_errors_are_data(string id, string title, string expected)
    {
        var answer = await server.Ask(
            "mutation ($input: RenameBookInput!) { renameBook(input: $input) { book { title } errors { __typename ... on Error { message } ... on BookNotFoundError { bookId } ... on BrokenRuleError { code } } } }",
            new { input = new { id, title } });

        Assert.Equal(expected, answer["data"]!["renameBook"]!.ToJsonString());
    }

    [Theory, InlineData("QXV0aG9yOjU="), InlineData("5"), InlineData("!!")]
    public async Task An_id_of_another_type_is_refused_before_the_mutation_runs(string id)
    {
        var answer = await server.Ask("mutation ($id: ID!) { renameBook(input: {id: $id, title: \"x\"}) { book { title } } }", new { id });

        Assert.Equal("INVALID_ID", (string?)answer["errors"]![0]!["extensions"]!["code"]);
    }

    [Fact]
    public async Task An_input_of_its_own_class_is_taken_as_it_is_with_what_was_left_out()
    {
        var answer = await server.Ask("mutation { a: addBook(input: {title: \"A\", authorId: \"QXV0aG9yOjE=\"}) { book { binding price tags } } b: addBook(input: {title: \"B\", authorId: \"QXV0aG9yOjE=\", binding: HARD_COVER, tags: \"t\", price: null}) { book { binding price tags } } }");

        Assert.Equal("""{"a":{"book":{"binding":"PAPERBACK","price":5,"tags":[]}},"b":{"book":{"binding":"HARD_COVER","price":-1,"tags":["t"]}}}""", answer["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Nodes_are_found_by_global_ids()
    {
        var answer = await server.Ask("{ node(id: \"Qm9vazox\") { id __typename ... on Book { pages } } nodes(ids: [\"QXV0aG9yOjM=\", \"Qm9vazo5OTk=\"]) { id } }");
        Assert.Equal("""{"node":{"id":"Qm9vazox","__typename":"Book","pages":10},"nodes":[{"id":"QXV0aG9yOjM="},null]}""", answer["data"]!.ToJsonString());

        Assert.Equal("INVALID_ID", (string?)(await server.Ask("{ node(id: \"x\") { id } }"))["errors"]![0]!["extensions"]!["code"]);
        Assert.Equal("HC0076", (string?)(await server.Ask($"{{ nodes(ids: [{string.Join(' ', Enumerable.Repeat("\"Qm9vazox\"", 51))}]) {{ id }} }}"))["errors"]![0]!["extensions"]!["code"]);
    }
}
