using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Planable.Data;
using Planable.Data.Media;

namespace Planable.Jobs.Media;

/// <summary>Smaller pictures for lists, tiles and previews, each made once. They lie beside the media folder and can be thrown away.</summary>
public sealed class Renditions(IMediaStore store, Darkroom darkroom, CuttingRoom room, ReadingRoom readingRoom, IConfiguration configuration, TimeProvider clock, ILogger<Renditions> log)
{
    public const string ContentType = "image/webp";

    /// <summary>Of a document, to page through.</summary>
    public const int MostPages = 20;

    /// <summary>The widths there are; a browser chooses among them.</summary>
    public static readonly IReadOnlyList<int> Widths = [160, 480, 960, 1600];

    /// <summary>Until it is light enough: less exact first, then smaller.</summary>
    static readonly (int Quality, int Width)[] Tries = [(92, int.MaxValue), (82, int.MaxValue), (72, int.MaxValue), (82, 2048), (72, 1440), (60, 1080)];

    readonly string folder = Path.Combine(configuration["Media:Folder"]!, "renditions");
    readonly DrawnPictures drawn = new(Path.Combine(configuration["Media:Folder"]!, "renditions", "drawn"), configuration.GetValue("Media:MostDrawnPictures", 5000), clock);
    readonly ConcurrentDictionary<string, SemaphoreSlim> making = new(StringComparer.Ordinal);

    /// <summary>The smallest that is at least as wide as asked, or the widest.</summary>
    /// <param name="edit">What is done to the picture first.</param>
    /// <param name="once">Nobody will ask for it again: it is not kept.</param>
    /// <returns>Null where none can be made.</returns>
    public async Task<Stream?> Of(string sha256, int atLeast, CancellationToken cancel, PictureEdit? edit = null, bool once = false)
    {
        if (!darkroom.IsOpen)
            return null;
        var width = Widths.FirstOrDefault(w => w >= atLeast, Widths[^1]);
        if (once && edit is not null)
            return await Once(sha256, width, edit, cancel);
        if (edit is not null)
            return await Drawn(sha256, $"{edit.Key}-w{width}", (source, made) => darkroom.Retouch(source, made, ContentType, 80, edit, width, cancel), cancel);
        var path = Path.Combine(folder, $"{sha256}-w{width}.webp");
        return File.Exists(path) || await Make(sha256, path, (source, made) => darkroom.Shrink(source, made, width, cancel), cancel) ? File.OpenRead(path) : null;
    }

    /// <summary>For paper: a JPEG of a good seven centimetres in print.</summary>
    /// <returns>Null where none can be made.</returns>
    public async Task<Stream?> Print(string sha256, PictureEdit? edit, CancellationToken cancel)
    {
        if (!darkroom.IsOpen)
            return null;
        edit ??= new PictureEdit();
        var path = Path.Combine(folder, $"{sha256}-{edit.Key}-print.jpg");
        return File.Exists(path) || await Make(sha256, path, (source, made) => darkroom.Retouch(source, made, "image/jpeg", 82, edit, 720, cancel), cancel) ? File.OpenRead(path) : null;
    }

    /// <summary>A picture of one page of a document.</summary>
    /// <param name="page">From 1.</param>
    /// <param name="edit">What is done to it first.</param>
    /// <returns>Null where none can be made.</returns>
    public async Task<Stream?> PageOf(MediaAsset document, int page, int atLeast, CancellationToken cancel, PictureEdit? edit = null)
    {
        if (!darkroom.IsOpen || !readingRoom.IsOpen || page > Math.Min(document.Pages ?? 0, MostPages))
            return null;
        var width = Widths.FirstOrDefault(w => w >= atLeast, Widths[^1]);
        return await Drawn(document.Sha256, $"p{page.ToString(CultureInfo.InvariantCulture)}-{(edit is null ? "" : $"{edit.Key}-")}w{width}", Draw, cancel);

        async Task Draw(string source, string made)
        {
            var sheet = $"{made}.page";
            try
            {
                await readingRoom.Draw(source, page, sheet, cancel);
                await (edit is null ? darkroom.Shrink(sheet, made, width, cancel) : darkroom.Retouch(sheet, made, ContentType, 80, edit, width, cancel));
            }
            finally
            {
                File.Delete(sheet);
            }
        }
    }

    async Task<Stream?> Drawn(string sha256, string what, Func<string, string, Task> draw, CancellationToken cancel)
    {
        var path = drawn.PathOf($"{sha256}-{what}.webp");
        if (File.Exists(path))
            drawn.Looked(path);
        else if (await Make(sha256, path, draw, cancel))
            drawn.Sweep();
        else
            return null;
        return File.OpenRead(path);
    }

    /// <summary>A still of a video at one moment.</summary>
    /// <returns>Null where none can be made.</returns>
    public async Task<Stream?> StillAt(MediaAsset video, int milliseconds, int atLeast, CancellationToken cancel)
    {
        if (!darkroom.IsOpen || !room.IsOpen || video.Video is null)
            return null;
        try
        {
            return await Of((await Cover(video, milliseconds, cancel)).Sha256, atLeast, cancel);
        }
        catch (RuleBroken)
        {
            // There is no picture at that moment; the one of the whole video will do.
            return null;
        }
    }

    /// <summary>A still of a video at one moment, kept in the store. Asked again, it is the same.</summary>
    /// <exception cref="RuleBroken">There is none.</exception>
    public async Task<MediaFile> Cover(MediaAsset video, int milliseconds, CancellationToken cancel)
    {
        // The last frame lies a little before the end.
        var at = Math.Clamp(milliseconds, 0, Math.Max(0, (int)(video.Milliseconds ?? 0) - 100));
        var note = Path.Combine(folder, $"{video.Sha256}-at{at.ToString(CultureInfo.InvariantCulture)}.made");
        if (File.Exists(note) && (await File.ReadAllTextAsync(note, cancel)).Split(' ') is [var known, var length] && await store.Has(known, cancel))
            return new MediaFile(known, "image/jpeg", long.Parse(length, CultureInfo.InvariantCulture));
        var source = $"{note}.{Guid.NewGuid():N}.source";
        var made = $"{note}.{Guid.NewGuid():N}.jpg";
        try
        {
            Directory.CreateDirectory(folder);
            await using (var original = await store.Open(video.Sha256, cancel))
            await using (var copy = File.Create(source))
                await original.CopyToAsync(copy, cancel);
            await room.Still(source, video.ContentType, TimeSpan.FromMilliseconds(at), made, cancel);
            if (new FileInfo(made) is not { Exists: true, Length: > 0 } still)
                throw new RuleBroken("NO_STILL", "There is no picture at that moment. Choose another for the cover.");
            var file = new MediaFile(await store.Take(made, cancel), "image/jpeg", still.Length);
            await File.WriteAllTextAsync(note, string.Create(CultureInfo.InvariantCulture, $"{file.Sha256} {file.Bytes}"), cancel);
            return file;
        }
        catch (VideoUnreadable)
        {
            throw new RuleBroken("NO_STILL", "There is no picture at that moment. Choose another for the cover.");
        }
        finally
        {
            File.Delete(source);
            File.Delete(made);
        }
    }

    async Task<Stream?> Once(string sha256, int width, PictureEdit edit, CancellationToken cancel)
    {
        var path = Path.Combine(folder, $"{sha256}-{Guid.NewGuid():N}.webp");
        return await Make(sha256, path, (source, made) => darkroom.Retouch(source, made, ContentType, 80, edit, width, cancel), cancel)
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 81920, FileOptions.DeleteOnClose | FileOptions.Asynchronous)
            : null;
    }

    /// <summary>The edited picture as networks get it, in its whole size. Made once; asked again, it is the same file.</summary>
    /// <param name="mostBytes">What the network takes at most; null for whatever it becomes.</param>
    /// <exception cref="PictureUnreadable">It cannot be made.</exception>
    public async Task<MediaFile> Develop(MediaAsset asset, PictureEdit edit, string contentType, long? mostBytes, CancellationToken cancel)
    {
        if (!darkroom.IsOpen)
            throw new PictureUnreadable("libvips is not installed on this server, and without it no picture can be edited.");
        var note = Path.Combine(folder, $"{asset.Sha256}-{edit.Key}-{contentType[(contentType.IndexOf('/', StringComparison.Ordinal) + 1)..]}-{mostBytes}.made");
        if (File.Exists(note) && (await File.ReadAllTextAsync(note, cancel)).Split(' ') is [var known, var length] && await store.Has(known, cancel))
            return new MediaFile(known, contentType, long.Parse(length, CultureInfo.InvariantCulture));
        var source = $"{note}.{Guid.NewGuid():N}.source";
        var made = $"{note}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(folder);
            await using (var original = await store.Open(asset.Sha256, cancel))
            await using (var copy = File.Create(source))
                await original.CopyToAsync(copy, cancel);
            foreach (var (quality, width) in Tries)
            {
                await darkroom.Retouch(source, made, contentType, quality, edit, width, cancel);
                if (mostBytes is null || new FileInfo(made).Length <= mostBytes)
                    break;
            }

            var bytes = new FileInfo(made).Length;
            var file = new MediaFile(await store.Take(made, cancel), contentType, bytes);
            await File.WriteAllTextAsync(note, string.Create(CultureInfo.InvariantCulture, $"{file.Sha256} {bytes}"), cancel);
            return file;
        }
        finally
        {
            File.Delete(source);
            File.Delete(made);
        }
    }

    /// <param name="draw">Makes the second file of the first, the original.</param>
    async Task<bool> Make(string sha256, string path, Func<string, string, Task> draw, CancellationToken cancel)
    {
        if (!await store.Has(sha256, cancel))
            return false;
        var turn = making.GetOrAdd(path, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancel);
        var source = $"{path}.{Guid.NewGuid():N}.source";
        var made = $"{path}.{Guid.NewGuid():N}{Path.GetExtension(path)}";
        try
        {
            if (File.Exists(path))
                return true;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var original = await store.Open(sha256, cancel))
            await using (var copy = File.Create(source))
                await original.CopyToAsync(copy, cancel);
            await draw(source, made);
            File.Move(made, path, overwrite: true);
            return true;
        }
        catch (Exception damaged) when (damaged is PictureUnreadable or DocumentUnreadable or DocumentLocked)
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
