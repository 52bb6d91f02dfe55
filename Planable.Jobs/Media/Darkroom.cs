using Microsoft.Extensions.Logging;
using Planable.Data.Media;
using Planable.Jobs.Media.Libvips;

namespace Planable.Jobs.Media;

/// <param name="Width">Upright, as people see it.</param>
/// <param name="Height">Upright, as people see it.</param>
/// <param name="IsUpright">The pixels themselves are upright, without a note that says how to turn them.</param>
/// <param name="IsForPrint">In printer's colours, which networks show wrong or refuse.</param>
public sealed record PictureFacts(int Width, int Height, bool IsUpright, bool HasAlpha, bool IsForPrint)
{
    public bool IsBearable => Darkroom.CanBear(Width, Height);
}

/// <summary>Makes pictures out of pictures with libvips: always upright, in sRGB, and without what a camera wrote about place and time.</summary>
public sealed class Darkroom : IDisposable
{
    /// <summary>Some 400 MB when decoded. No camera in use makes more; a file of a few kilobytes can promise a thousand times as many.</summary>
    public const int MostMegapixels = 100;

    const int PlaceholderEdge = 16;

    // One decoded picture can take hundreds of megabytes.
    readonly SemaphoreSlim places = new(2);

    public Darkroom(ILogger<Darkroom> log)
    {
        IsOpen = Vips.IsHere;
        if (!IsOpen)
            log.LogWarning("libvips was not found: pictures are shown and published as they were uploaded. Run `npm install` at the root of the repository or install libvips.");
    }

    /// <summary>Can anything be made here? If not, nothing else may be called.</summary>
    public bool IsOpen { get; }

    public static bool CanBear(int width, int height) => (long)width * height <= MostMegapixels * 1_000_000L;

    /// <summary>Reads the header only: cheap, however many pixels it promises.</summary>
    /// <exception cref="PictureUnreadable">As with everything below.</exception>
    public static PictureFacts Look(string path)
    {
        using var image = VipsImage.Open(path);
        var lies = image.Orientation is >= 5 and <= 8;
        return new PictureFacts(
            lies ? image.Height : image.Width, lies ? image.Width : image.Height, image.Orientation is < 2 or > 8, image.HasAlpha, image.IsForPrint);
    }

    /// <summary>No wider than asked.</summary>
    public Task Shrink(string from, string to, int width, CancellationToken cancel) => Work(() => Save(from, to, "image/webp", 80, width, 4 * width), cancel);

    /// <summary>The picture as an edit makes it.</summary>
    /// <param name="mostWidth">Of what comes out.</param>
    public Task Retouch(string from, string to, string contentType, int quality, PictureEdit edit, int mostWidth, CancellationToken cancel) =>
        Work(() => Retouching.Do(from, to, contentType, quality, Look(from), edit, mostWidth), cancel);

    /// <summary>The whole picture again, as networks like it.</summary>
    public Task Develop(string from, string to, string contentType, PictureFacts facts, CancellationToken cancel) =>
        Work(() => Save(from, to, contentType, 92, facts.Width, facts.Height), cancel);

    /// <summary>A handful of pixels to show until the picture is there: a data address of some 150 characters.</summary>
    public async Task<string> Blur(string from, CancellationToken cancel)
    {
        var tiny = $"{from}.tiny";
        try
        {
            await Work(() => Save(from, tiny, "image/webp", 30, PlaceholderEdge, PlaceholderEdge), cancel);
            return $"data:image/webp;base64,{Convert.ToBase64String(await File.ReadAllBytesAsync(tiny, cancel))}";
        }
        finally
        {
            File.Delete(tiny);
        }
    }

    public void Dispose() => places.Dispose();

    static void Save(string from, string to, string contentType, int quality, int width, int height)
    {
        using var image = VipsImage.Fit(from, width, height);
        image.Save(to, contentType, quality);
    }

    async Task Work(Action work, CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        try
        {
            await Task.Run(work, cancel);
        }
        finally
        {
            places.Release();
        }
    }
}
