using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Planable.Data.Databases;

namespace Planable.Jobs.Media;

/// <summary>The media store in a local folder: aa/bb/aabb..., written under a temporary name and moved into place whole.</summary>
public sealed class MediaFolder(string root) : IMediaStore
{
    public async Task<string> Put(Stream bytes, CancellationToken cancel)
    {
        Directory.CreateDirectory(root);
        var temporary = Path.Combine(root, $"{Guid.NewGuid():N}.part");
        try
        {
            string sha256;
            await using (var file = File.Create(temporary))
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var buffer = new byte[81920];
                for (int read; (read = await bytes.ReadAsync(buffer, cancel)) > 0;)
                {
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancel);
                }

                sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            }

            Keep(temporary, sha256);
            return sha256;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public async Task<string> Take(string path, CancellationToken cancel)
    {
        string sha256;
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, useAsync: true))
            sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
        Keep(path, sha256);
        File.Delete(path);
        return sha256;
    }

    public Task<Stream> Open(string sha256, CancellationToken cancel) =>
        Task.FromResult<Stream>(new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, 81920, useAsync: true));

    public Task<bool> Has(string sha256, CancellationToken cancel) => Task.FromResult(File.Exists(PathOf(sha256)));

    public async IAsyncEnumerable<KeptFile> All([EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        // Renditions and uploads on their way lie beside them, under other names.
        foreach (var file in Directory.Exists(root) ? new DirectoryInfo(root).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }) : [])
        {
            cancel.ThrowIfCancellationRequested();
            if (KeptFile.IsName(file.Name) && file.FullName == Path.GetFullPath(PathOf(file.Name)))
                yield return new KeptFile(file.Name, file.Length);
        }
    }

    void Keep(string from, string sha256)
    {
        var path = PathOf(sha256);
        if (File.Exists(path))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(from, path, overwrite: true);
    }

    string PathOf(string sha256) => Path.Combine(root, sha256[..2], sha256[2..4], sha256);
}
