using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Planable.Data.Databases;
using Planable.Tests.Support;

[assembly: AssemblyFixture(typeof(TestServer))]

namespace Planable.Tests.Support;

/// <summary>One PostgreSQL for all tests, with a template that holds the schema and the demo data: a fresh database costs milliseconds.</summary>
public sealed class TestServer : IAsyncDisposable
{
    const string Template = "template_demo";

    static readonly string Folder = Path.Combine(Path.GetTempPath(), $"planable-tests-{Environment.ProcessId}");
    static readonly Lazy<Task<EmbeddedPostgres>> Server = new(Start);
    static int databases;

    /// <returns>Connection string of a database of its own, with demo data.</returns>
    public static async Task<string> NewDatabase()
    {
        var server = await Server.Value;
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await Execute(server, $"""CREATE DATABASE "{name}" TEMPLATE "{Template}" """);
        return Pooled(server.ConnectionString(name));
    }

    public async ValueTask DisposeAsync()
    {
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
        await using (var app = new WebApplicationFactory<Program>().WithWebHostBuilder(web => TestApp.Settle(web, server.ConnectionString(Template)).UseSetting("Database:Migrate", "true").UseSetting("Demo:Seed", "true")))
            app.CreateClient().Dispose();
        NpgsqlConnection.ClearAllPools();
        return server;
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
