using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Planable.Tests.GraphQL.Engine.Sample;
using Planable.Web.GraphQL.Engine;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Building;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Tests.GraphQL.Engine;

public class SchemaTests(SampleServer server) : IClassFixture<SampleServer>
{
    [Fact]
    public async Task What_introspection_tells_is_what_the_schema_file_says()
    {
        var folder = Directory.CreateTempSubdirectory("graphql");
        try
        {
            var file = Path.Combine(folder.FullName, "schema.graphql");
            await File.WriteAllTextAsync(file, await server.Client.GetStringAsync(new Uri("/graphql/sdl", UriKind.Relative)));
            var both = JsonNode.Parse(await Reference.Run("introspection.mjs", server.Address.ToString(), file))!;

            Assert.Equal((string?)both["written"], (string?)both["told"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("type Book implements ITitled & Node"), InlineData("union ISearchResult = Author | Book"), InlineData("name: String! @deprecated(reason: \"Use `title`.\")"), InlineData("input FindBookInput @oneOf {\n  title: String\n  id: ID\n}")]
    [InlineData("type BooksConnection {"), InlineData("renameBook(input: RenameBookInput!): RenameBookPayload!"), InlineData("union RenameBookError = BookNotFoundError | BrokenRuleError"), InlineData("greeting(salutation: String! = \"Hello\", times: Int! = 1): String!")]
    [InlineData("order: [BookSortInput!]"), InlineData("where: BookFilterInput"), InlineData("ListStringOperationFilterInput"), InlineData("books: [Book!]! @cost(weight: \"3\")"), InlineData("SCROLL @deprecated(reason: \"Nobody binds so any more.\")"), InlineData("type Account {\n  no: ID!")]
    [InlineData("withDefault(size: Int! = 42, word: String = \"it's \\\"quoted\\\"\"): Int!"), InlineData("input PointInput {\n  x: Int! = 1\n  y: Int\n  near: [PointInput!]\n}"), InlineData("count(from: Int!, to: Int!): Int!"), InlineData("bookRenamed: Book!")]
    public void The_schema_has(string text) => Assert.Contains(text, SchemaPrinter.Print(server.Schema), StringComparison.Ordinal);

    [Fact]
    public void What_was_ignored_is_not_there()
    {
        var text = SchemaPrinter.Print(server.Schema);

        Assert.DoesNotContain("secret", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("password", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("close", text, StringComparison.Ordinal);
    }

    [Theory, InlineData("Title", "title"), InlineData("IPAddress", "ipAddress"), InlineData("PLZ", "plz"), InlineData("URLOf", "urlOf"), InlineData("X", "x"), InlineData("already", "already")]
    public void Names_of_fields(string name, string expected) => Assert.Equal(expected, Naming.Camel(name));

    [Theory, InlineData("HardCover", "HARD_COVER"), InlineData("XMLFile", "XML_FILE"), InlineData("ABC", "ABC"), InlineData("Http2Only", "HTTP2_ONLY"), InlineData("One", "ONE")]
    public void Names_of_enum_values(string name, string expected) => Assert.Equal(expected, Naming.EnumValue(name));

    [Fact]
    public async Task Deprecated_members_are_told_only_when_asked_for()
    {
        var answer = await server.Ask("{ __type(name: \"Binding\") { short: enumValues { name } all: enumValues(includeDeprecated: true) { name } } }");

        Assert.Equal("""{"short":[{"name":"HARD_COVER"},{"name":"PAPERBACK"}],"all":[{"name":"HARD_COVER"},{"name":"PAPERBACK"},{"name":"SCROLL"}]}""", answer["data"]!["__type"]!.ToJsonString());
    }

    [Theory]
    [InlineData(typeof(NoLoader), "INothingDataLoader"), InlineData(typeof(NothingReturned), "must return a value"), InlineData(typeof(Empty), "no fields"), InlineData(typeof(NoTopic), "[EventMessage]")]
    public void A_mistake_in_the_types_is_told_when_the_schema_is_built(Type type, string message)
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer().AddType(typeof(Fine)).AddType(type);

        var error = Assert.Throws<InvalidOperationException>(() => services.BuildServiceProvider().GetRequiredService<RequestExecutor>());

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [QueryType]
    public static class Fine
    {
        public static int One() => 1;
    }

    public interface INothingDataLoader : IDataLoader<int, string>;

    [QueryType]
    public static class NoLoader
    {
        public static string? Of(INothingDataLoader nothing) => nothing.ToString();
    }

    [MutationType]
    public static class NothingReturned
    {
        public static Task Vanish() => Task.CompletedTask;
    }

    [ObjectType]
    public sealed class Empty;

    [SubscriptionType]
    public static class NoTopic
    {
        [Subscribe]
        public static int OnX() => 1;
    }
}
