using System.Diagnostics;

namespace Planable.Tests.Support;

/// <summary>The built app as a process of its own beside a <see cref="TestApp"/>, on the same database: one that can be killed.</summary>
sealed class AppProcess : IDisposable
{
    readonly Process process;

    AppProcess(Process process) => this.process = process;

    /// <summary>Started, and listening.</summary>
    /// <param name="settings">By the names of environment variables.</param>
    public static async Task<AppProcess> Start(TestApp app, IEnumerable<(string Name, string Value)> settings)
    {
        var web = Path.Combine(Root.Folder, "Planable.Web");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(web, "bin", Configuration, "net10.0", "Planable.Web.dll")]) { WorkingDirectory = web, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in (IEnumerable<(string, string)>)
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            ("Database__Provider", TestServer.Provider),
            ("ConnectionStrings__Planable", app.ConnectionString),
            ("Logging__LogLevel__Default", "Error"),
            ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"),
            .. settings,
        ])
            start.Environment[name] = value;
        var started = Process.Start(start)!;
        await UntilItListens(started);
        return new AppProcess(started);
    }

    /// <summary>Without warning, as the kernel does when memory is short.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    static async Task UntilItListens(Process process)
    {
        var output = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.Add(line);
            if (!line.Contains("Application started", StringComparison.Ordinal))
                continue;
            // Nobody reads on; a full pipe would stop the process.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
            return;
        }

        Assert.Fail(string.Join("\n", output) + await process.StandardError.ReadToEndAsync());
    }

#if DEBUG
    const string Configuration = "Debug";
#else
    const string Configuration = "Release";
#endif
}
