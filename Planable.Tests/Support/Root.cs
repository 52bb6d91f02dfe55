namespace Planable.Tests.Support;

/// <summary>Files of the repository that are not part of the build's output.</summary>
internal static class Root
{
    public static string Folder { get; } = Find(AppContext.BaseDirectory);

    public static string File(params string[] path) => Path.Combine([Folder, .. path]);

    private static string Find(string from) =>
        System.IO.File.Exists(Path.Combine(from, "Planable.sln"))
            ? from
            : Find(Path.GetDirectoryName(from) ?? throw new DirectoryNotFoundException("Planable.sln is nowhere above the tests."));
}
