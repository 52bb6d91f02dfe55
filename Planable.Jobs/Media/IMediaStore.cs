namespace Planable.Jobs.Media;

/// <summary>Keeps the bytes of media under their SHA-256. What was put stays as it is.</summary>
public interface IMediaStore
{
    /// <summary>Keeps the bytes; putting the same bytes again is free. Returns their hash, lower-case hex.</summary>
    Task<string> Put(Stream bytes, CancellationToken cancel);

    /// <summary>Keeps a file of this machine without copying it where that can be; it is gone from its place afterwards. Returns its hash.</summary>
    Task<string> Take(string path, CancellationToken cancel);

    Task<Stream> Open(string sha256, CancellationToken cancel);

    Task<bool> Has(string sha256, CancellationToken cancel);
}
