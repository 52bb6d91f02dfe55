using System.Diagnostics;

namespace Planable.Tests.Support;

/// <summary>Runs a script with reference implementations of npm; package.json names them.</summary>
static class NodeScript
{
    public static async Task<string> Run(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [file, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root.Folder,
        };
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(node.ExitCode == 0, $"{file}: {await errors}\n{await output}");
        return await output;
    }
}
