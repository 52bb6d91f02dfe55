using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Databases;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Jobs.Channels;
using Planable.Jobs.Feeds;
using Planable.Jobs.Mail;
using Planable.Jobs.Notices;
using Planable.Jobs.Recurrences;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Databases;

/// <summary>
/// Every query that the pages and jobs ask PostgreSQL is asked SQL Server too, as far as that goes without one: it is translated for it, and what comes out is T-SQL.
/// </summary>
public class QueriesTests(QueryKeepingApp app) : IClassFixture<QueryKeepingApp>
{
    static readonly string[] Filtered =
    [
        "/w/acme/calendar?view=list&q=roast&state=draft,scheduled&author=6f9619ff-8b86-d011-b42d-00c04fc964ff&channel=6f9619ff-8b86-d011-b42d-00c04fc964ff",
        "/w/acme/calendar?view=list&from=2026-11-01&to=2026-11-30&sort=-author", "/w/acme/calendar?view=list&dates=all&risk=1", "/w/acme/calendar?view=list&unscheduled=1&sort=edited", "/w/acme/calendar?view=list&dates=all&sort=state",
        "/w/acme/calendar?view=week&q=roast&state=draft&date=2026-11-01", "/w/acme/calendar?view=feed&dates=all", "/w/acme/calendar?view=board&dates=all", "/w/acme/calendar?view=grid&dates=all&page=2", "/w/acme/notes?date=2026-12-01",
        "/w/acme/calendar?view=list&label=6f9619ff-8b86-d011-b42d-00c04fc964ff&campaign=6f9619ff-8b86-d011-b42d-00c04fc964ff",
        "/w/acme/calendar?view=list&approval=waiting,approved&dates=all", "/w/acme/approvals?show=others", "/w/acme/approvals?show=changes", "/w/acme/approvals?show=undated", "/w/acme/approvals/turnaround?from=2026-11-01&to=2026-11-30", "/approvals/turnaround", "/w/acme/settings/approvals/silence", "/account/absences", "/w/acme/members/absences",
        "/w/acme/calendar?q=roast&state=draft&date=2026-11-01", "/w/acme/calendar?view=list&dates=all&live=differs", "/w/acme/calendar/changes?days=2026-11-23&posts=6f9619ff-8b86-d011-b42d-00c04fc964ff",
        "/w/acme/activity?actor=planable&subject=post&verb=post.created&before=1000", "/w/acme/activity?actor=6f9619ff-8b86-d011-b42d-00c04fc964ff&id=6f9619ff-8b86-d011-b42d-00c04fc964ff",
        "/w/acme/settings/zone?zone=Europe/Lisbon", "/w/acme/exports/json?view=list&dates=all&q=roast", "/w/acme/exports/csv?view=list&dates=all", "/w/acme/bulk/matching?view=list&dates=all", "/search?q=roast&from=/w/acme/calendar",
    ];

    [Fact]
    public async Task Whatever_the_app_asks_can_be_asked_of_SQL_Server()
    {
        await Use();
        var queries = app.Queries.All;
        Assert.True(queries.Count > 100, $"Only {queries.Count} queries were asked.");
        using var server = new PretendedSqlServer();
        var wrong = queries.Where(q => !PretendedSqlServer.IsRaw(q)).Select(query => server.Refuses(query)).OfType<string>().ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {queries.Count}\n\n{string.Join("\n\n", wrong)}");
    }

    [Fact]
    public async Task What_is_written_by_hand_is_T_SQL()
    {
        using var server = new PretendedSqlServer();
        await server.Hears(db => LogTail.Take(db, Guid.NewGuid(), 2, TestContext.Current.CancellationToken));
        await server.Hears(db => LogTail.Close(db, Guid.NewGuid(), new string('0', 64), TestContext.Current.CancellationToken));
        await server.Hears(db => RowLocks.LockPosts(db, [Guid.NewGuid(), Guid.NewGuid()], TestContext.Current.CancellationToken));
        await server.Hears(db => RowLocks.LockChannels(db, [Guid.NewGuid(), Guid.NewGuid()], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_only_PostgreSQL_understands_is_found()
    {
        var queries = new KeptQueries();
        using var postgres = new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().ForDesign().UseNpgsql("Host=nowhere").UseMemoryCache(new MemoryCache(new MemoryCacheOptions())).AddInterceptors(queries).Options, new LogBell());
        postgres.Posts.Where(p => EF.Functions.ILike(p.Text, "%roast%")).ToQueryString();
        postgres.Posts.Where(p => p.Text.Contains("roast")).ToQueryString();
        using var server = new PretendedSqlServer();
        Assert.Equal([true, false], queries.All.Select(q => server.Refuses(q) is not null));
    }

    /// <summary>Opens every page, sends every form and runs every job.</summary>
    async Task Use()
    {
        var routes = Route.All(app).Where(r => !r.IsLive).ToList();
        foreach (var name in (string[])["olga", "clara"])
        {
            using var visitor = await app.As(name);
            var samples = await Samples.Make(app);
            foreach (var address in routes.Where(r => r.Method == HttpMethod.Get).Select(r => r.Address(samples)).Concat(Filtered))
            {
                using var page = await visitor.Get(address);
                using var fragment = await visitor.Get(address, htmx: true);
            }
        }

        foreach (var name in (string[])["olga", "clara"])
        {
            using var program = await app.Api(name);
            await program.Ask(ReadTests.Deep, new { n = 3 });
            await program.Ask(ReadTests.Wide, ReadTests.Ids);
        }

        await app.Schedule([], [Data.Practice.PracticeAnswer.Refused]);
        await app.ComeDue();
        await app.Run<WriteNoticesJob>();
        // Its mail is written and lies there until others are told.
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.Run<EscalateMailJob>();
        await app.Run<SendMailJob>();
        await app.Run<CheckChannelsJob>();
        using (var pia = await app.As("pia"))
        {
            var samples = await Samples.Make(app);
            foreach (var act in Data.Bulk.BulkActs.Offered.Select(a => a.ToString()))
            {
                using (await pia.Htmx("/w/acme/bulk/preview", ("Act", act), ("Posts", samples["posts"]), ("Find", "roast"))) { }
                using (await pia.Htmx("/w/acme/bulk", ("Act", act), ("Posts", samples["posts"]), ("Find", "roast"), ("Days", "1"))) { }
            }

            using (await pia.Htmx("/w/acme/bulk/bar", ("Posts", samples["posts"]))) { }
            using (await pia.Htmx($"/w/acme/imports/{samples["imports"]}/start")) { }
        }

        // What is out is changed on the network.
        var live = await app.Schedule([[]]);
        await app.ComeDue();
        using (var pia = await app.As("pia"))
        {
            using (await pia.Htmx($"/w/acme/deliveries/{(await app.Delivery(live)).Id}/live", ("Text", "Other words"))) { }
        }

        await app.Run<Jobs.Publishing.CarryLiveChangesJob>();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Run<Jobs.LiveChecks.CheckLivePostsJob>();
        await app.Run<Jobs.Readings.QueueFiguresJob>();
        await app.Run<Jobs.Readings.ReadFiguresJob>();
        await app.Run<Jobs.Imports.RunImportsJob>();
        await app.Run<Jobs.Bulk.RunBulkJob>();
        await app.Run<MakeOccurrencesJob>();
        await app.Run<Jobs.Slots.MoveQueuesUpJob>();
        await app.Run<Jobs.Evergreens.RunEvergreensJob>();
        await app.Run<Jobs.BestTimes.ReadOwnTimesJob>();
        await app.Run<ReadOverlaysJob>();
        await app.Run<Jobs.Webhooks.SendWebhooksJob>();
        await app.Run<Jobs.Webhooks.ForgetWebhookDeliveriesJob>();
        using (var tool = await Apps.OAuthClient.Register(app))
        {
            var tokens = await Apps.OAuthClient.Good(tool.Refresh(await tool.Tokens("wanda", "posts", "acme")));
            await tool.Ask(tokens, workspace: "acme");
            using (await tool.Post("/oauth/revoke", ("token", (string?)tokens["access_token"]))) { }
        }

        await app.Run<Jobs.Risks.PreflightJob>();
        await app.In("acme", async db =>
        {
            await Data.Quotas.QuotaBook.Open(db, [A.Channel("Acme", "x")], app.Clock.GetUtcNow(), app.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
            var lines = app.Services.GetRequiredService<Jobs.Publishing.Lines>();
            var delivery = await db.Deliveries.AsNoTracking().Include(d => d.Channel).FirstAsync();
            await lines.Heard(Jobs.Publishing.LineCall.Of(delivery), Jobs.Publishing.LineSign.Busy, TestContext.Current.CancellationToken);
            await lines.Ask([Jobs.Publishing.LineCall.Of(delivery)], TestContext.Current.CancellationToken);
        });
        await app.In("acme", db => db.FindBreak());

        // What ends a sign-in comes last, or what follows would be asked as nobody.
        using var olga = await app.As("olga");
        foreach (var route in routes.Where(r => r.Method == HttpMethod.Post).OrderBy(r => r.Name.Contains("sign-out", StringComparison.Ordinal)))
            using (await olga.Htmx(route.Address(await Samples.Make(app)))) { }
    }
}

/// <summary>Keeps what the app asks its database, before it is translated.</summary>
public sealed class QueryKeepingApp : TestApp
{
    // Apps of one process share what they translated; this one has to translate everything itself.
    readonly MemoryCache translations = new(new MemoryCacheOptions());

    public KeptQueries Queries { get; } = new();

    public override void Settle(IWebHostBuilder web) =>
        web.ConfigureServices(services => Configure(services, options => options.UseMemoryCache(translations).AddInterceptors(Queries)));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            translations.Dispose();
    }
}

public sealed class KeptQueries : IQueryExpressionInterceptor
{
    readonly Dictionary<string, Expression> kept = new(StringComparer.Ordinal);

    public IReadOnlyList<Expression> All
    {
        get
        {
            lock (kept)
                return [.. kept.Values];
        }
    }

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        lock (kept)
            kept.TryAdd(ExpressionPrinter.Print(queryExpression), queryExpression);
        return queryExpression;
    }
}

/// <summary>A SQL Server that understands everything in its grammar and has no rows.</summary>
sealed class PretendedSqlServer : IDisposable
{
    readonly Ear ear = new();
    readonly SqlServerDb db;

    public PretendedSqlServer()
    {
        db = new SqlServerDb(new DbContextOptionsBuilder<SqlServerDb>().ForDesign().UseSqlServer("Server=nowhere").AddInterceptors(ear, ear.Line).Options, new LogBell());
        db.Enter(Guid.NewGuid(), Via.Job);
    }

    /// <summary>Written by hand for each database and not translated.</summary>
    public static bool IsRaw(Expression query) => ExpressionPrinter.Print(query).Contains(".FromSql(", StringComparison.Ordinal);

    /// <returns>Why the query cannot be asked here; null if it can.</returns>
    public string? Refuses(Expression query)
    {
        try
        {
            ear.Heard.Clear();
            var refusal = Ask(query);
            if (ear.Heard.Count == 0)
                return $"{refusal?.Message}\n{ExpressionPrinter.Print(query)}";
            ear.Heard.ForEach(TransactSql.MustParse);
            return null;
        }
        catch (Xunit.Sdk.XunitException unparsed)
        {
            return $"{unparsed.Message}\n{ExpressionPrinter.Print(query)}";
        }
    }

    public async Task Hears(Func<PlanableDb, Task> work)
    {
        ear.Heard.Clear();
        try
        {
            await work(db);
        }
        catch (InvalidOperationException) when (ear.Heard.Count > 0)
        {
            // It missed the row that is not here; what it asked was heard.
        }

        Assert.NotEmpty(ear.Heard);
        ear.Heard.ForEach(TransactSql.MustParse);
    }

    public void Dispose() => db.Dispose();

    /// <returns>Why no command was sent; also set when one was sent and the query missed its row.</returns>
    Exception? Ask(Expression query)
    {
        var move = new Move(db);
        var moved = move.Visit(query);
        var row = moved.Type.IsGenericType && moved.Type.IsAssignableTo(typeof(IQueryable)) ? moved.Type.GetInterfaces().Append(moved.Type).First(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IQueryable<>)).GetGenericArguments()[0] : null;
        var ask = row is null ? nameof(AskOne) : nameof(AskMany);
        try
        {
            typeof(PretendedSqlServer).GetMethod(ask, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
                .MakeGenericMethod(row ?? moved.Type).Invoke(this, System.Reflection.BindingFlags.DoNotWrapExceptions, null, [moved, move.Parameters], null);
            return null;
        }
        catch (Exception refusal) when (refusal is not Xunit.Sdk.XunitException)
        {
            return refusal;
        }
    }

    void AskMany<T>(Expression query, Dictionary<string, object?> parameters)
    {
        foreach (var _ in Asked<IEnumerable<T>>(query, parameters))
        {
        }
    }

    void AskOne<T>(Expression query, Dictionary<string, object?> parameters) => Asked<T>(query, parameters);

    T Asked<T>(Expression query, Dictionary<string, object?> parameters)
    {
        var ask = db.GetService<IQueryCompilationContextFactory>().Create(async: false).CreateQueryExecutor<T>(query);
        var context = db.GetService<IQueryContextFactory>().Create();
        foreach (var (name, value) in parameters)
            context.Parameters[name] = value;
        return ask(context);
    }

    /// <summary>Takes a query over to SQL Server's model, in one command, with some value for every parameter.</summary>
    sealed class Move(SqlServerDb to) : ExpressionVisitor
    {
        public Dictionary<string, object?> Parameters { get; } = new(StringComparer.Ordinal);

        protected override Expression VisitExtension(Expression node)
        {
            switch (node)
            {
                case EntityQueryRootExpression root when root.GetType() == typeof(EntityQueryRootExpression):
                    return new EntityQueryRootExpression(to.Model.FindEntityType(root.EntityType.Name)!);
                case QueryParameterExpression parameter:
                    Parameters[parameter.Name] = Some(parameter.Type);
                    return parameter;
                default:
                    return base.VisitExtension(node);
            }
        }

        protected override Expression VisitMethodCall(MethodCallExpression node) =>
            node.Method.Name == nameof(RelationalQueryableExtensions.AsSplitQuery) ? Visit(node.Arguments[0]) : base.VisitMethodCall(node);

        static object? Some(Type type)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type == typeof(string))
                return "some";
            if (type == typeof(DateTime))
                return A.Monday.DateTime;
            if (type == typeof(DateTimeOffset))
                return A.Monday;
            if (type.IsValueType)
                return Activator.CreateInstance(type);
            if (type.GetInterfaces().Append(type).FirstOrDefault(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IEnumerable<>)) is not { } many)
                return null;
            var values = Array.CreateInstance(many.GetGenericArguments()[0], 2);
            for (var i = 0; i < 2; i++)
                values.SetValue(Some(many.GetGenericArguments()[0]), i);
            if (type.IsInstanceOfType(values))
                return values;
            return type.IsInterface ? Activator.CreateInstance(typeof(HashSet<>).MakeGenericType(many.GetGenericArguments()[0]), values) : Activator.CreateInstance(type, values);
        }
    }

    /// <summary>Keeps the commands and sends none.</summary>
    sealed class Ear : DbCommandInterceptor
    {
        public List<string> Heard { get; } = [];

        public DbConnectionInterceptor Line { get; } = new DeadLine();

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
            InterceptionResult<DbDataReader>.SuppressWithResult(Nothing(command));

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(Nothing(command)));

        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
        {
            Heard.Add(command.CommandText);
            return InterceptionResult<int>.SuppressWithResult(0);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(NonQueryExecuting(command, eventData, result));

        DbDataReader Nothing(DbCommand command)
        {
            Heard.Add(command.CommandText);
            using var none = new System.Data.DataTable();
            return none.CreateDataReader();
        }
    }

    sealed class DeadLine : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(InterceptionResult.Suppress());
    }
}
