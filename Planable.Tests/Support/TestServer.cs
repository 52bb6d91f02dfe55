using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Planable.Data.Databases;
using Planable.Data.Logs;
using Planable.Tests.Support;

[assembly: AssemblyFixture(typeof(TestServer))]

namespace Planable.Tests.Support;

/// <summary>
/// One PostgreSQL for all tests, with a template that holds the schema and the demo data: a fresh database costs milliseconds.
/// With a connection string in PLANABLE_TEST_SQLSERVER that server is used instead, and every database is filled by itself.
/// </summary>
public sealed class TestServer : IAsyncDisposable
{
    const string Template = "template_demo";

    static readonly string Folder = Path.Combine(Path.GetTempPath(), $"planable-tests-{Environment.ProcessId}");
    static readonly Lazy<Task<EmbeddedPostgres>> Server = new(Start);
    static readonly ConcurrentBag<string> OnSqlServer = [];
    static int databases;

    public static bool IsSqlServer => SqlServer is { Length: > 0 };

    /// <summary>For `Database:Provider`.</summary>
    public static string Provider => IsSqlServer ? "SqlServer" : "PostgreSql";

    static string? SqlServer => Environment.GetEnvironmentVariable("PLANABLE_TEST_SQLSERVER");

    /// <returns>Connection string of a database of its own, with demo data.</returns>
    public static async Task<string> NewDatabase()
    {
        if (IsSqlServer)
            return await NewSqlServerDatabase();
        var server = await Server.Value;
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await Execute(server, $"""CREATE DATABASE "{name}" TEMPLATE "{Template}" """);
        return Pooled(server.ConnectionString(name));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in OnSqlServer)
        {
            await using var db = new SqlServerDb(new DbContextOptionsBuilder<SqlServerDb>().ForDesign().UseSqlServer(connection).Options, new LogBell());
            await db.Database.EnsureDeletedAsync();
        }

        if (!Server.IsValueCreated)
            return;
        NpgsqlConnection.ClearAllPools();
        var server = await Server.Value;
        await server.DisposeAsync();
        Directory.Delete(server.Folder, recursive: true);
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    static async Task<EmbeddedPostgres> Start()
    {
        var server = await EmbeddedPostgres.Start(new EmbeddedPostgresOptions { Folder = Folder, Durable = false, MaxConnections = 400 }, NullLogger.Instance);
        await server.EnsureDatabase(Template);
        await Fill(server.ConnectionString(Template));
        NpgsqlConnection.ClearAllPools();
        return server;
    }

    // The migrations create the database.
    static async Task<string> NewSqlServerDatabase()
    {
        var name = $"planable_test_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}";
        var connection = new SqlConnectionStringBuilder(SqlServer) { InitialCatalog = name, MaxPoolSize = 20 }.ToString();
        OnSqlServer.Add(connection);
        await Fill(connection);
        return connection;
    }

    static async Task Fill(string connection)
    {
        await using var app = new WebApplicationFactory<Program>().WithWebHostBuilder(web => TestApp.Settle(web, connection).UseSetting("Database:Migrate", "true").UseSetting("Demo:Seed", "true"));
        app.CreateClient().Dispose();
    }

    // Many apps share one server: each keeps few connections and lets them go.
    static string Pooled(string connection) => new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = 20, ConnectionIdleLifetime = 5, ConnectionPruningInterval = 2 }.ToString();

    static async Task Execute(EmbeddedPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
