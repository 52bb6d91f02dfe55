namespace Planable.Jobs.Media;

/// <summary>Keeps the bytes of media under their SHA-256. What was put stays as it is.</summary>
public interface IMediaStore
{
    /// <summary>Keeps the bytes; putting the same bytes again is free. Returns their hash, lower-case hex.</summary>
    Task<string> Put(Stream bytes, CancellationToken cancel);

    Task<Stream> Open(string sha256, CancellationToken cancel);

    Task<bool> Has(string sha256, CancellationToken cancel);
}
