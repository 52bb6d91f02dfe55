using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Planable.Data;
using Planable.Data.Media;
using Planable.Jobs.Media;
using Planable.Web.Http;

namespace Planable.Web.Media;

/// <summary>Takes files in: bounds them, has them examined, keeps the bytes once and writes the asset.</summary>
public sealed class Uploads(PlanableDb db, Current current, IMediaStore store, Intake intake, TimeProvider clock)
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
        var path = Path.Combine(Path.GetTempPath(), $"planable-{Guid.NewGuid():N}.upload");
        try
        {
            long length;
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
                length = await Copy(bytes, file, cancel);
            if (length > MostBytes)
                throw new RuleBroken("FILE_TOO_LARGE", "{0} has {1} MB. Pictures may have up to {2} MB.", name, Megabytes(length), Megabytes(MostBytes));

            var picture = await intake.Examine(path, name, cancel);
            var asset = MediaAsset.Upload(
                current.Member, name, await Keep(path, picture.ContentType, cancel), picture.Width, picture.Height, clock.GetUtcNow(),
                picture.PublishedPath is { } published ? await Keep(published, picture.PublishedType!, cancel) : null,
                picture.Placeholder);
            db.Media.Add(asset);
            await db.SaveChangesAsync(cancel);
            return asset;
        }
        finally
        {
            File.Delete(path);
            File.Delete(Intake.PublishedBeside(path));
        }
    }

    async Task<MediaFile> Keep(string path, string contentType, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return new MediaFile(await store.Put(file, cancel), contentType, file.Length);
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
