namespace Planable.Data.Databases;

/// <summary>Where the private PostgreSQL keeps its data and how careful it is with it.</summary>
public sealed class EmbeddedPostgresOptions
{
    /// <summary>Folder of the data, its password and its log. One server per folder; apps on the same machine may share it, containers may not.</summary>
    public string Folder { get; init; } = DefaultFolder();

    /// <summary>Folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>. Null looks in node_modules, then on the machine.</summary>
    public string? Binaries { get; init; }

    /// <summary>False trades safety against a power cut for speed, for data nobody would miss, as in tests. A server that already runs keeps what it was started with.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Upper limit of connections, all apps and tools together.</summary>
    public int MaxConnections { get; init; } = 200;

    /// <summary>How often a server that crashed is noticed and started again.</summary>
    public TimeSpan WatchEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>.planable/postgres</c> at the root of the repository the app was built in, else in the current folder.</summary>
    public static string DefaultFolder() => Path.Combine(RepositoryRoot() ?? Environment.CurrentDirectory, ".planable", "postgres");

    private static string? RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Planable.sln"))) folder = folder.Parent;
        return folder?.FullName;
    }
}
