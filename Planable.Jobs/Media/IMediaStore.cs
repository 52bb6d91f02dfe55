using Planable.Data.Databases;

namespace Planable.Jobs.Media;

/// <summary>Keeps the bytes of media under their SHA-256. What was put stays as it is.</summary>
public interface IMediaStore : IKeptFiles
{
    /// <summary>Keeps a file of this machine without copying it where that can be; once it is kept, it is gone from its place. Returns its hash.</summary>
    Task<string> Take(string path, CancellationToken cancel);

    Task<bool> Has(string sha256, CancellationToken cancel);
}

/// <summary>The store is there but does not answer, or not as it should. Nothing is known about the file.</summary>
public sealed class MediaUnreachable(string words, Exception? inner = null) : IOException(words, inner);
