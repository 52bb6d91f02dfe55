using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Planable.Data.Databases;

/// <summary>
/// What lies where: the data folder, its password, settings and log. Usually the folder asked for; when that is closed to the account
/// the server runs as, a folder open to it, to which the file <c>elsewhere</c> points.
/// </summary>
internal sealed class PostgresHome
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private PostgresHome(string root, ServerAccount account)
    {
        Root = root;
        Account = account;
    }

    public string Root { get; }

    public ServerAccount Account { get; }

    public string Data => Path.Combine(Root, "data");

    public string Unfinished => Path.Combine(Root, "data.unfinished");

    public string PasswordFile => Path.Combine(Root, "password");

    public string Settings => Path.Combine(Root, "settings.conf");

    public string Log => Path.Combine(Root, "postgres.log");

    /// <summary>The major release that wrote the data; null while there is none.</summary>
    public int? Release => Directory.Exists(Data) ? int.Parse(File.ReadAllText(Path.Combine(Data, "PG_VERSION")).Trim(), CultureInfo.InvariantCulture) : null;

    public static async Task<PostgresHome> Settle(string folder, ILogger log, CancellationToken cancel)
    {
        var pointer = Path.Combine(folder, "elsewhere");
        var root = File.Exists(pointer) && (await File.ReadAllTextAsync(pointer, cancel)).Trim() is var told && Directory.Exists(told) ? told : folder;
        var home = new PostgresHome(root, await ServerAccount.For(Path.Combine(root, "data"), cancel));
        if (Directory.Exists(home.Data)) return home;

        await home.Account.Own(cancel, home.Root);
        if (await home.IsOpen(cancel)) return home;

        var open = Path.Combine(await OpenFolder(cancel), $"postgres-{Guid.CreateVersion7():N}");
        var elsewhere = new PostgresHome(open, home.Account);
        Directory.CreateDirectory(open);
        await home.Account.Own(cancel, open);
        await File.WriteAllTextAsync(pointer, open, cancel);
        log.LogInformation("The user PostgreSQL runs as cannot enter {Folder}: the data lies in {Open}", folder, open);
        return elsewhere;
    }

    /// <summary>A folder every user can enter: <c>/var/lib/planable</c>, or below the temp folder on a machine whose /var/lib is read-only.</summary>
    public static async Task<string> OpenFolder(CancellationToken cancel)
    {
        string[] folders = [Path.Combine("/var/lib", "planable"), Path.Combine(Path.GetTempPath(), "planable")];
        foreach (var folder in folders)
        {
            var made = await ServerAccount.App.Run("install", ["--directory", "--mode=755", "--owner=0", "--group=0", folder], "/", cancel);
            if (made.Code == 0) return folder;
        }

        throw new InvalidOperationException($"PostgreSQL's data needs a folder other users can enter, and none of these can be made: {string.Join(", ", folders)}.");
    }

    /// <summary>The password of the data, made when there is no data yet.</summary>
    public async Task<string> Password(CancellationToken cancel)
    {
        if (!File.Exists(PasswordFile) || new FileInfo(PasswordFile).Length == 0)
        {
            if (Directory.Exists(Data)) throw new InvalidOperationException($"{PasswordFile} is missing. Put it back, or remove {Root} to start with empty data.");
            await Write(PasswordFile, RandomNumberGenerator.GetHexString(48, lowercase: true), cancel);
        }

        return await File.ReadAllTextAsync(PasswordFile, cancel);
    }

    /// <summary>Writes a file that only the account and the app may read.</summary>
    public async Task Write(string path, string text, CancellationToken cancel)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = PrivateFile;
        await using (var writer = new StreamWriter(path, options)) await writer.WriteAsync(text.AsMemory(), cancel);
        await Account.Own(cancel, path);
    }

    /// <summary>Makes an empty folder for new data, clearing away what a start that was cut short left.</summary>
    public async Task<string> PrepareData(CancellationToken cancel)
    {
        if (Directory.Exists(Unfinished)) Directory.Delete(Unfinished, recursive: true);
        CreatePrivate(Unfinished);
        await Account.Own(cancel, Unfinished);
        return Unfinished;
    }

    public Task<bool> MayRun(string program, CancellationToken cancel) => Succeeds("test -r \"$1\" && test -x \"$1\" && \"$1\" --version", program, cancel);

    private Task<bool> IsOpen(CancellationToken cancel) => Account.IsAnother ? Succeeds("cd \"$1\"", Root, cancel) : Task.FromResult(true);

    private async Task<bool> Succeeds(string script, string argument, CancellationToken cancel) =>
        (await Account.Run("/bin/sh", ["-c", script, "sh", argument], "/", cancel)).Code == 0;

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, Private);
    }
}
