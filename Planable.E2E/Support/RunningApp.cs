using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Planable.E2E.Support;

/// <summary>The built app as a process of its own with the demo data, on a free port. Its database, media and mails lie in a folder that goes with it.</summary>
public sealed class RunningApp : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);


    readonly string folder = Path.Combine(Path.GetTempPath(), $"planable-e2e-{Environment.ProcessId}");
    readonly ConcurrentQueue<string> output = new();
    readonly IReadOnlyDictionary<string, string> settings;
    readonly Process process;

    RunningApp(int port, IReadOnlyDictionary<string, string> settings)
    {
        this.settings = settings;
        Address = new Uri($"http://127.0.0.1:{port}/");
        process = Process.Start(Command()) ?? throw new InvalidOperationException("dotnet did not start.");
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public static string Root { get; } = RepositoryRoot();

    /// <summary>Files of failed tests lie here.</summary>
    public static string Artifacts => Path.Combine(Root, "artifacts", "e2e");

    public string MailFolder => Path.Combine(folder, "mail");

    /// <summary>What the app wrote to its console, the last lines.</summary>
    public string Output => string.Join('\n', output.TakeLast(60));

    /// <param name="settings">More of them, by the names of environment variables.</param>
    public static async Task<RunningApp> Start(IReadOnlyDictionary<string, string> settings)
    {
        var app = new RunningApp(FreePort(), settings);
        try
        {
            await app.UntilReady();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the app's command line against the same database, as an administrator would.</summary>
    public async Task Run(params string[] arguments)
    {
        using var command = Process.Start(Command(arguments))!;
        var told = command.StandardOutput.ReadToEndAsync();
        var complained = command.StandardError.ReadToEndAsync();
        await command.WaitForExitAsync();
        Assert.True(command.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {command.ExitCode}\n{await told}\n{await complained}");
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        process.Dispose();
        // For root the data lies where PostgreSQL's user can enter; this file tells where.
        var pointer = Path.Combine(folder, "postgres", "elsewhere");
        if (File.Exists(pointer))
            Directory.Delete((await File.ReadAllTextAsync(pointer)).Trim(), recursive: true);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    async Task Stop()
    {
        if (process.HasExited)
            return;
        using (var signal = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await signal.WaitForExitAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    async Task UntilReady()
    {
        using var http = new HttpClient { BaseAddress = Address };
        var since = Stopwatch.StartNew();
        while (true)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The app ended with {process.ExitCode}.\n{Output}");
            if (since.Elapsed > Patience)
                throw new TimeoutException($"The app is not ready after {Patience.TotalSeconds} s.\n{Output}");
            if (await IsReady(http))
                return;
            await Task.Delay(100);
        }
    }

    static async Task<bool> IsReady(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    ProcessStartInfo Command(params string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var web = Path.Combine(Root, "Planable.Web");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(web, "bin", configuration, "net10.0", "Planable.Web.dll"), .. arguments])
        {
            WorkingDirectory = web,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = Address.GetLeftPart(UriPartial.Authority),
            ["Database__Folder"] = Path.Combine(folder, "postgres"),
            ["Media__Folder"] = Path.Combine(folder, "media"),
            ["Smtp__Folder"] = MailFolder,
            ["Demo__Seed"] = "true",
            ["PublicUrl"] = Address.GetLeftPart(UriPartial.Authority),
            ["Limits__sign-in"] = "10000",
            ["Limits__sign-up"] = "10000",
        }.Concat(settings))
            start.Environment[name] = value;
        return start;
    }

    void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
            output.Enqueue(line.Data);
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static string RepositoryRoot()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(here.FullName, "Planable.sln")))
            here = here.Parent ?? throw new InvalidOperationException("Planable.sln is in none of the folders above the tests.");
        return here.FullName;
    }
}
