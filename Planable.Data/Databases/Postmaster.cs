using System.Diagnostics;
using System.Globalization;

namespace Planable.Data.Databases;

/// <summary>The server process of a data folder, as its own <c>postmaster.pid</c> describes it.</summary>
/// <param name="Id">Process id.</param>
/// <param name="Data">The data folder in the server's own spelling.</param>
/// <param name="Born">Start time, in seconds since 1970, as the server wrote it.</param>
/// <param name="Port">TCP port it listens on.</param>
/// <param name="IsReady">False while it starts, recovers or stops.</param>
internal sealed record Postmaster(int Id, string Data, string Born, int Port, bool IsReady)
{
    private const string PidFile = "postmaster.pid";

    /// <summary>The server that says it runs on this folder; null when none does. After a crash it may be long dead: see <see cref="Lives"/>.</summary>
    public static Postmaster? Of(string data)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(data, PidFile));
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        return lines.Length > 3 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var id) && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
            ? new Postmaster(id, lines[1], lines[2], port, lines is [.., var status] && status.Trim() == "ready")
            : null;
    }

    /// <summary>Whether the process still runs and is that server, not another one that got its number.</summary>
    public bool Lives()
    {
        if (OperatingSystem.IsLinux()) return LivesHere(Id);
        try
        {
            using var process = Process.GetProcessById(Id);
            return process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether any process of this server still works on the data: after the postmaster is killed its children need a moment to notice.
    /// Elsewhere than on Linux this cannot be seen, and PostgreSQL's own check of its shared memory has to do.
    /// </summary>
    public bool HasProcesses() =>
        OperatingSystem.IsLinux() && Directory.EnumerateDirectories("/proc").Any(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && LivesHere(id));

    /// <summary>
    /// Removes the pid file a crash left behind. PostgreSQL does so itself unless a process of the same user got the old number meanwhile, usual in containers;
    /// only where living processes can be recognised is it safe to help.
    /// </summary>
    public void ForgetIfDead(string data)
    {
        if (OperatingSystem.IsLinux() && !HasProcesses()) File.Delete(Path.Combine(data, PidFile));
    }

    // Every process of a server works in the data folder, so the pid file seen from there is this one. A zombie has no folder any more.
    private bool LivesHere(int id)
    {
        try
        {
            return Of($"/proc/{id}/cwd") is { } seen && (seen.Id, seen.Born, seen.Port) == (Id, Born, Port);
        }
        catch (Exception hidden) when (hidden is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }
}
