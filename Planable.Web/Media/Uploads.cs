using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Planable.Data;
using Planable.Data.Media;
using Planable.Jobs.Media;
using Planable.Web.Http;

namespace Planable.Web.Media;

/// <param name="IsNew">False where the same bytes lie in the library already: that asset is offered instead of a second one.</param>
public sealed record Taken(MediaAsset Asset, bool IsNew);

/// <summary>Takes files in: bounds them, has them examined, keeps the bytes once and writes the asset.</summary>
public sealed class Uploads(PlanableDb db, Current current, IMediaStore store, Intake intake, UploadLimits limits, TimeProvider clock)
{
    /// <summary>Of one picture that a form carries; larger ones and videos come piece by piece.</summary>
    public const long MostBytes = 25 * 1024 * 1024;

    /// <summary>Read beyond the limit before the refusal is answered: browsers show no answer to an upload that is cut off.</summary>
    const long ReadBeyond = 64 * 1024 * 1024;

    /// <summary>The first file of a multipart request, without holding it in memory.</summary>
    public async Task<Taken> TakeFrom(HttpRequest request, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) || type.Boundary.Length == 0)
            throw new RuleBroken("FILE_MISSING", "Choose a file first.");
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limits.MostBytes + ReadBeyond;
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value!, request.Body);
        while (await reader.ReadNextSectionAsync(cancel) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) && disposition.IsFileDisposition())
                return await Take(section.Body, (disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "", cancel);
        }

        throw new RuleBroken("FILE_MISSING", "Choose a file first.");
    }

    public async Task<Taken> Take(Stream bytes, string claimedName, CancellationToken cancel, Guid? folderId = null, MediaAsset? replaces = null)
    {
        var name = Named(claimedName);
        var path = Path.Combine(Path.GetTempPath(), $"planable-{Guid.NewGuid():N}.upload");
        try
        {
            long length;
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
                length = await Copy(bytes, file, cancel);
            limits.CheckBefore(name, length);
            return await TakeFile(path, name, folderId, reuse: false, cancel, replaces);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A file that somebody sends through a link, with a form.</summary>
    public async Task TakeSent(Stream bytes, string claimedName, long length, UploadLinks links, CancellationToken cancel)
    {
        var name = Named(claimedName);
        links.MustTake(name, length);
        var path = Path.Combine(Path.GetTempPath(), $"planable-{Guid.NewGuid():N}.upload");
        try
        {
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
                await Copy(bytes, file, cancel);
            await TakeSent(path, name, links, cancel);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A file that came through a link and lies on this machine. Sent twice it is there once.</summary>
    public async Task TakeSent(string path, string name, UploadLinks links, CancellationToken cancel)
    {
        var sniffed = await Intake.Sort(path, name, cancel);
        links.MustTake(name, new FileInfo(path).Length);
        links.Request.MustTake(name, sniffed.Sort);
        try
        {
            var examined = await intake.Examine(path, name, cancel);
            var original = await Keep(path, examined.ContentType, cancel);
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            // Locks the link: of two files that arrive at the same moment for its last place, the second must see the first.
            var id = links.Request.Id;
            await db.UploadRequests.Where(r => r.Id == id).ExecuteUpdateAsync(r => r.SetProperty(x => x.Received, x => x.Received), cancel);
            await db.Entry(links.Request).ReloadAsync(cancel);
            var tag = Folded.Of(links.Request.Tag);
            if (await db.Media.InLibrary().AnyAsync(a => a.Sha256 == original.Sha256 && a.Tags.Any(t => t.Key == tag), cancel))
                return;
            links.MustTake(name, original.Bytes);
            var folder = await db.AssetFolders.AnyAsync(f => f.Id == links.Request.FolderId, cancel) ? links.Request.FolderId : null;
            db.Media.Add(MediaAsset.Upload(
                links.Asker, name, original, examined.Width, examined.Height, clock.GetUtcNow(),
                examined.PublishedPath is { } published ? await Keep(published, examined.PublishedType!, cancel) : null,
                examined.Placeholder, examined.Video, examined.StillPath is { } still ? await Keep(still, "image/jpeg", cancel) : null, folder, examined.Description, links.Request, examined.Pages));
            links.Request.Receive(name, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            db.RingLogBell();
        }
        finally
        {
            File.Delete(Intake.PublishedBeside(path));
            File.Delete(Intake.StillBeside(path));
        }
    }

    /// <summary>A file that lies on this machine; it is gone from there if it was taken.</summary>
    /// <param name="reuse">Where the same bytes lie in the library, that asset will do.</param>
    /// <param name="replaces">The asset of which this is a new version.</param>
    public async Task<Taken> TakeFile(string path, string name, Guid? folderId, bool reuse, CancellationToken cancel, MediaAsset? replaces = null)
    {
        try
        {
            var examined = await intake.Examine(path, name, cancel);
            var original = await Keep(path, examined.ContentType, cancel);
            if (reuse && await Same(original.Sha256, cancel) is { } same)
                return new Taken(same, IsNew: false);
            var asset = MediaAsset.Upload(
                current.Member, name, original, examined.Width, examined.Height, clock.GetUtcNow(),
                examined.PublishedPath is { } published ? await Keep(published, examined.PublishedType!, cancel) : null,
                examined.Placeholder, examined.Video, examined.StillPath is { } still ? await Keep(still, "image/jpeg", cancel) : null, folderId, examined.Description, pages: examined.Pages);
            if (replaces is not null)
                asset.Replace(replaces, current.Member, clock.GetUtcNow());
            db.Media.Add(asset);
            await db.SaveChangesAsync(cancel);
            return new Taken(asset, IsNew: true);
        }
        finally
        {
            File.Delete(Intake.PublishedBeside(path));
            File.Delete(Intake.StillBeside(path));
        }
    }

    /// <summary>What a file is called here: without a path, without what cannot be seen.</summary>
    public static string Named(string claimed)
    {
        var name = new string([.. Path.GetFileName(claimed.Replace('\\', '/')).Where(c => !char.IsControl(c))]).Trim();
        if (name.Length == 0)
            return "file";
        return name.Length <= 200 ? name : name[^200..];
    }

    Task<MediaAsset?> Same(string sha256, CancellationToken cancel) =>
        db.Media.InLibrary().Where(a => a.Sha256 == sha256).OrderBy(a => a.UploadedAt).FirstOrDefaultAsync(cancel);

    async Task<MediaFile> Keep(string path, string contentType, CancellationToken cancel)
    {
        var length = new FileInfo(path).Length;
        return new MediaFile(await store.Take(path, cancel), contentType, length);
    }

    async Task<long> Copy(Stream from, Stream to, CancellationToken cancel)
    {
        var buffer = new byte[81920];
        long length = 0;
        for (int read; (read = await from.ReadAsync(buffer, cancel)) > 0; length += read)
        {
            if (length <= limits.MostBytes)
                await to.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        return length;
    }
}
