using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Planable.Jobs.Media;

/// <summary>Smaller pictures for lists, tiles and previews, each made once. They lie beside the media folder and can be thrown away.</summary>
public sealed class Renditions(IMediaStore store, Darkroom darkroom, IConfiguration configuration, ILogger<Renditions> log)
{
    public const string ContentType = "image/webp";

    /// <summary>The widths there are; a browser chooses among them.</summary>
    public static readonly IReadOnlyList<int> Widths = [160, 480, 960, 1600];

    readonly string folder = Path.Combine(configuration["Media:Folder"]!, "renditions");
    readonly ConcurrentDictionary<string, SemaphoreSlim> making = new(StringComparer.Ordinal);

    /// <summary>The smallest that is at least as wide as asked, or the widest.</summary>
    /// <returns>Null where none can be made.</returns>
    public async Task<Stream?> Of(string sha256, int atLeast, CancellationToken cancel)
    {
        if (!darkroom.IsOpen)
            return null;
        var width = Widths.FirstOrDefault(w => w >= atLeast, Widths[^1]);
        var path = Path.Combine(folder, $"{sha256}-w{width}.webp");
        if (!File.Exists(path) && !(await store.Has(sha256, cancel) && await Make(sha256, width, path, cancel)))
            return null;
        return File.OpenRead(path);
    }

    async Task<bool> Make(string sha256, int width, string path, CancellationToken cancel)
    {
        var turn = making.GetOrAdd(path, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancel);
        var source = $"{path}.{Guid.NewGuid():N}.source";
        var made = $"{path}.{Guid.NewGuid():N}.webp";
        try
        {
            if (File.Exists(path))
                return true;
            Directory.CreateDirectory(folder);
            await using (var original = await store.Open(sha256, cancel))
            await using (var copy = File.Create(source))
                await original.CopyToAsync(copy, cancel);
            await darkroom.Shrink(source, made, width, cancel);
            File.Move(made, path, overwrite: true);
            return true;
        }
        catch (PictureUnreadable damaged)
        {
            log.LogWarning("No rendition of {Picture} could be made: {Why}", sha256, damaged.Message);
            return false;
        }
        finally
        {
            File.Delete(source);
            File.Delete(made);
            turn.Release();
            making.TryRemove(path, out _);
        }
    }
}
