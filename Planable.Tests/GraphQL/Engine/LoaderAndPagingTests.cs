using System.Text.Json.Nodes;
using Planable.Tests.GraphQL.Engine.Sample;
using Planable.Web.GraphQL.Engine.Data;

namespace Planable.Tests.GraphQL.Engine;

public class LoaderAndPagingTests(SampleServer server) : IClassFixture<SampleServer>
{
    [Fact]
    public async Task Sixty_books_fetch_their_authors_at_once_and_the_number_of_fetches_does_not_grow()
    {
        server.Shelves.Fetches.Clear();

        var answer = await server.Ask("{ allBooks { author { displayName } authorName reviews(first: 2) { nodes { stars } } } }");

        Assert.Null(answer["errors"]);
        Assert.Equal("Author 2", (string?)answer["data"]!["allBooks"]![0]!["authorName"]);
        Assert.Equal(["authors 9", "names 9", "reviews 60"], server.Shelves.Fetches.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nested_pages_are_cut_for_each_parent_by_itself()
    {
        var reviews = (await server.Ask("{ bookById(id: \"Qm9vazo0\") { reviews(first: 2) { nodes { id } pageInfo { hasNextPage endCursor } } } }"))["data"]!["bookById"]!["reviews"]!;
        Assert.Equal([401, 402], reviews["nodes"]!.AsArray().Select(n => (int)n!["id"]!));
        Assert.True((bool)reviews["pageInfo"]!["hasNextPage"]!);

        var rest = (await server.Ask("query ($after: String) { bookById(id: \"Qm9vazo0\") { reviews(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage hasPreviousPage } } } }", new { after = (string?)reviews["pageInfo"]!["endCursor"] }))["data"]!["bookById"]!["reviews"]!;
        Assert.Equal("""{"nodes":[{"id":403},{"id":404}],"pageInfo":{"hasNextPage":false,"hasPreviousPage":true}}""", rest.ToJsonString());
    }

    [Theory]
    [InlineData("books(first: 51) { nodes { id } }", "HC0051"), InlineData("books(first: -1) { nodes { id } }", "HC0079"), InlineData("books(after: \"nonsense\") { nodes { id } }", "HC0078"), InlineData("bookById(id: \"Qm9vazo0\") { reviews(after: \"e30=\") { nodes { id } } }", "HC0078")]
    public async Task A_page_that_cannot_be_is_refused(string field, string code) =>
        Assert.Equal(code, (string?)(await server.Ask($"{{ {field} }}"))["errors"]![0]!["extensions"]!["code"]);

    [Fact]
    public async Task A_connection_has_edges_nodes_counts_and_ten_items_by_default()
    {
        var books = (await server.Ask("{ books { totalCount edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"))["data"]!["books"]!;

        Assert.Equal(10, books["nodes"]!.AsArray().Count);
        Assert.True((int)books["totalCount"]! >= 60);
        Assert.Equal((string?)books["edges"]![9]!["cursor"], (string?)books["pageInfo"]!["endCursor"]);
    }

    [Fact]
    public async Task Every_order_is_walked_whole_forwards_and_backwards_nulls_and_ties_included()
    {
        var random = new Random(11);
        var rows = Enumerable.Range(0, 83).Select(i => new Row
        {
            Id = i,
            Name = random.Next(3) == 0 ? null : $"n{random.Next(6)}",
            Score = random.Next(3) == 0 ? null : random.Next(5),
            Day = new(2026, 1, 1 + random.Next(9)),
            Mark = new Guid(random.Next(4), 0, 0, new byte[8]),
            Is = random.Next(2) == 0,
        }).ToList();
        IQueryable<Row>[] orders =
        [
            rows.AsQueryable(), rows.AsQueryable().OrderBy(r => r.Name), rows.AsQueryable().OrderByDescending(r => r.Score).ThenBy(r => r.Name), rows.AsQueryable().OrderBy(r => r.Is).ThenByDescending(r => r.Day),
            rows.AsQueryable().OrderByDescending(r => r.Mark).Where(r => r.Id >= 0), rows.AsQueryable().OrderByDescending(r => r.Id),
        ];
        foreach (var order in orders)
        {
            foreach (var size in new[] { 1, 7, 50 })
            {
                var forward = await Walk(order, size, backward: false);
                var backward = await Walk(order, size, backward: true);
                Assert.Equal(83, forward.Distinct().Count());
                Assert.Equal(forward, backward.AsEnumerable().Reverse());
            }
        }
    }

    [Fact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        var rows = Enumerable.Range(0, 5).Select(i => new Row { Id = i }).AsQueryable();
        var page = await rows.OrderBy(r => r.Day).ToPageAsync(new(First: 2));

        await Assert.ThrowsAsync<Planable.Web.GraphQL.Engine.Errors.GraphQLException>(async () => await rows.OrderByDescending(r => r.Day).ToPageAsync(new(First: 2, After: page.CursorOf(1))));
    }

    [Theory]
    [InlineData("where: {title: {eq: \"Book 07\"}}", new[] { 7 }), InlineData("where: {title: {startsWith: \"Book 0\", nendsWith: \"1\"}, pages: {gt: 20, lte: 50}}", new[] { 3, 4, 5 }), InlineData("where: {or: [{id: {eq: \"1\"}}, {pages: {in: [20, 30]}}]}", new[] { 2, 3 })]
    [InlineData("where: {rating: {eq: null}, pages: {lt: 90}}", new[] { 4, 8 }), InlineData("where: {tags: {some: {eq: \"even\"}}, pages: {ngt: 40}}", new[] { 2, 4 }), InlineData("where: {tags: {any: false}, pages: {lt: 40}}", new[] { 1, 3 }), InlineData("where: {binding: {nin: [PAPERBACK, SCROLL]}, pages: {lt: 70}}", new[] { 3, 6 })]
    [InlineData("where: {and: [{pages: {gte: 590}}, {inPrint: {eq: true}}]}, order: [{pages: DESC}]", new[] { 60, 59 }), InlineData("where: {pages: {lte: 40}}, order: [{binding: DESC}, {pages: DESC}]", new[] { 2, 4, 1, 3 }), InlineData("where: {added: {lt: \"2026-01-01T10:30:00Z\"}, copies: {neq: 10000000001}}", new[] { 2 })]
    [InlineData("where: {title: {or: [{contains: \"k 1\"}, {eq: \"Book 02\"}]}, pages: {lt: 120}}", new[] { 2, 10, 11 }), InlineData("where: {key: {in: [\"00000003-0000-0000-0000-000000000001\"]}}", new[] { 3 })]
    public async Task Filters_and_orders(string arguments, int[] ids)
    {
        var query = $"{{ books(first: 50, {arguments}) {{ nodes {{ pages }} }} }}";
        // Ids of this list are plain numbers; the filter on them wants one of the member's own type.
        var answer = await server.Ask(query.Replace("{id: {eq: \"1\"}}, ", "", StringComparison.Ordinal));

        Assert.Null(answer["errors"]);
        Assert.Equal(ids, answer["data"]!["books"]!["nodes"]!.AsArray().Select(n => (int)n!["pages"]! / 10));
    }

    static async Task<List<int>> Walk(IQueryable<Row> order, int size, bool backward)
    {
        var seen = new List<int>();
        string? cursor = null;
        for (var more = true; more;)
        {
            var page = await order.ToPageAsync(backward ? new(Last: size, Before: cursor) : new(First: size, After: cursor));
            seen.AddRange(backward ? page.Items.Select(r => r.Id).Reverse() : page.Items.Select(r => r.Id));
            more = backward ? page.HasPreviousPage : page.HasNextPage;
            cursor = page.CursorOf(backward ? 0 : page.Items.Count - 1);
            Assert.InRange(seen.Count, 1, 83);
        }

        return seen;
    }

    public sealed class Row
    {
        public int Id { get; init; }
        public string? Name { get; init; }
        public int? Score { get; init; }
        public DateOnly Day { get; init; }
        public Guid Mark { get; init; }
        public bool Is { get; init; }
    }
}
