namespace Planable.Data.Databases;

/// <summary>A data folder that several apps of one machine may use: one at a time starts or stops the server, and each is a member while it lives.</summary>
internal sealed class SharedFolder
{
    public SharedFolder(string folder)
    {
        Path = System.IO.Path.GetFullPath(folder);
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    private string TurnFile => System.IO.Path.Combine(Path, "turn.lock");

    private string AppsFile => System.IO.Path.Combine(Path, "apps.lock");

    /// <summary>Held while starting or stopping the server.</summary>
    public Task<FileLock> Turn(CancellationToken cancel) => FileLock.Exclusive(TurnFile, cancel);

    /// <summary>Held as long as the app uses the server.</summary>
    public Task<FileLock> Join(CancellationToken cancel) => FileLock.Shared(AppsFile, cancel);

    /// <summary>Not null when no living app is a member.</summary>
    public FileLock? TryAlone() => FileLock.TryExclusive(AppsFile);
}
