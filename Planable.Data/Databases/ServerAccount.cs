using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Planable.Data.Databases;

/// <summary>
/// Whom PostgreSQL's programs run as: the app's own user, or for root, whom PostgreSQL refuses, an unprivileged one (<c>postgres</c>, else <c>nobody</c>).
/// </summary>
internal sealed class ServerAccount
{
    /// <summary>The app's own user.</summary>
    public static readonly ServerAccount App = new(owner: null);

    private readonly string? owner;

    private ServerAccount(string? owner) => this.owner = owner;

    /// <summary>True when commands run as another user than the app, so files must be handed over to it.</summary>
    public bool IsAnother => owner is not null;

    /// <summary>The account for a data folder: who owns it already, or for a new one, whom this machine offers.</summary>
    public static async Task<ServerAccount> For(string data, CancellationToken cancel)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return App;
        if (!OperatingSystem.IsLinux()) throw new InvalidOperationException("PostgreSQL refuses to run as root. Start Planable as an ordinary user.");
        if (!Directory.Exists(data)) return new ServerAccount(await Unprivileged(cancel));

        var stat = await App.Run("stat", ["--format=%u:%g", data], "/", cancel);
        return new ServerAccount(stat.MustSucceed().Output.Trim());
    }

    /// <summary>Makes the account the owner of these files and folders themselves, not of what the folders hold.</summary>
    public async Task Own(CancellationToken cancel, params string[] paths)
    {
        if (owner is null) return;
        (await App.Run("chown", [owner, .. paths], "/", cancel)).MustSucceed();
    }

    /// <summary>Runs a program as this account to its end and collects what it says.</summary>
    public Task<Outcome> Run(string program, IReadOnlyList<string> arguments, string folder, CancellationToken cancel) =>
        Run(program, arguments, folder, listen: true, cancel);

    /// <summary>Runs a program that leaves a daemon behind: with pipes, which the daemon may inherit, the caller would wait for the daemon's end.</summary>
    public Task<Outcome> RunWithoutPipes(string program, IReadOnlyList<string> arguments, string folder, CancellationToken cancel) =>
        Run(program, arguments, folder, listen: false, cancel);

    private async Task<Outcome> Run(string program, IReadOnlyList<string> arguments, string folder, bool listen, CancellationToken cancel)
    {
        using var process = new Process { StartInfo = Command(program, arguments, folder, listen) };
        try
        {
            process.Start();
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{process.StartInfo.FileName} cannot be started: {missing.Message}", missing);
        }

        try
        {
            var output = listen ? process.StandardOutput.ReadToEndAsync(cancel) : Task.FromResult("");
            var errors = listen ? process.StandardError.ReadToEndAsync(cancel) : Task.FromResult("");
            await process.WaitForExitAsync(cancel);
            return new Outcome($"{program} {string.Join(' ', arguments)}", process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private ProcessStartInfo Command(string program, IReadOnlyList<string> arguments, string folder, bool listen)
    {
        var command = owner?.Split(':') is [var user, var group]
            ? new ProcessStartInfo("setpriv", [$"--reuid={user}", $"--regid={group}", "--clear-groups", "--", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        command.WorkingDirectory = folder;
        command.RedirectStandardOutput = command.RedirectStandardError = listen;

        // The app's environment holds secrets and, with PGDATA and the like, orders that were not meant for this server.
        var kept = command.Environment.Where(e => e.Key is "PATH" or "TMPDIR" or "TMP" or "TEMP" or "SystemRoot").ToList();
        command.Environment.Clear();
        foreach (var (name, value) in kept) command.Environment[name] = value;
        command.Environment["LC_ALL"] = "C";
        return command;
    }

    private static async Task<string> Unprivileged(CancellationToken cancel)
    {
        var accounts = (await File.ReadAllLinesAsync("/etc/passwd", cancel)).Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToList();
        var account = accounts.Find(fields => fields[0] == "postgres") ?? accounts.Find(fields => fields[0] == "nobody");
        return account is null
            ? throw new InvalidOperationException("PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody to run it as.")
            : string.Create(CultureInfo.InvariantCulture, $"{account[2]}:{account[3]}");
    }

    internal sealed record Outcome(string Command, int Code, string Output, string Errors)
    {
        public Outcome MustSucceed() => Code == 0 ? this : throw new InvalidOperationException($"{Command} ended with code {Code}: {Errors}{Output}");
    }
}
