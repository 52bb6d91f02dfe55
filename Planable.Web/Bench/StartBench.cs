using System.Diagnostics;
using System.Globalization;

namespace Planable.Web.Bench;

/// <summary>A process of its own over the filled database: from nothing to ready, and what it keeps in memory after a hundred pages.</summary>
static class StartBench
{
    public static async Task Run(IConfiguration configuration, Figures figures)
    {
        var times = new List<double>();
        var memory = 0.0;
        for (var round = 0; round < 3; round++)
        {
            using var process = Start(configuration);
            var watch = Stopwatch.StartNew();
            var address = await Address(process);
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            while (!(await client.GetAsync("/health/ready")).IsSuccessStatusCode)
                await Task.Delay(20);
            times.Add(watch.Elapsed.TotalSeconds);
            for (var i = 0; i < 100; i++)
                await client.GetAsync("/sign-in");
            memory = ResidentMegabytes(process.Id);
            process.Kill();
            await process.WaitForExitAsync();
        }

        figures.AtMost("start_to_ready", times.Order().ElementAt(1), "s", 3);
        figures.AtMost("memory_after_start", memory, "MB", 250);
    }

    static Process Start(IConfiguration configuration)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(StartBench).Assembly.Location]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ConnectionStrings__Planable"] = configuration.GetConnectionString("Planable");
        start.Environment["Logging__LogLevel__Default"] = "Error";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        return Process.Start(start)!;
    }

    static async Task<string> Address(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf("http://", StringComparison.Ordinal) is >= 0 and var at)
                return line[at..].Trim();
        }

        throw new InvalidOperationException("The app did not start.");
    }

    static double ResidentMegabytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(':', StringSplitOptions.TrimEntries)[1].Split(' ')[0], CultureInfo.InvariantCulture) / 1024;
    }
}
