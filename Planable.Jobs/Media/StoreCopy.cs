using System.Security.Cryptography;
using Planable.Data.Databases;

namespace Planable.Jobs.Media;

/// <param name="Copied">Now.</param>
/// <param name="There">They were there already.</param>
/// <param name="Damaged">Their bytes are not what their name says; they stayed where they are.</param>
public sealed record CopyOutcome(int Copied, int There, IReadOnlyList<string> Damaged);

/// <summary>Copies all files of one store into another. What is there already is left alone, so that one that broke off goes on where it was.</summary>
public sealed class StoreCopy(IMediaStore from, IMediaStore to)
{
    public async Task<CopyOutcome> Run(Action<int> tell, CancellationToken cancel)
    {
        var there = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var file in to.All(cancel))
            there[file.Sha256] = file.Bytes;
        var (copied, known, damaged) = (0, 0, new List<string>());
        await foreach (var file in from.All(cancel))
        {
            if (there.GetValueOrDefault(file.Sha256, -1) == file.Bytes)
                known++;
            else if (await Copy(file, cancel))
                tell(++copied);
            else
                damaged.Add(file.Sha256);
        }

        return new CopyOutcome(copied, known, damaged);
    }

    async Task<bool> Copy(KeptFile file, CancellationToken cancel)
    {
        // Looked at first: under the name of what it is instead, nobody would ever ask for it.
        if (await Sum(from, file.Sha256, cancel) != file.Sha256)
            return false;
        await using (var bytes = await from.Open(file.Sha256, cancel))
            await to.Put(bytes, cancel);
        return await Sum(to, file.Sha256, cancel) == file.Sha256 ? true : throw new MediaUnreachable($"The other store gives {file.Sha256} back otherwise than it was given.");
    }

    static async Task<string> Sum(IMediaStore store, string sha256, CancellationToken cancel)
    {
        await using var bytes = await store.Open(sha256, cancel);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancel));
    }
}
