using System.Data;
using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Planable.Web.GraphQL.Engine;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Execution;

namespace Planable.Tests.GraphQL.Engine;

/// <summary>What filters, orders and pages become in SQL, without a server to ask: every query is translated for both databases.</summary>
public class DatabaseTests
{
    static readonly string AfterSecond = Cursor();

    public static IEnumerable<TheoryDataRow<bool, string, int>> Questions =>
        from server in new[] { false, true }
        from question in new (string Query, int Commands)[]
        {
            ("{ jars(first: 5) { nodes { label } } }", 1), ("{ jars(last: 5) { totalCount nodes { label } pageInfo { hasPreviousPage } } }", 2),
            ("{ jars(order: [{label: ASC}, {weight: DESC}]) { nodes { id } } }", 1), ($"{{ jars(after: \"{AfterSecond}\", order: [{{label: ASC}}]) {{ nodes {{ id }} }} }}", 1),
            ("{ jars(where: {label: {contains: \"a\", startsWith: \"b\", nendsWith: \"c\", in: [\"x\", null]}, weight: {gt: 1, nlte: 5, in: [1, 2]}, key: {gt: \"00000000-0000-0000-0000-000000000001\"}}) { nodes { id } } }", 1),
            ("{ jars(where: {or: [{kind: {in: [GLASS]}}, {full: {eq: true}}], filled: {gte: \"2026-01-01T00:00:00Z\"}, day: {lt: \"2026-01-01\"}, label: {eq: null}}) { nodes { id } } }", 1),
            ("{ jars(where: {stickers: {some: {text: {eq: \"x\"}}, none: {text: {neq: \"y\"}}, any: true}, shelf: {name: {eq: \"s\"}}}, order: [{shelf: {name: DESC}}, {kind: ASC}, {full: DESC}]) { nodes { id } } }", 1),
            ("{ plain { label } }", 1), ("{ shelf { jars(first: 3) { nodes { label } } } }", 1), ("{ shelf { jars(last: 3) { totalCount nodes { label } } } }", 2),
        }
        select new TheoryDataRow<bool, string, int>(server, question.Query, question.Commands);

    [Theory, MemberData(nameof(Questions))]
    public async Task Each_list_is_a_constant_number_of_commands(bool sqlServer, string query, int commands)
    {
        var ear = new Ear();
        var services = new ServiceCollection().AddLogging();
        services.AddDbContext<PantryDb>(o => (sqlServer ? o.UseSqlServer("Server=nowhere", s => s.UseCompatibilityLevel(150)) : o.UseNpgsql("Host=nowhere")).AddInterceptors(ear, ear.Line));
        services.AddGraphQLServer().AddType(typeof(PantryQueries)).AddType(typeof(ShelfFields)).AddType(typeof(PantryLoaders)).ModifyOptions(o => o.Paging.IncludeTotalCount = true);
        await using var provider = services.BuildServiceProvider();
        var executor = provider.GetRequiredService<RequestExecutor>();
        await using var scope = provider.CreateAsyncScope();

        using var response = Assert.IsType<Response>(await executor.Execute(new() { Query = Encoding.UTF8.GetBytes(query) }, executor.NewContext(scope.ServiceProvider)));

        Assert.DoesNotContain("errors", Encoding.UTF8.GetString(response.Json.Written), StringComparison.Ordinal);
        Assert.Equal(commands, ear.Heard.Count);
        if (!sqlServer)
            return;
        Assert.All(ear.Heard, sql =>
        {
            using var reader = new StringReader(sql);
            new TSql150Parser(true, SqlEngineType.All).Parse(reader, out var errors);
            Assert.True(errors.Count == 0, sql);
        });
    }

    static string Cursor()
    {
        var rows = new[] { new Jar { Id = Guid.NewGuid(), Label = "a" }, new Jar { Id = Guid.NewGuid(), Label = "b" } };
        var page = rows.AsQueryable().OrderBy(j => j.Label).ToPageAsync(new(First: 2)).AsTask().GetAwaiter().GetResult();
        return page.CursorOf(1);
    }

    public enum Kind
    {
        Glass,
        Tin,
    }

    public sealed class Shelf
    {
        public Guid Id { get; set; }
        public string Name { get; set; } = "";
    }

    public sealed class Sticker
    {
        public Guid Id { get; set; }
        public string Text { get; set; } = "";
    }

    public sealed class Jar
    {
        public Guid Id { get; set; }
        public string? Label { get; set; }
        public int? Weight { get; set; }
        public Kind Kind { get; set; }
        public bool Full { get; set; }
        public DateTimeOffset Filled { get; set; }
        public DateOnly Day { get; set; }
        public Guid Key { get; set; }
        public Shelf? Shelf { get; set; }
        public Guid? ShelfId { get; set; }
        public List<Sticker> Stickers { get; } = [];
    }

    public sealed class PantryDb(DbContextOptions<PantryDb> options) : DbContext(options)
    {
        public DbSet<Jar> Jars => Set<Jar>();
    }

    [QueryType]
    public static class PantryQueries
    {
        [UsePaging, UseFiltering, UseSorting]
        public static IQueryable<Jar> Jars(PantryDb db) => db.Jars;

        public static IQueryable<Jar> Plain(PantryDb db) => db.Jars.OrderBy(j => j.Label);

        public static Shelf Shelf() => new() { Id = new Guid(1, 0, 0, new byte[8]) };
    }

    public interface IJarsByShelfDataLoader : IDataLoader<Guid, Page<Jar>>;

    [ExtendObjectType(typeof(Shelf))]
    public static class ShelfFields
    {
        [UsePaging(ConnectionName = "ShelfJars")]
        public static Task<Connection<Jar>> GetJars([Parent] Shelf shelf, PagingArguments paging, IJarsByShelfDataLoader jars) => jars.With(paging).LoadAsync(shelf.Id).ToConnectionAsync();
    }

    public static class PantryLoaders
    {
        [DataLoader]
        public static async Task<IReadOnlyDictionary<Guid, Page<Jar>>> GetJarsByShelf(IReadOnlyList<Guid> shelves, PagingArguments paging, PantryDb db, CancellationToken cancel) =>
            await db.Jars.Where(j => shelves.Contains(j.ShelfId!.Value)).OrderByDescending(j => j.Label).ToBatchPageAsync(j => j.ShelfId!.Value, paging, cancel);
    }

    /// <summary>Hears each command and answers it with nothing.</summary>
    sealed class Ear : DbCommandInterceptor
    {
        public List<string> Heard { get; } = [];
        public DbConnectionInterceptor Line { get; } = new DeadLine();

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Heard.Add(command.CommandText);
            var table = new DataTable();
            table.Columns.Add("n", typeof(int));
            if (command.CommandText.StartsWith("SELECT COUNT(*)", StringComparison.OrdinalIgnoreCase) || command.CommandText.StartsWith("SELECT count(*)", StringComparison.Ordinal))
                table.Rows.Add(0);
            return new(InterceptionResult<DbDataReader>.SuppressWithResult(table.CreateDataReader()));
        }

        sealed class DeadLine : DbConnectionInterceptor
        {
            public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
                new(InterceptionResult.Suppress());
        }
    }
}
