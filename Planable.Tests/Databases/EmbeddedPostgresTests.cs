using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Planable.Data.Databases;

namespace Planable.Tests.Databases;

public sealed class EmbeddedPostgresTests : IAsyncLifetime
{
    private const string HeldFolder = "PLANABLE_TEST_HELD_FOLDER";
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    private readonly List<EmbeddedPostgres> started = [];
    private readonly string folder = Environment.GetEnvironmentVariable(HeldFolder) ?? Directory.CreateTempSubdirectory("planable-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var postgres in started) await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Starts_on_loopback_with_a_password_and_stops_with_the_app()
    {
        var postgres = await Start();
        await postgres.EnsureDatabase("planable", Cancel);
        await postgres.EnsureDatabase("planable", Cancel);
        Assert.Equal("127.0.0.1", await Ask(postgres, "SELECT host(inet_server_addr())"));
        Assert.True(await Sorts(postgres), "Names must sort as people expect");

        var wrong = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("planable")) { Password = "guess", Pooling = false };
        await using var stranger = new NpgsqlConnection(wrong.ConnectionString);
        await Assert.ThrowsAsync<PostgresException>(() => stranger.OpenAsync(Cancel));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(postgres.Folder, "password")));
        }

        var process = postgres.ProcessId!.Value;
        await postgres.DisposeAsync();
        Assert.False(Lives(process));
    }

    [Fact]
    public async Task Picks_its_data_and_its_port_up_again()
    {
        await using (var first = await Start()) await Remember(first, "Monday");
        var port = await LastPort();
        await using var second = await Start();
        Assert.Equal("Monday", await Recall(second));
        Assert.Equal(port, second.Port);
    }

    [Fact]
    public async Task Starts_after_the_server_was_killed()
    {
        var killed = await Start(durable: true);
        await Remember(killed, "Monday");
        Kill(killed.ProcessId!.Value);
        await killed.DisposeAsync();
        Assert.True(File.Exists(Path.Combine(killed.Folder, "data", "postmaster.pid")));

        await using var postgres = await Start();
        Assert.Equal("Monday", await Recall(postgres));
    }

    [Fact]
    public async Task Starts_when_another_process_got_the_number_of_the_killed_server()
    {
        var killed = await Start(durable: true);
        await Remember(killed, "Monday");
        Kill(killed.ProcessId!.Value);
        await killed.DisposeAsync();
        var pidFile = Path.Combine(killed.Folder, "data", "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(pidFile, Cancel);
        lines[0] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(pidFile, lines, Cancel);

        await using var postgres = await Start();
        Assert.Equal("Monday", await Recall(postgres));
    }

    [Fact]
    public async Task A_server_that_dies_under_the_app_comes_back_on_the_same_port()
    {
        await using var postgres = await Start(watchEvery: TimeSpan.FromMilliseconds(100), durable: true);
        await Remember(postgres, "Monday");
        var (died, port) = (postgres.ProcessId!.Value, postgres.Port);
        Kill(died);

        await Until(() => postgres.ProcessId is { } process && process != died);
        await Until(async () => await Answers(postgres));
        Assert.Equal("Monday", await Recall(postgres));
        Assert.Equal(port, postgres.Port);
    }

    [Fact]
    public async Task The_server_of_a_killed_app_is_adopted()
    {
        using var app = HoldingApp();
        var ready = Path.Combine(folder, "held");
        await Until(() => app.HasExited || File.Exists(ready));
        Assert.False(app.HasExited);
        app.Kill();
        await app.WaitForExitAsync(Cancel);
        var orphan = int.Parse(await File.ReadAllTextAsync(ready, Cancel), CultureInfo.InvariantCulture);
        Assert.True(Lives(orphan));

        var postgres = await Start();
        Assert.Equal(orphan, postgres.ProcessId);
        Assert.Equal("Monday", await Recall(postgres));
        await postgres.DisposeAsync();
        Assert.False(Lives(orphan));
    }

    /// <summary>Runs only in the process that the test above starts and kills.</summary>
    [Fact(Explicit = true)]
    public async Task Hold()
    {
        var postgres = await Start();
        await Remember(postgres, "Monday");
        var unfinished = Path.Combine(folder, "held.unfinished");
        await File.WriteAllTextAsync(unfinished, postgres.ProcessId!.Value.ToString(CultureInfo.InvariantCulture), Cancel);
        File.Move(unfinished, Path.Combine(folder, "held"));
        await Task.Delay(Timeout.Infinite, Cancel);
    }

    [Fact]
    public async Task Two_apps_that_start_at_once_share_one_server_until_the_second_stops()
    {
        var apps = await Task.WhenAll(Start(), Start());
        var process = apps[0].ProcessId!.Value;
        Assert.Equal(process, apps[1].ProcessId);

        await apps[0].DisposeAsync();
        Assert.True(await Answers(apps[1]));
        await apps[1].DisposeAsync();
        Assert.False(Lives(process));
    }

    [Fact]
    public async Task A_first_start_that_was_cut_short_leaves_nothing_in_the_way()
    {
        Directory.CreateDirectory(Path.Combine(folder, "data.unfinished", "base"));
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), "", Cancel);
        await using var postgres = await Start();
        Assert.True(await Answers(postgres));
    }

    [Fact]
    public async Task Under_root_the_server_runs_as_somebody_else()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux.");
        await using var postgres = await Start();
        Assert.NotEqual("0", UserOf(postgres));
    }

    [Fact]
    public async Task Under_root_data_and_programs_move_out_of_a_folder_that_is_closed_to_others()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux.");
        var closed = Directory.CreateTempSubdirectory("planable-closed-").FullName;
        var programs = await CopyOfPrograms(closed);

        string data, copied;
        await using (var postgres = await Start(Path.Combine(closed, "postgres"), programs))
        {
            Assert.NotEqual("0", UserOf(postgres));
            await Remember(postgres, "Monday");
            data = postgres.Folder;
            copied = Path.GetDirectoryName(Path.GetDirectoryName(ProgramOf(postgres)))!;
        }

        await using (var again = await Start(Path.Combine(closed, "postgres"), programs)) Assert.Equal("Monday", await Recall(again));
        Assert.False(data.StartsWith(closed, StringComparison.Ordinal));
        Assert.StartsWith("programs-", Path.GetFileName(copied), StringComparison.Ordinal);
        Directory.Delete(data, recursive: true);
        Directory.Delete(copied, recursive: true);
        Directory.Delete(closed, recursive: true);
    }

    private async Task<EmbeddedPostgres> Start(string? where = null, string? programs = null, TimeSpan? watchEvery = null, bool durable = false)
    {
        var options = new EmbeddedPostgresOptions { Folder = where ?? folder, Binaries = programs, Durable = durable, WatchEvery = watchEvery ?? Never };
        var postgres = await EmbeddedPostgres.Start(options, NullLogger.Instance, Cancel);
        lock (started) started.Add(postgres);
        return postgres;
    }

    private Process HoldingApp()
    {
        var tests = Path.Combine(AppContext.BaseDirectory, "Planable.Tests.dll");
        var start = new ProcessStartInfo("dotnet", [tests, "-explicit", "only", "-method", $"*.{nameof(EmbeddedPostgresTests)}.{nameof(Hold)}"]);
        start.Environment[HeldFolder] = folder;
        return Process.Start(start)!;
    }

    private static async Task Remember(EmbeddedPostgres postgres, string word)
    {
        await postgres.EnsureDatabase("planable", Cancel);
        await Ask(postgres, $"CREATE TABLE memory AS SELECT '{word}' AS word");
    }

    private static Task<string?> Recall(EmbeddedPostgres postgres) => Ask(postgres, "SELECT word FROM memory");

    private static async Task<bool> Sorts(EmbeddedPostgres postgres) =>
        await Ask(postgres, "SELECT string_agg(n, ' ' ORDER BY n) FROM (VALUES ('Zoe'), ('adam'), ('Émile'), ('Eva')) AS names(n)") == "adam Émile Eva Zoe";

    private static async Task<string?> Ask(EmbeddedPostgres postgres, string sql, string database = "planable")
    {
        var settings = new NpgsqlConnectionStringBuilder(postgres.ConnectionString(database)) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel) as string;
    }

    private static async Task<bool> Answers(EmbeddedPostgres postgres)
    {
        try
        {
            return await Ask(postgres, "SELECT 'yes'", "postgres") == "yes";
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task<int> LastPort()
    {
        var settings = await File.ReadAllLinesAsync(Path.Combine(folder, "settings.conf"), Cancel);
        return int.Parse(settings.Single(line => line.StartsWith("port", StringComparison.Ordinal)).Split('=')[1], CultureInfo.InvariantCulture);
    }

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    // A zombie, which waits for nobody but a careless first process of a container, has no working folder.
    private static bool Lives(int id) => OperatingSystem.IsLinux() ? Directory.Exists($"/proc/{id}/cwd/") : Process.GetProcesses().Any(process => process.Id == id);

    private static string UserOf(EmbeddedPostgres postgres) =>
        File.ReadLines($"/proc/{postgres.ProcessId}/status").Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];

    private static string ProgramOf(EmbeddedPostgres postgres) => File.ResolveLinkTarget($"/proc/{postgres.ProcessId}/exe", returnFinalTarget: false)!.FullName;

    private async Task<string> CopyOfPrograms(string into)
    {
        await using var postgres = await Start();
        var native = Path.GetDirectoryName(Path.GetDirectoryName(ProgramOf(postgres)))!;
        using var copy = Process.Start("cp", ["--recursive", "--no-dereference", native, Path.Combine(into, "native")]);
        await copy.WaitForExitAsync(Cancel);
        return Path.Combine(into, "native", "bin");
    }

    private static Task Until(Func<bool> condition) => Until(() => Task.FromResult(condition()));

    private static async Task Until(Func<Task<bool>> condition)
    {
        var waiting = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waiting.Elapsed < TimeSpan.FromSeconds(30), "It did not happen within 30 seconds.");
            await Task.Delay(50, Cancel);
        }
    }
}
