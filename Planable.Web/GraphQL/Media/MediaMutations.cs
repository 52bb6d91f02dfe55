using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Tokens;
using Planable.Jobs.Media;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;
using Planable.Web.Media;

namespace Planable.Web.GraphQL.Media;

/// <summary>Where to send a file.</summary>
/// <param name="Url">PUT the bytes there within an hour; no token is needed.</param>
public sealed record FileUpload([property: ID("Upload")] Guid Id, string Url, DateTimeOffset ExpiresAt);

[MutationType, Error<UserError>, Scope(TokenScope.Media)]
public static class MediaMutations
{
    [GraphQLDescription("The first of three steps to bring in a file: ask where to, PUT the bytes there, then call finishUpload.")]
    public static async Task<FileUpload> StartUpload(string fileName, long bytes, PlanableDb db, Current current, UploadLimits limits, PartialFiles files, UploadKeys keys, MediaAddresses addresses, TimeProvider clock, CancellationToken cancel)
    {
        var name = Uploads.Named(fileName);
        limits.CheckBefore(name, bytes);
        var upload = Upload.Begin(name, bytes, null, current.Member, clock.GetUtcNow());
        db.Uploads.Add(upload);
        await db.SaveChangesAsync(cancel);
        files.Begin(upload.Id);
        return new(upload.Id, $"{addresses.Site}/uploads/{keys.For(upload)}", clock.GetUtcNow() + UploadKeys.Good);
    }

    [GraphQLDescription("Examines the bytes that arrived and puts them into the library. The same bytes are there once.")]
    public static async Task<MediaFileNode> FinishUpload([ID("Upload")] Guid id, string? alt, PlanableDb db, Current current, Uploads uploads, PartialFiles files, TimeProvider clock, CancellationToken cancel)
    {
        var mine = current.Member.Id;
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.MemberId == mine && u.RequestId == null, cancel) ?? throw Refused.NotFound("upload");
        if (files.Length(id) != upload.Length)
            throw new Refused("FILE_INCOMPLETE", $"{files.Length(id)} of {upload.Length} bytes have arrived.", "id");
        try
        {
            var asset = (await uploads.TakeFile(files.PathOf(id), upload.FileName, upload.FolderId, reuse: true, cancel)).Asset;
            if (alt is not null)
            {
                await db.Entry(asset).Collection(a => a.Tags).LoadAsync(cancel);
                asset.Describe(asset.FileName, alt, [.. asset.Tags.Select(t => t.Name)], current.Member, clock.GetUtcNow());
                await db.SaveChangesAsync(cancel);
            }

            return new(asset);
        }
        finally
        {
            files.Discard(id);
            await db.Uploads.Where(u => u.Id == id).ExecuteDeleteAsync(CancellationToken.None);
        }
    }
}
