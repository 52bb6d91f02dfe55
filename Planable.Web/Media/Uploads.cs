using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Planable.Data;
using Planable.Data.Media;
using Planable.Jobs.Media;
using Planable.Web.Http;

namespace Planable.Web.Media;

/// <summary>Takes files in: bounds them, looks what they are by their bytes, keeps the bytes once and writes the asset.</summary>
public sealed class Uploads(PlanableDb db, Current current, IMediaStore store, TimeProvider clock)
{
    public const long MostBytes = 25 * 1024 * 1024;

    /// <summary>Read to the end before the refusal is answered: browsers show no answer to an upload that is cut off.</summary>
    public const long MostRequestBytes = 64 * 1024 * 1024;

    /// <summary>The first file of a multipart request, without holding it in memory.</summary>
    public async Task<MediaAsset> TakeFrom(HttpRequest request, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) || type.Boundary.Length == 0)
            throw new RuleBroken("FILE_MISSING", "Choose a picture first.");
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value!, request.Body);
        while (await reader.ReadNextSectionAsync(cancel) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) && disposition.IsFileDisposition())
                return await Take(section.Body, (disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "", cancel);
        }

        throw new RuleBroken("FILE_MISSING", "Choose a picture first.");
    }

    public async Task<MediaAsset> Take(Stream bytes, string claimedName, CancellationToken cancel)
    {
        var name = Named(claimedName);
        await using var file = new FileStream(Path.Combine(Path.GetTempPath(), $"planable-{Guid.NewGuid():N}.upload"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        var length = await Copy(bytes, file, cancel);
        if (length > MostBytes)
            throw new RuleBroken("FILE_TOO_LARGE", "{0} has {1} MB. Pictures may have up to {2} MB.", name, Megabytes(length), Megabytes(MostBytes));

        file.Position = 0;
        var sniffed = await MediaSniffer.Read(file, cancel);
        if (!sniffed.IsPicture)
            throw new RuleBroken("FILE_TYPE_REFUSED", "{0} is a {1}. Planable takes JPEG, PNG, GIF and WebP pictures.", name, sniffed.Kind);

        file.Position = 0;
        var sha256 = await store.Put(file, cancel);
        var asset = MediaAsset.Upload(current.Member, name, sniffed.ContentType!, length, sniffed.Width, sniffed.Height, sha256, clock.GetUtcNow());
        db.Media.Add(asset);
        await db.SaveChangesAsync(cancel);
        return asset;
    }

    static async Task<long> Copy(Stream from, Stream to, CancellationToken cancel)
    {
        var buffer = new byte[81920];
        long length = 0;
        for (int read; (read = await from.ReadAsync(buffer, cancel)) > 0; length += read)
        {
            if (length <= MostBytes)
                await to.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        return length;
    }

    static string Named(string claimed)
    {
        var name = new string([.. Path.GetFileName(claimed.Replace('\\', '/')).Where(c => !char.IsControl(c))]).Trim();
        if (name.Length == 0)
            return "picture";
        return name.Length <= 200 ? name : name[^200..];
    }

    static long Megabytes(long bytes) => (long)Math.Ceiling(bytes / (1024d * 1024));
}
