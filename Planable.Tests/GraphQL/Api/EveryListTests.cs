using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Tests.Support;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.TypeSystem;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.GraphQL.Api;

/// <summary>Walks every list of the API, those of tomorrow too.</summary>
public class EveryListTests(TestApp app) : IClassFixture<TestApp>
{
    /// <summary>Arguments a list cannot do without.</summary>
    static readonly Dictionary<string, string> Needed = new(StringComparer.Ordinal) { ["notes"] = "from: \"2026-01-01\", to: \"2029-12-31\"" };

    Schema Schema => app.Services.GetRequiredService<RequestExecutor>().Schema;

    IReadOnlyList<Field> Lists => [.. Schema.Query.Fields.Where(f => f.Type.Named.Name.EndsWith("Connection", StringComparison.Ordinal))];

    [Fact]
    public async Task Every_page_of_every_list_in_every_order_meets_each_row_once_while_rows_are_added()
    {
        for (var i = 0; i < 6; i++)
            await Samples.Make(app);
        using var olga = await app.Api("olga");
        var several = 0;
        foreach (var list in Lists)
        {
            var orders = list.Arguments.Find(a => a.Name == "order")?.Type.Named is EnumType values ? values.Members.Select(m => $"order: {m.Name}").ToList() : [""];
            foreach (var order in orders)
            {
                var arguments = string.Join(", ", new[] { Needed.GetValueOrDefault(list.Name, ""), order }.Where(a => a.Length > 0));
                var before = await Walk(olga, list, arguments, 100, backward: false, added: null);
                foreach (var backward in (bool[])[false, true])
                {
                    var added = 0;
                    var met = await Walk(olga, list, arguments, 3, backward, added: async () =>
                    {
                        if (added++ == (backward ? 1 : 0))
                            await Samples.Make(app);
                    });
                    Assert.True(met.Count == met.Distinct(StringComparer.Ordinal).Count(), $"{list.Name} {order} met a row twice.");
                    var missed = before.Except(met).ToList();
                    Assert.True(missed.Count == 0, $"{list.Name} {order} (backward: {backward}) missed {missed.Count} of {before.Count}.");
                }

                several += before.Count > 6 ? 1 : 0;
            }
        }

        Assert.True(several > 12, $"Only {several} lists had more than two pages.");
    }

    [Fact]
    public async Task No_list_asks_more_of_the_database_for_more_rows()
    {
        for (var i = 0; i < 4; i++)
            await Samples.Make(app);
        using var olga = await app.Api("olga");
        foreach (var list in Lists)
        {
            var fields = Deep(((ObjectType)((ObjectType)list.Type.Named).Find("nodes")!.Type.Named), 2);
            string Query(int n) => $"{{ {list.Name}(first: {n}{(Needed.TryGetValue(list.Name, out var needed) ? ", " + needed : "")}) {{ totalCount nodes {{ {fields} }} }} }}";
            await olga.Ask(Query(2));
            var few = await app.Sql.During(() => olga.Ask(Query(2)));
            var many = await app.Sql.During(() => olga.Ask(Query(6)));
            Assert.True(many.Count <= few.Count + 2 && many.Count <= 25, $"{list.Name}: {few.Count} commands for 2 rows, {many.Count} for 6.\n{string.Join("\n\n", many)}");
        }
    }

    /// <summary>All fields without needed arguments, to a depth; of lists of their own two rows.</summary>
    static string Deep(ObjectType type, int depth) => string.Join(' ', type.Fields.Where(f => !f.Arguments.Exists(a => a.IsRequired) && f.DeprecationReason is null && f.Cost is null or < 100).Select(f => f.Type.Named switch
    {
        ObjectType { Name: var name } when name.EndsWith("Connection", StringComparison.Ordinal) => "",
        ObjectType inner => depth == 0 ? "" : $"{f.Name} {{ {Deep(inner, depth - 1)} }}",
        UnionType or InterfaceType => "",
        _ => f.Name,
    }).Append("__typename"));

    /// <returns>What each row is known by: its id where it has one, else all it says.</returns>
    static async Task<List<string>> Walk(Integrator who, Field list, string arguments, int size, bool backward, Func<Task>? added)
    {
        var node = (ObjectType)((ObjectType)list.Type.Named).Find("nodes")!.Type.Named;
        var key = node.Find("id") is not null ? "id" : node.Find("number") is not null ? "number" : Deep(node, 0);
        var met = new List<string>();
        for (string? cursor = null; ;)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{(backward ? "last" : "first")}: {size}{(cursor is null ? "" : $", {(backward ? "before" : "after")}: \"{cursor}\"")}{(arguments.Length > 0 ? ", " + arguments : "")}");
            var page = (await who.Ask($"{{ {list.Name}({place}) {{ nodes {{ {key} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"))[list.Name]!;
            met.AddRange(page["nodes"]!.AsArray().Select(n => n!.ToJsonString()));
            if (added is not null)
                await added();
            if (!(bool)page["pageInfo"]![backward ? "hasPreviousPage" : "hasNextPage"]!)
                return met;
            cursor = (string?)page["pageInfo"]![backward ? "startCursor" : "endCursor"];
            Assert.True(met.Count < 2000, $"{list.Name} does not end.");
        }
    }
}
