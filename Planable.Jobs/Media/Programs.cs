namespace Planable.Jobs.Media;

/// <summary>Programs on the PATH, and what npm restored above the app or above where it was started.</summary>
internal static class Programs
{
    public static string? Found(string program)
    {
        var file = OperatingSystem.IsWindows() ? $"{program}.exe" : program;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists);
    }

    public static string? Restored(params IEnumerable<string> path) =>
        new[] { AppContext.BaseDirectory, Environment.CurrentDirectory }.Distinct().SelectMany(Above).Select(f => Path.Combine([f, "node_modules", .. path])).FirstOrDefault(File.Exists);

    static IEnumerable<string> Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }
}
