using Planable.Data;
using Planable.Data.Media;
using Planable.Jobs.Media;

namespace Planable.Web.Media;

/// <param name="Width">Upright, as people see it.</param>
/// <param name="Height">Upright, as people see it.</param>
/// <param name="PublishedPath">What networks get instead of the original; null if that will do.</param>
/// <param name="Video">Null for pictures, and where nobody can look into a video.</param>
/// <param name="StillPath">A still of a video, or the first page of a document.</param>
public sealed record Examined(
    string ContentType, int Width, int Height, string? PublishedPath, string? PublishedType, string? Placeholder, VideoFacts? Video = null, string? StillPath = null)
{
    /// <summary>Of a document; null where nobody can look into it.</summary>
    public int? Pages { get; init; }

    /// <summary>What the file says about itself in words.</summary>
    public string? Description { get; init; }
}

/// <summary>Looks at an uploaded file: refuses what is neither picture nor video nor document, too large, locked or damaged, and prepares what will be published of the others.</summary>
public sealed class Intake(Darkroom darkroom, CuttingRoom cuttingRoom, ReadingRoom readingRoom, UploadLimits limits)
{
    public static string PublishedBeside(string path) => $"{path}.published";

    public static string StillBeside(string path) => $"{path}.still";

    /// <summary>By its first bytes only, so that what nobody takes need not arrive as a whole.</summary>
    /// <exception cref="RuleBroken">The file is refused.</exception>
    public static async Task<Sniffed> Sort(string path, string name, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        var sniffed = await MediaSniffer.Read(file, cancel);
        if (sniffed.Kind == MediaSniffer.Heic)
            throw Refused("{0} is a HEIC picture, as iPhones take them. Save it as JPEG first; under Settings, Camera, Formats the phone offers \"Most Compatible\".", name);
        if (!sniffed.IsPicture && !sniffed.IsVideo && !sniffed.IsDocument)
            throw Refused("{0} is a {1}. Planable takes JPEG, PNG, GIF, WebP and AVIF pictures, MP4, MOV and WebM videos, and PDF documents.", name, sniffed.Kind);
        return sniffed;
    }

    /// <exception cref="RuleBroken">The file is refused.</exception>
    public async Task<Examined> Examine(string path, string name, CancellationToken cancel)
    {
        var sniffed = await Sort(path, name, cancel);
        limits.Check(name, new FileInfo(path).Length, sniffed.Sort);
        if (sniffed.IsVideo)
            return await Watch(path, name, sniffed.ContentType!, cancel);
        if (sniffed.IsDocument)
            return await Leaf(path, name, cancel);
        MustBeBearable(name, sniffed.Width, sniffed.Height);
        if (darkroom.IsOpen)
            return (await Develop(path, name, sniffed.ContentType!, cancel)) with { Description = PictureDescriptions.In(await File.ReadAllBytesAsync(path, cancel)) };
        if (sniffed.Width == 0)
            throw Refused("{0} is a {1}, which cannot be read on this machine. Save it as JPEG, PNG, GIF or WebP first.", name, sniffed.Kind);
        return new Examined(sniffed.ContentType!, sniffed.Width, sniffed.Height, null, null, null) { Description = PictureDescriptions.In(await File.ReadAllBytesAsync(path, cancel)) };
    }

    async Task<Examined> Watch(string path, string name, string contentType, CancellationToken cancel)
    {
        if (!cuttingRoom.IsOpen)
            return new Examined(contentType, 0, 0, null, null, null);
        try
        {
            var facts = await cuttingRoom.Look(path, contentType, cancel);
            MustBeBearable(name, facts.Width, facts.Height);
            var still = StillBeside(path);
            await cuttingRoom.Still(path, contentType, TimeSpan.FromSeconds(Math.Min(1, facts.Duration.TotalSeconds / 3)), still, cancel);
            var hasStill = new FileInfo(still) is { Exists: true, Length: > 0 };
            return new Examined(contentType, facts.Width, facts.Height, null, null, hasStill && darkroom.IsOpen ? await darkroom.Blur(still, cancel) : null, facts, hasStill ? still : null);
        }
        catch (Exception damaged) when (damaged is VideoUnreadable or PictureUnreadable)
        {
            throw Damaged(name);
        }
    }

    async Task<Examined> Leaf(string path, string name, CancellationToken cancel)
    {
        var end = await EndOf(path, cancel);
        // Everything a reader needs to find its way stands at the end, which a file that was cut off has not.
        if (end.AsSpan().IndexOf("startxref"u8) < 0 && end.AsSpan().IndexOf("%%EOF"u8) < 0)
            throw Damaged(name);
        if (!readingRoom.IsOpen)
            return end.AsSpan().IndexOf("/Encrypt "u8) < 0 ? new Examined(MediaKinds.Pdf, 0, 0, null, null, null) : throw Locked(name);
        try
        {
            return darkroom.IsOpen ? await FirstPage(path, cancel) : new Examined(MediaKinds.Pdf, 0, 0, null, null, null) { Pages = (await readingRoom.Look(path, cancel)).Pages };
        }
        catch (DocumentLocked)
        {
            throw Locked(name);
        }
        catch (Exception damaged) when (damaged is DocumentUnreadable or PictureUnreadable)
        {
            throw Damaged(name);
        }
    }

    async Task<Examined> FirstPage(string path, CancellationToken cancel)
    {
        var drawn = $"{path}.page";
        try
        {
            var facts = await readingRoom.Draw(path, 1, drawn, cancel);
            var still = StillBeside(path);
            await darkroom.Develop(drawn, still, "image/jpeg", new PictureFacts(facts.Width, facts.Height, IsUpright: true, HasAlpha: false, IsForPrint: false), cancel);
            return new Examined(MediaKinds.Pdf, facts.Width, facts.Height, null, null, await darkroom.Blur(still, cancel), StillPath: still) { Pages = facts.Pages };
        }
        finally
        {
            File.Delete(drawn);
        }
    }

    static async Task<byte[]> EndOf(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        file.Position = Math.Max(0, file.Length - 4096);
        var end = new byte[file.Length - file.Position];
        await file.ReadExactlyAsync(end, cancel);
        return end;
    }

    async Task<Examined> Develop(string path, string name, string contentType, CancellationToken cancel)
    {
        try
        {
            var facts = Darkroom.Look(path);
            // What the decoder sees counts; the sniffer may have been shown something else.
            MustBeBearable(name, facts.Width, facts.Height);
            // Decodes the whole picture, so a damaged one is found out now and not when it is due.
            var blur = await darkroom.Blur(path, cancel);
            var published = await Publishable(path, contentType, facts, cancel);
            // Under a picture that can be seen through the blur would stay. It was looked at all the same.
            return new Examined(contentType, facts.Width, facts.Height, published is null ? null : PublishedBeside(path), published, facts.HasAlpha ? "" : blur);
        }
        catch (PictureUnreadable)
        {
            throw Damaged(name);
        }
    }

    /// <summary>Makes the file for networks where the original will not do.</summary>
    /// <returns>Its content type, or null.</returns>
    async Task<string?> Publishable(string path, string contentType, PictureFacts facts, CancellationToken cancel)
    {
        // Hardly any network takes AVIF; turning a moving picture is beyond what cameras write.
        if (contentType == "image/avif" || (contentType != "image/gif" && (!facts.IsUpright || facts.IsForPrint)))
        {
            var type = contentType != "image/avif" ? contentType : facts.HasAlpha ? "image/png" : "image/jpeg";
            await darkroom.Develop(path, PublishedBeside(path), type, facts, cancel);
            return type;
        }

        if (PictureNotes.Without(await File.ReadAllBytesAsync(path, cancel), contentType) is not { } bare)
            return null;
        await File.WriteAllBytesAsync(PublishedBeside(path), bare, cancel);
        return contentType;
    }

    static void MustBeBearable(string name, int width, int height)
    {
        if (!Darkroom.CanBear(width, height))
            throw new RuleBroken("PICTURE_TOO_MANY_PIXELS", "{0} has {1} x {2} pixels. Pictures may have up to {3} million.", name, width, height, Darkroom.MostMegapixels);
    }

    static RuleBroken Damaged(string name) => new("FILE_DAMAGED", "{0} cannot be read: the file is damaged. Save it again in the program it comes from.", name);

    static RuleBroken Locked(string name) => new("FILE_LOCKED", "{0} opens only with a password. Save it without one first.", name);

    static RuleBroken Refused(string words, params object[] arguments) => new("FILE_TYPE_REFUSED", words, arguments);
}
