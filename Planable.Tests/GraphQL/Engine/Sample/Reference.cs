using System.Diagnostics;
using Planable.Tests.Support;

namespace Planable.Tests.GraphQL.Engine.Sample;

/// <summary>Runs a script with the reference implementations of npm.</summary>
static class Reference
{
    public static async Task<string> Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [Root.File("Planable.Tests", "GraphQL", "Engine", "Node", script), .. arguments])
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
        Assert.True(node.ExitCode == 0, $"{script}: {await errors}\n{await output}");
        return await output;
    }
}
