using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Media;

/// <summary>A file of the library.</summary>
[ObjectType("Media")]
public sealed class MediaFileNode(MediaAsset asset)
{
    [ID("Media")]
    public Guid Id => asset.Id;

    public string FileName => asset.FileName;

    public string ContentType => asset.ContentType;

    public long Bytes => asset.Bytes;

    [GraphQLDescription("Pixels; 0 where there are none.")]
    public int Width => asset.Width;

    public int Height => asset.Height;

    [GraphQLDescription("Length of a video.")]
    public long? Milliseconds => asset.Milliseconds;

    [GraphQLDescription("What it shows, in words, for those who do not see it.")]
    public string Alt => asset.Alt;

    public DateTimeOffset UploadedAt => asset.UploadedAt;

    [GraphQLDescription("The last day on which it may be shown.")]
    public DateOnly? LicensedUntil => asset.LicensedUntil;

    [GraphQLDescription("Where to fetch it from for the next hour, without a token.")]
    public string GetUrl(MediaAddresses addresses) => addresses.Of(asset);
}

/// <summary>A file at its place in a post.</summary>
[ObjectType("PostMedia")]
public sealed class PostMediaItem(PostMedia placed)
{
    public int Position => placed.Position;

    [GraphQLDescription("What it shows, in words, in this post.")]
    public string Alt => placed.Alt;

    public MediaFileNode Media => new(placed.Asset);
}

[QueryType]
public static class MediaQueries
{
    [GraphQLDescription("The library, the latest first. A client's token sees none of it: only what is in its posts.")]
    [UsePaging]
    public static async Task<Connection<MediaFileNode>> GetMedia(PlanableDb db, Current current, PagingArguments paging, string? search, CancellationToken cancel)
    {
        var team = current.Can(Permission.SeeInternal);
        var files = db.Media.InLibrary().AsNoTracking().Where(a => team);
        if (search?.Trim() is { Length: > 0 } name)
            files = files.Where(a => a.FileName.Contains(name));
        var page = await files.OrderByDescending(a => a.UploadedAt).ToPageAsync(paging, cancel);
        return page.Select(a => new MediaFileNode(a)).ToConnection();
    }
}

[ObjectType<MediaFileNode>]
public static class MediaNodes
{
    [NodeResolver]
    public static async Task<MediaFileNode?> Find(Guid id, Current current, IMediaByIdDataLoader media, CancellationToken cancel) =>
        current.Can(Permission.SeeInternal) && await media.LoadAsync(id, cancel) is { } asset ? new MediaFileNode(asset) : null;
}

public interface IMediaByIdDataLoader : IDataLoader<Guid, MediaAsset>;

public interface IMediaByPostDataLoader : IDataLoader<Guid, PostMedia[]>;

public static class MediaLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, MediaAsset>> GetMediaByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, CancellationToken cancel) =>
        await db.Media.AsNoTracking().InLibrary().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancel);

    [DataLoader]
    public static async Task<ILookup<Guid, PostMedia>> GetMediaByPostAsync(IReadOnlyList<Guid> posts, PlanableDb db, CancellationToken cancel) =>
        (await db.Set<PostMedia>().AsNoTracking().Include(m => m.Asset).Where(m => posts.Contains(m.PostId)).OrderBy(m => m.Position).ToListAsync(cancel)).ToLookup(m => m.PostId);
}
