using System.Diagnostics;

namespace Planable.Data.Databases;

/// <summary>A lock between processes that the operating system releases when its holder dies, however it dies.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    public void Dispose() => file.Dispose();

    /// <summary>Waits until nobody else holds the lock. Throws <see cref="TimeoutException"/> after three minutes.</summary>
    public static Task<FileLock> Exclusive(string path, CancellationToken cancel) => Wait(path, FileAccess.ReadWrite, FileShare.None, cancel);

    /// <summary>Holds the lock together with everybody else who shares it.</summary>
    public static Task<FileLock> Shared(string path, CancellationToken cancel) => Wait(path, FileAccess.Read, FileShare.Read, cancel);

    /// <summary>The exclusive lock, or null while anybody else holds or shares it.</summary>
    public static FileLock? TryExclusive(string path) => Open(path, FileAccess.ReadWrite, FileShare.None);

    private static async Task<FileLock> Wait(string path, FileAccess access, FileShare share, CancellationToken cancel)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            if (Open(path, access, share) is { } held) return held;
            if (waiting.Elapsed > Patience) throw new TimeoutException($"Another process has held {path} for {Patience.TotalMinutes} minutes.");
            await Task.Delay(50, cancel);
        }
    }

    private static FileLock? Open(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, access, share));
        }
        catch (IOException held) when (IsHeldByAnother(held))
        {
            return null;
        }
    }

    // .NET tells a lock held elsewhere only by the raw code: EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION of Windows.
    private static bool IsHeldByAnother(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);
}
