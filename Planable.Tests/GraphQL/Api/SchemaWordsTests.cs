using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Planable.Tests.GraphQL.Engine.Sample;
using Planable.Tests.Support;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Tests.GraphQL.Api;

/// <summary>The schema is what programs and those who write them have.</summary>
public class SchemaWordsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public void Everything_says_what_it_is()
    {
        var silent = new List<string>();
        foreach (var type in app.Services.GetRequiredService<RequestExecutor>().Schema.Types.Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            Look(type.Name, type is ObjectType { Name: "Query" or "Mutation" or "Subscription" } ? "The root." : type.Description);
            foreach (var field in (type as FieldsType)?.Fields ?? [])
            {
                Look($"{type.Name}.{field.Name}", field.Description);
                // Of a mutation the input says it.
                foreach (var argument in field.Arguments.Where(a => a.Name != "input"))
                    Look($"{type.Name}.{field.Name}({argument.Name}:)", argument.Description);
            }

            foreach (var field in (type as InputObjectType)?.Fields ?? [])
                Look($"{type.Name}.{field.Name}", field.Description);
            foreach (var value in (type as EnumType)?.Members ?? [])
                Look($"{type.Name}.{value.Name}", value.Description);
        }

        Assert.True(silent.Count == 0, $"{silent.Count} say nothing:\n{string.Join('\n', silent)}");

        void Look(string name, string? said)
        {
            if (string.IsNullOrWhiteSpace(said))
                silent.Add(name);
        }
    }

    [Fact]
    public async Task Types_made_of_it_compile_under_strict_TypeScript()
    {
        var result = JsonNode.Parse(await Reference.Run("types.mjs", Root.File("Planable.Web/GraphQL/schema.graphql")))!;
        Assert.Equal("[]", result["errors"]!.ToJsonString());
        Assert.True((bool)result["refused"]!, "A program that sends what there is not compiles.");
        Assert.True((int)result["types"]! > 300);
    }
}
