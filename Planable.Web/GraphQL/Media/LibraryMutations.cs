using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Ideas;
using Planable.Web.Http;
using Planable.Web.Media;
using Planable.Web.Portals;
using Planable.Web.Posts;

namespace Planable.Web.GraphQL.Media;

/// <summary>What is left out stays as it is.</summary>
/// <param name="Id">Which file.</param>
/// <param name="Revision">The revision you read: if somebody changed it since, nothing is saved and the code is CONFLICT.</param>
/// <param name="FileName">What it is called.</param>
/// <param name="Alt">What it shows, in words.</param>
/// <param name="Tags">All its tags.</param>
public sealed record DescribeMediaInput([property: ID("Media")] Guid Id, int? Revision, string? FileName, string? Alt, IReadOnlyList<string>? Tags);

/// <summary>A link with which somebody sends files without an account.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Url">Where it leads. It is told this once.</param>
public sealed record MadeUploadLink(UploadRequest Request, string Url);

/// <summary>What one post came to.</summary>
/// <param name="PostId">The post.</param>
/// <param name="Message">Why it keeps the version it has; null if it has the new one.</param>
public sealed record RenewedPost([property: ID("Post")] Guid PostId, string? Message);

/// <summary>What is done in the library.</summary>
[MutationType, Error<UserError>, Scope(TokenScope.Media)]
public static class LibraryMutations
{
    const int MostRenewed = 100;

    [GraphQLDescription("Says what a file shows, what it is called, and its tags.")]
    public static Task<MediaFileNode> DescribeMedia(DescribeMediaInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(input.Id, asset =>
        {
            if (input.Revision is { } seen)
                db.Entry(asset).Property(a => a.Revision).OriginalValue = seen;
            asset.Describe(input.FileName ?? asset.FileName, input.Alt is null ? asset.Alt : ComposerForm.Clean(input.Alt).Trim(), input.Tags ?? [.. asset.Tags.Select(t => t.Name)], current.Member, clock.GetUtcNow());
        }, db, current, cancel);

    [GraphQLDescription("Puts a file into a folder.")]
    public static async Task<MediaFileNode> MoveMedia([ID("Media"), GraphQLDescription("Which.")] Guid id, [ID("Folder"), GraphQLDescription("Null: to the top of the library.")] Guid? folderId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var folder = folderId is null ? null : await db.AssetFolders.SingleOrDefaultAsync(f => f.Id == folderId, cancel).Or("folder", "folderId");
        return await Change(id, asset => asset.MoveTo(folder, current.Member, clock.GetUtcNow()), db, current, cancel);
    }

    [GraphQLDescription("Until when a file may be shown.")]
    public static Task<MediaFileNode> LicenseMedia(
        [ID("Media"), GraphQLDescription("Which.")] Guid id, [GraphQLDescription("The last day; null is without an end.")] DateOnly? until, [GraphQLDescription("By which licence.")] string? note, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, asset => asset.License(until, note, current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("The file is in the library a second time.")]
    public static async Task<MediaFileNode> CopyMedia(
        [ID("Media"), GraphQLDescription("Which.")] Guid id, [GraphQLDescription("What the copy is called.")] string? fileName, [ID("Folder"), GraphQLDescription("Where the copy lies; without it, beside the file.")] Guid? folderId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var asset = await Find(id, db, current, cancel);
        if (folderId is not null)
            await db.AssetFolders.SingleOrDefaultAsync(f => f.Id == folderId, cancel).Or("folder", "folderId");
        var copy = asset.Copy(Uploads.Named(fileName ?? asset.FileName), folderId ?? asset.FolderId, current.Member, clock.GetUtcNow());
        db.Media.Add(copy);
        await db.SaveChangesAsync(cancel);
        return new(copy);
    }

    [GraphQLDescription("Takes a file out of the library. It can be brought back.")]
    public static async Task<MediaFileNode> DeleteMedia([ID("Media"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var asset = await Find(id, db, current, cancel);
        var planned = (await db.PlannedUsesOf(asset.StackId).Take(20).ToListAsync(cancel)).ConvertAll(u => u.Title);
        asset.Delete(planned, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new(asset);
    }

    [GraphQLDescription("Brings a deleted file back.")]
    public static async Task<MediaFileNode> RestoreMedia([ID("Media"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var asset = await db.Media.Include(a => a.Tags).SingleOrDefaultAsync(a => a.Id == id, cancel).Or("file");
        current.Must(Permission.UploadMedia);
        asset.Undelete(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new(asset);
    }

    [GraphQLDescription("Converts a video again where that failed.")]
    public static Task<MediaFileNode> ConvertMediaAgain([ID("Media"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, asset =>
        {
            foreach (var failed in asset.Conversions.Where(c => c.State == ConversionState.Failed))
                failed.Again(clock.GetUtcNow());
        }, db, current, cancel);

    [GraphQLDescription("Posts get the latest version of a file, one by one: what one of them cannot take keeps no other from it.")]
    [UseMutationConvention(PayloadFieldName = "posts")]
    public static async Task<IReadOnlyList<RenewedPost>> RenewPosts(
        [ID("Media"), GraphQLDescription("The file.")] Guid id, [ID("Post"), GraphQLDescription("Up to 100.")] IReadOnlyList<Guid> postIds, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel,
        [GraphQLDescription("What is laid over pictures stays.")] bool keepTags = true)
    {
        await Find(id, db, current, cancel);
        if (postIds.Count is 0 or > MostRenewed)
            throw new Refused("POSTS_COUNT", $"Name 1 to {MostRenewed} posts.", "postIds");
        var results = new List<RenewedPost>();
        foreach (var postId in postIds.Distinct())
        {
            // Each with its own rows: what a refused one had changed must not be saved with the next.
            db.StartOver(current);
            var latest = await db.Media.InLibrary().SingleAsync(a => a.Id == id, cancel);
            if (await db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == postId, cancel) is not { } post)
            {
                results.Add(new(postId, "There is no such post."));
                continue;
            }

            try
            {
                post.Renew(latest, current.Member, clock.GetUtcNow(), keepTags);
                await db.SaveChangesAsync(cancel);
                results.Add(new(postId, null));
            }
            catch (RuleBroken rule)
            {
                results.Add(new(postId, rule.Message));
            }
            catch (NotAllowed refusal)
            {
                results.Add(new(postId, refusal.Message));
            }
        }

        return results;
    }

    [GraphQLDescription("A folder of the library.")]
    public static async Task<AssetFolder> CreateFolder([GraphQLDescription("What it is called.")] string name, [ID("Folder"), GraphQLDescription("In which it lies; null is the top.")] Guid? parentId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.UploadMedia);
        var all = await db.AssetFolders.ToListAsync(cancel);
        var folder = AssetFolder.Make(name, parentId is null ? null : all.Find(f => f.Id == parentId).Or("folder", "parentId"), all, current.Member, clock.GetUtcNow());
        db.AssetFolders.Add(folder);
        await db.SaveChangesAsync(cancel);
        return folder;
    }

    [GraphQLDescription("Gives a folder another name.")]
    public static async Task<AssetFolder> RenameFolder([ID("Folder"), GraphQLDescription("Which.")] Guid id, [GraphQLDescription("What it is called.")] string name, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var all = await db.AssetFolders.ToListAsync(cancel);
        var folder = all.Find(f => f.Id == id).Or("folder");
        current.Must(Permission.UploadMedia);
        folder.Rename(name, all, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return folder;
    }

    [GraphQLDescription("Takes an empty folder away.")]
    public static async Task<AssetFolder> DeleteFolder([ID("Folder"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var all = await db.AssetFolders.ToListAsync(cancel);
        var folder = all.Find(f => f.Id == id).Or("folder");
        current.Must(Permission.UploadMedia);
        folder.Discard(!all.Exists(f => f.ParentId == id) && !await db.Media.InLibrary().AnyAsync(a => a.FolderId == id, cancel), current.Member, clock.GetUtcNow());
        // What was deleted and may come back finds itself at the top of the library.
        await db.Media.Where(a => a.FolderId == id).ExecuteUpdateAsync(a => a.SetProperty(x => x.FolderId, (Guid?)null), cancel);
        db.AssetFolders.Remove(folder);
        await db.SaveChangesAsync(cancel);
        return folder;
    }

    [GraphQLDescription("A link with which somebody sends files into a folder, without an account.")]
    public static async Task<MadeUploadLink> AskForFiles(
        [GraphQLDescription("Who sends them: files are tagged with the name.")] string from, [GraphQLDescription("What they read.")] string? message, [ID("Folder"), GraphQLDescription("Where the files go.")] Guid? folderId,
        PlanableDb db, Current current, UploadLimits limits, MediaAddresses addresses, ClientAddresses handed, TimeProvider clock, CancellationToken cancel,
        [GraphQLDescription("What is taken.")] RequestedKind kind = RequestedKind.Any, [GraphQLDescription("So many files at most.")] int files = 20, [GraphQLDescription("So large each, at most.")] int megabytes = 25, [GraphQLDescription("Open for so many days.")] int days = 14)
    {
        current.Must(Permission.UploadMedia);
        new UploadRequestForm { From = from, Message = message, Kind = kind, Files = files, Megabytes = megabytes, Days = days }.Checked();
        if (megabytes > limits.MostBytes / 1024 / 1024)
            throw new Refused("FILE_TOO_LARGE", $"Planable takes files of up to {limits.MostBytes / 1024 / 1024} MB.", "megabytes");
        var folder = folderId is null ? null : await db.AssetFolders.SingleOrDefaultAsync(f => f.Id == folderId, cancel).Or("folder", "folderId");
        var (request, token) = UploadRequest.Ask(from, message, kind, files, megabytes, days, folder, current.Member, clock.GetUtcNow());
        db.UploadRequests.Add(request);
        await db.SaveChangesAsync(cancel);
        return new(request, await handed.Of($"/u/{token}", addresses.Site, cancel));
    }

    [GraphQLDescription("The link takes nothing any more.")]
    public static async Task<UploadRequest> CloseUploadRequest([ID<UploadRequest>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var request = await db.UploadRequests.SingleOrDefaultAsync(r => r.Id == id, cancel).Or("request");
        current.Must(Permission.UploadMedia);
        request.Close(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return request;
    }

    internal static async Task<MediaAsset> Find(Guid id, PlanableDb db, Current current, CancellationToken cancel)
    {
        var asset = await db.Media.InLibrary().Include(a => a.Tags).SingleOrDefaultAsync(a => a.Id == id, cancel).Or("file");
        current.Must(Permission.UploadMedia);
        return asset;
    }

    static async Task<MediaFileNode> Change(Guid id, Action<MediaAsset> verb, PlanableDb db, Current current, CancellationToken cancel)
    {
        var asset = await Find(id, db, current, cancel);
        verb(asset);
        await db.SaveChangesAsync(cancel);
        return new(asset);
    }
}

[QueryType]
public static class LibraryQueries
{
    [GraphQLDescription("Folders of the library, by name. A client's token sees none.")]
    [UsePaging]
    public static IQueryable<AssetFolder> GetFolders(PlanableDb db, Current current)
    {
        var team = current.Can(Permission.SeeInternal);
        return db.AssetFolders.AsNoTracking().Where(f => team).OrderBy(f => f.Name);
    }

    [GraphQLDescription("Links with which people send files, the latest first. For those who upload.")]
    [UsePaging]
    public static IQueryable<UploadRequest> GetUploadRequests(PlanableDb db, Current current)
    {
        var uploads = current.Can(Permission.UploadMedia) && current.Can(Permission.SeeInternal);
        return db.UploadRequests.AsNoTracking().Where(r => uploads).OrderByDescending(r => r.AskedAt);
    }
}

[ObjectType<AssetFolder>]
public static class FolderType
{
    static void Configure(IObjectTypeDescriptor<AssetFolder> folder)
    {
        folder.BindFieldsExplicitly().Name("Folder").Description("A folder of the library.");
        folder.Field(f => f.Id).ID("Folder").Description("Its id.");
        folder.Field(f => f.Name).Description("What it is called.");
        folder.Field(f => f.ParentId).ID("Folder").Description("In which it lies; null at the top.");
    }
}

[ObjectType<UploadRequest>]
public static class UploadRequestType
{
    static void Configure(IObjectTypeDescriptor<UploadRequest> request)
    {
        request.BindFieldsExplicitly().Description("A link with which somebody sends files without an account.");
        request.Field(r => r.Id).ID().Description("Its id.");
        request.Field(r => r.From).Description("Who sends them.");
        request.Field(r => r.Message).Description("What they read.");
        request.Field(r => r.Kind).Description("What is taken.");
        request.Field(r => r.FilesAllowed).Description("So many files at most.");
        request.Field(r => r.MegabytesAllowed).Description("So large each, at most.");
        request.Field(r => r.Received).Description("So many have come.");
        request.Field(r => r.LastReceivedAt).Description("When the last one came.");
        request.Field(r => r.AskedBy).Description("Who asked.");
        request.Field(r => r.AskedAt).Description("When.");
        request.Field(r => r.ExpiresAt).Description("When it ends.");
        request.Field(r => r.ClosedAt).Description("When it was closed.");
    }
}
