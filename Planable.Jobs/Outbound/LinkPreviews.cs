using Microsoft.Extensions.Caching.Memory;
using Planable.Jobs.Media;

namespace Planable.Jobs.Outbound;

/// <summary>Link cards for previews, remembered for a while: a page that many people look at is read once, and one that is away is not asked at every letter typed.</summary>
public sealed class LinkPreviews(LinkCards cards, Darkroom darkroom, IMemoryCache memory) : IDisposable
{
    /// <summary>Large enough for what pages offer for sharing; it is shown much smaller.</summary>
    const int PictureBytes = 8 * 1024 * 1024;

    const int PictureWidth = 800;

    static readonly TimeSpan KeepFound = TimeSpan.FromHours(1);
    static readonly TimeSpan KeepMissing = TimeSpan.FromMinutes(5);
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    // Strangers' pages are slow; many at once would be a load on us and an annoyance to them.
    readonly SemaphoreSlim places = new(8);

    /// <summary>Addresses a card may be asked for.</summary>
    /// <returns>Null for everything that is not the address of a web page.</returns>
    public static Uri? PageAt(string? address) =>
        address is { Length: > 0 and <= 2000 } && Uri.TryCreate(address, UriKind.Absolute, out var page) && page.Scheme is "http" or "https" && page.Host.Length > 0 ? page : null;

    /// <returns>False if nobody has asked yet, or the answer is still on its way.</returns>
    public bool Knows(Uri page, out LinkCard? card) => memory.TryGetValue(CardKey(page), out card);

    public Task<LinkCard?> Card(Uri page, CancellationToken cancel) => Remembered(CardKey(page), () => cards.Read(page, CancellationToken.None), cancel);

    /// <summary>The picture of the page's card, made anew as a small WebP: what a stranger's server sends never reaches a browser as it is.</summary>
    public async Task<byte[]?> Picture(Uri page, CancellationToken cancel) =>
        darkroom.IsOpen && await Card(page, cancel) is { Image: { } image } ? await Remembered(("link-picture", image), () => Shrunk(image), cancel) : null;

    public void Dispose() => places.Dispose();

    static (string, Uri) CardKey(Uri page) => ("link-card", page);

    async Task<T?> Remembered<T>(object key, Func<Task<T?>> read, CancellationToken cancel) where T : class
    {
        if (memory.TryGetValue(key, out T? known))
            return known;
        var asking = memory.GetOrCreate(("asking", key), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = LongestWait;
            return Ask(key, read);
        })!;
        // Whoever asked first may leave: the others, and the memory, still want the answer.
        return await asking.WaitAsync(cancel);
    }

    async Task<T?> Ask<T>(object key, Func<Task<T?>> read) where T : class
    {
        await places.WaitAsync();
        try
        {
            // Nothing is an answer too.
            var answer = await read();
            return memory.Set(key, answer, answer is null ? KeepMissing : KeepFound);
        }
        finally
        {
            places.Release();
        }
    }

    async Task<byte[]?> Shrunk(Uri image)
    {
        if (await cards.ReadImage(image, PictureBytes, CancellationToken.None) is not { } found)
            return null;
        var path = Path.Combine(Path.GetTempPath(), $"planable-{Guid.NewGuid():N}.link");
        var made = $"{path}.webp";
        try
        {
            await File.WriteAllBytesAsync(path, found.Bytes);
            if (!Darkroom.Look(path).IsBearable)
                return null;
            await darkroom.Shrink(path, made, PictureWidth, CancellationToken.None);
            return await File.ReadAllBytesAsync(made);
        }
        catch (PictureUnreadable)
        {
            return null;
        }
        finally
        {
            File.Delete(path);
            File.Delete(made);
        }
    }
}
