using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Jobs.Media;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;
using Planable.Web.Media;

namespace Planable.Web.GraphQL.Media;

/// <summary>Where to send a file.</summary>
/// <param name="Id">For finishUpload, or for a comment that it goes with.</param>
/// <param name="ExpiresAt">The address takes nothing afterwards.</param>
/// <param name="Url">PUT the bytes there within an hour; no token is needed.</param>
public sealed record FileUpload([property: ID("Upload")] Guid Id, string Url, DateTimeOffset ExpiresAt);

/// <summary>Opens a place to which the bytes of one file can be sent.</summary>
public sealed class UploadDesk(PlanableDb db, PartialFiles files, UploadKeys keys, MediaAddresses addresses, TimeProvider clock)
{
    public async Task<FileUpload> Open(Upload upload, CancellationToken cancel)
    {
        db.Uploads.Add(upload);
        await db.SaveChangesAsync(cancel);
        files.Begin(upload.Id);
        return new(upload.Id, $"{addresses.Site}/uploads/{keys.For(upload)}", clock.GetUtcNow() + UploadKeys.Good);
    }
}

[MutationType, Error<UserError>, Scope(TokenScope.Media)]
public static class MediaMutations
{
    [GraphQLDescription("The first of three steps to bring in a file: ask where to, PUT the bytes there, then call finishUpload.")]
    public static async Task<FileUpload> StartUpload(
        [GraphQLDescription("What the file is called.")] string fileName, [GraphQLDescription("How large it is.")] long bytes, Current current, UploadLimits limits, UploadDesk desk, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.UploadMedia);
        var name = Uploads.Named(fileName);
        limits.CheckBefore(name, bytes);
        return await desk.Open(Upload.Begin(name, bytes, null, current.Member, clock.GetUtcNow()), cancel);
    }

    [GraphQLDescription("Examines the bytes that arrived and puts them into the library. The same bytes are there once.")]
    public static async Task<MediaFileNode> FinishUpload(
        [ID("Upload"), GraphQLDescription("What startUpload gave.")] Guid id, [GraphQLDescription("What it shows, in words.")] string? alt, [ID("Folder"), GraphQLDescription("Where it goes; without it, to the top of the library.")] Guid? folderId,
        [ID("Media"), GraphQLDescription("The file of which it is a new version.")] Guid? replacesId, PlanableDb db, Current current, Uploads uploads, PartialFiles files, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.UploadMedia);
        var mine = current.Member.Id;
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.MemberId == mine && u.RequestId == null, cancel) ?? throw Refused.NotFound("upload");
        if (files.Length(id) != upload.Length)
            throw new Refused("FILE_INCOMPLETE", $"{files.Length(id)} of {upload.Length} bytes have arrived.", "id");
        var before = replacesId is { } replaced ? await LibraryMutations.Find(replaced, db, current, cancel) : null;
        if (folderId is not null)
            await db.AssetFolders.SingleOrDefaultAsync(f => f.Id == folderId, cancel).Or("folder", "folderId");
        try
        {
            var asset = (await uploads.TakeFile(files.PathOf(id), upload.FileName, before?.FolderId ?? folderId ?? upload.FolderId, reuse: before is null, cancel, before)).Asset;
            if (alt is not null)
            {
                await db.Entry(asset).Collection(a => a.Tags).LoadAsync(cancel);
                asset.Describe(asset.FileName, alt, [.. asset.Tags.Select(t => t.Name)], current.Member, clock.GetUtcNow());
                await db.SaveChangesAsync(cancel);
            }

            await Forget(id, db, files);
            return new(asset);
        }
        catch (Exception trouble) when (trouble is not MediaUnreachable)
        {
            // Where the store is away the bytes stay: they are not sent again, only finishUpload is.
            await Forget(id, db, files);
            throw;
        }
    }

    static async Task Forget(Guid id, PlanableDb db, PartialFiles files)
    {
        files.Discard(id);
        await db.Uploads.Where(u => u.Id == id).ExecuteDeleteAsync(CancellationToken.None);
    }
}
