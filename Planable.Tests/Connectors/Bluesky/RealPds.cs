using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Planable.Tests.Connectors.Bluesky;

/// <summary>The real server, run by build/pds/start.mjs. The first start on a machine restores its packages, which takes a minute or two.</summary>
public sealed class RealPds : IAsyncLifetime
{
    private const int CannotRestore = 3;

    private Process? tool;

    /// <summary>Why there is none here; null if it runs.</summary>
    public string? WhyNot { get; private set; }

    public string Address { get; private set; } = "";

    public string AppPassword { get; private set; } = "";

    public string BobsDid { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        try
        {
            tool = Process.Start(new ProcessStartInfo("node", [Script()])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (Win32Exception)
        {
            WhyNot = "There is no node to run the PDS with.";
            return;
        }

        var trouble = tool!.StandardError.ReadToEndAsync(CancellationToken.None);
        if (await tool.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            Read(JsonDocument.Parse(line).RootElement);
            return;
        }

        await tool.WaitForExitAsync(patience.Token);
        if (tool.ExitCode != CannotRestore) throw new InvalidOperationException($"The PDS did not start: {await trouble}");
        WhyNot = await trouble;
    }

    public async ValueTask DisposeAsync()
    {
        if (tool is null) return;

        tool.StandardInput.Close();
        using (tool) await tool.WaitForExitAsync();
    }

    private void Read(JsonElement started)
    {
        Address = started.GetProperty("pds").GetString()!;
        AppPassword = started.GetProperty("alice").GetProperty("appPassword").GetString()!;
        BobsDid = started.GetProperty("bob").GetProperty("did").GetString()!;
    }

    private static string Script()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Planable.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return Path.Combine(folder.FullName, "build", "pds", "start.mjs");
    }
}
