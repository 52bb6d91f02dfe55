using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Planable.Data.Databases;

/// <summary>
/// A private PostgreSQL under a folder of the app: made when there is none, picked up again when there is one, adopted when it still runs
/// (after the app was killed, or because another app uses the same folder), and stopped when its last app stops.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string User = "planable";
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(2);

    private readonly EmbeddedPostgresOptions options;
    private readonly ILogger log;
    private readonly PostgresHome home;
    private readonly string password;
    private readonly SharedFolder folder;
    private readonly CancellationTokenSource closing = new();
    private FileLock? membership;
    private Task watching = Task.CompletedTask;

    private EmbeddedPostgres(EmbeddedPostgresOptions options, ILogger log, SharedFolder folder, PostgresHome home, string password)
    {
        this.options = options;
        this.log = log;
        this.home = home;
        this.password = password;
        this.folder = folder;
    }

    /// <summary>The loopback port the server listens on; it stays the same while the app runs.</summary>
    public int Port { get; private set; }

    /// <summary>Process id of the server at this moment; null while it is down.</summary>
    public int? ProcessId => Postmaster.Of(home.Data) is { } server && server.Lives() ? server.Id : null;

    /// <summary>Where the data, the password and the log really lie, which for root need not be the folder asked for.</summary>
    public string Folder => home.Root;

    /// <summary>
    /// Brings the server of the folder up and answers once it takes connections. Throws <see cref="InvalidOperationException"/> with the end of the
    /// server's log when it does not start, and <see cref="TimeoutException"/> when another app keeps the folder busy.
    /// </summary>
    public static async Task<EmbeddedPostgres> Start(EmbeddedPostgresOptions options, ILogger log, CancellationToken cancel = default)
    {
        var shared = new SharedFolder(options.Folder);
        using var turn = await shared.Turn(cancel);
        var place = await PostgresHome.Settle(shared.Path, log, cancel);
        var postgres = new EmbeddedPostgres(options, log, shared, place, await place.Password(cancel));
        if (!await postgres.Adopt(cancel)) await postgres.StartServer(samePort: false, cancel);
        postgres.membership = await shared.Join(cancel);
        postgres.watching = postgres.Watch();
        return postgres;
    }

    /// <summary>Npgsql connection string of a database of this server.</summary>
    public string ConnectionString(string database) => Connection(database, Port).ConnectionString;

    /// <summary>Creates the database unless it exists; safe when several apps ask at once.</summary>
    public async Task EnsureDatabase(string name, CancellationToken cancel = default)
    {
        await using var connection = new NpgsqlConnection(Unpooled(Port));
        await connection.OpenAsync(cancel);
        await Execute(connection, "SELECT pg_advisory_lock(hashtext('planable'), hashtext($1))", name, cancel);
        if (await Execute(connection, "SELECT 1 FROM pg_database WHERE datname = $1", name, cancel) is not null) return;

        using var quote = new NpgsqlCommandBuilder();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {quote.QuoteIdentifier(name)}", connection);
        await create.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Stops the server within a second or so (fast shutdown: open transactions roll back), unless another living app uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (membership is null) return;
        await closing.CancelAsync();
        await watching;
        closing.Dispose();

        using var turn = await folder.Turn(CancellationToken.None);
        membership.Dispose();
        membership = null;
        using var alone = folder.TryAlone();
        if (alone is null) log.LogInformation("PostgreSQL on port {Port} keeps running: another app uses it", Port);
        else if (ProcessId is not null) await Stop("fast", CancellationToken.None);
    }

    /// <summary>Takes a server that already runs on the data, waiting while it starts, recovers or stops. False when there is none.</summary>
    private async Task<bool> Adopt(CancellationToken cancel)
    {
        var waiting = Stopwatch.StartNew();
        while (Postmaster.Of(home.Data) is { } server && server.Lives())
        {
            if (server.IsReady && await Answers(server, cancel))
            {
                Port = server.Port;
                log.LogInformation("PostgreSQL already runs on port {Port} with the data in {Folder}", Port, home.Data);
                return true;
            }

            if (waiting.Elapsed > Recovery)
            {
                using var alone = folder.TryAlone()
                    ?? throw new TimeoutException($"PostgreSQL (process {server.Id}) does not answer, and another app uses it. Its log is {home.Log}.");
                log.LogWarning("PostgreSQL (process {Process}) has not answered for {Time}: it is stopped and started again", server.Id, Recovery);
                await Stop("immediate", cancel);
                return false;
            }

            await Task.Delay(100, cancel);
        }

        return false;
    }

    private async Task<bool> Answers(Postmaster server, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(Unpooled(server.Port));
        try
        {
            await connection.OpenAsync(cancel);
            await using var question = new NpgsqlCommand("SHOW data_directory", connection);
            return await question.ExecuteScalarAsync(cancel) as string == server.Data;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task StartServer(bool samePort, CancellationToken cancel)
    {
        var binaries = await PostgresBinaries.Find(options.Binaries, home, log, cancel);
        if (!Directory.Exists(home.Data)) await Initialise(binaries, cancel);
        await ClearAfterCrash(cancel);
        await StartLog(cancel);

        if (!samePort) Port = FreePort(preferred: LastPort());
        for (var attempt = 1; !await TryStart(binaries, cancel); attempt++)
        {
            if (attempt == 4) throw new InvalidOperationException($"PostgreSQL does not start. The end of {home.Log}:\n{LogTail()}");
            await Task.Delay(TimeSpan.FromSeconds(attempt), cancel);
            if (!samePort) Port = FreePort(preferred: 0);
        }

        log.LogInformation("PostgreSQL runs on port {Port} with the data in {Folder}", Port, home.Data);
    }

    private async Task Initialise(PostgresBinaries binaries, CancellationToken cancel)
    {
        var data = await home.PrepareData(cancel);
        List<string> arguments =
        [
            "--pgdata", data, "--username", User, "--pwfile", home.PasswordFile, "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-instructions",
            "--locale", "C", "--locale-provider", "icu", "--icu-locale", "und", // names sort as people expect, the same on every machine
        ];
        if (!options.Durable) arguments.Add("--no-sync");
        (await home.Account.Run(binaries.Initdb, arguments, home.Root, cancel)).MustSucceed();

        await File.AppendAllTextAsync(Path.Combine(data, "postgresql.conf"), $"include = '../{Path.GetFileName(home.Settings)}'\n", cancel);
        // Only now is it the data folder: a start cut short before this line leaves nothing that could be taken for one.
        Directory.Move(data, home.Data);
    }

    private async Task ClearAfterCrash(CancellationToken cancel)
    {
        if (Postmaster.Of(home.Data) is not { } dead) return;
        var waiting = Stopwatch.StartNew();
        while (dead.HasProcesses() && waiting.Elapsed < TimeSpan.FromSeconds(20)) await Task.Delay(100, cancel);
        dead.ForgetIfDead(home.Data);
    }

    private async Task StartLog(CancellationToken cancel)
    {
        if (File.Exists(home.Log)) File.Move(home.Log, home.Log + ".previous", overwrite: true);
        await home.Write(home.Log, "", cancel);
    }

    private async Task<bool> TryStart(PostgresBinaries binaries, CancellationToken cancel)
    {
        await home.Write(home.Settings, Settings(), cancel);
        var wait = ((int)Recovery.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var start = await home.Account.RunWithoutPipes(
            binaries.PgCtl, ["start", "--silent", "--wait", "--timeout", wait, "--pgdata", home.Data, "--log", home.Log], home.Root, cancel);
        return start.Code == 0;
    }

    private string Settings() => string.Create(CultureInfo.InvariantCulture, $"""
        # Written by Planable at every start of the server.
        listen_addresses = '127.0.0.1'
        port = {Port}
        unix_socket_directories = ''
        max_connections = {options.MaxConnections}
        shared_buffers = 128MB
        effective_cache_size = 512MB
        random_page_cost = 1.1
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_line_prefix = '%m [%p] '
        fsync = {OnOff(options.Durable)}
        synchronous_commit = {OnOff(options.Durable)}
        full_page_writes = {OnOff(options.Durable)}

        """);

    private async Task Stop(string mode, CancellationToken cancel)
    {
        var binaries = await PostgresBinaries.Find(options.Binaries, home, log, cancel);
        var stop = await home.Account.Run(binaries.PgCtl, ["stop", "--wait", "--timeout", "25", "--mode", mode, "--pgdata", home.Data], home.Root, cancel);
        if (ProcessId is not null) stop.MustSucceed();
        log.LogInformation("PostgreSQL on port {Port} has stopped", Port);
    }

    /// <summary>
    /// Starts a server that crashed again, on the same port, so that connection strings given out stay true. One that was shut down in order
    /// stays down: somebody wanted that, and can start it again with pg_ctl.
    /// </summary>
    private async Task Watch()
    {
        using var timer = new PeriodicTimer(options.WatchEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(closing.Token))
            {
                if (Postmaster.Of(home.Data) is { } server && !server.Lives()) await StartAgain();
            }
        }
        catch (OperationCanceledException)
        {
            log.LogDebug("PostgreSQL on port {Port} is no longer watched", Port);
        }
    }

    private async Task StartAgain()
    {
        try
        {
            using var turn = await folder.Turn(closing.Token);
            if (Postmaster.Of(home.Data) is not { } server || server.Lives()) return;
            log.LogError("PostgreSQL (process {Process}) has died: it is started again on port {Port}", server.Id, Port);
            await StartServer(samePort: true, closing.Token);
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or UnauthorizedAccessException or TimeoutException)
        {
            // A full disk or a port in use may pass; the watch is what keeps trying.
            log.LogError(error, "PostgreSQL could not be started again and will be tried in {Time}", options.WatchEvery);
        }
    }

    private NpgsqlConnectionStringBuilder Connection(string database, int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Username = User,
        Password = password,
        Database = database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    };

    private string Unpooled(int port)
    {
        var connection = Connection("postgres", port);
        connection.Pooling = false;
        return connection.ConnectionString;
    }

    private static async Task<object?> Execute(NpgsqlConnection connection, string sql, string parameter, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = parameter } } };
        return await command.ExecuteScalarAsync(cancel);
    }

    private int LastPort()
    {
        if (!File.Exists(home.Settings)) return 0;
        var port = File.ReadLines(home.Settings).FirstOrDefault(line => line.StartsWith("port = ", StringComparison.Ordinal));
        return port is null ? 0 : int.Parse(port["port = ".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>The preferred port if nobody listens there, so that tools find the server where it was; else one the system offers.</summary>
    private static int FreePort(int preferred)
    {
        using var listener = new TcpListener(IPAddress.Loopback, preferred);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException) when (preferred != 0)
        {
            return FreePort(preferred: 0);
        }
    }

    private string LogTail() => string.Join('\n', File.ReadLines(home.Log).TakeLast(15));

    private static string OnOff(bool value) => value ? "on" : "off";
}
