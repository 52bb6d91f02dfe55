namespace Planable.Data.Databases;

/// <param name="Sha256">Lower-case hex, by which it is found.</param>
public readonly record struct KeptFile(string Sha256, long Bytes)
{
    /// <summary>Where it lies, in whatever keeps it: aa/bb/aabb...</summary>
    public string Path => PathOf(Sha256);

    public static string PathOf(string sha256) => $"{sha256[..2]}/{sha256[2..4]}/{sha256}";

    public static bool IsName(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower);
}

/// <summary>Files that belong to the rows of the database, each under the hash of its bytes.</summary>
public interface IKeptFiles
{
    /// <summary>Keeps the bytes; putting the same bytes again is free. Returns their hash, lower-case hex.</summary>
    Task<string> Put(Stream bytes, CancellationToken cancel);

    /// <summary>To be read from any place, asynchronously.</summary>
    /// <exception cref="FileNotFoundException">There is none; a folder may say so by DirectoryNotFoundException.</exception>
    Task<Stream> Open(string sha256, CancellationToken cancel);

    /// <summary>Every file that was there when it began.</summary>
    IAsyncEnumerable<KeptFile> All(CancellationToken cancel);
}
