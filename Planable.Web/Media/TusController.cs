using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Jobs.Media;
using Planable.Web.Http;

namespace Planable.Web.Media;

/// <summary>Resumable uploads into the library.</summary>
[Route("w/{workspace}/media/uploads"), Requires(Permission.UploadMedia), SpeaksTus]
public class TusController(PlanableDb db, Current current, PartialFiles files, Uploads uploads, UploadLimits limits, TimeProvider clock) : TusEndpoint(db, files, limits, clock)
{
    readonly PlanableDb db = db;
    readonly PartialFiles files = files;
    readonly TimeProvider clock = clock;

    protected override string Root => $"{current.Root}/media/uploads";

    /// <summary>All has arrived: the file is examined and put into the library, or refused.</summary>
    /// <param name="into">"composer" answers with a tile of the composer, everything else with one of the library.</param>
    /// <param name="of">The asset of which it is a new version.</param>
    [HttpPost("{id:guid}/asset")]
    public async Task<IActionResult> Finish(Guid id, string? into, Guid? of)
    {
        if (await Find(id) is not { } upload)
            return NotFound();
        if (files.Length(id) != upload.Length)
            return StatusCode(StatusCodes.Status409Conflict);
        var replaces = of is null ? null : await db.Media.InLibrary().Include(a => a.Tags).SingleOrDefaultAsync(a => a.Id == of, Cancel);
        if (of is not null && replaces is null)
            return NotFound();
        try
        {
            var taken = await uploads.TakeFile(files.PathOf(id), upload.FileName, upload.FolderId, reuse: replaces is null, Cancel, replaces);
            await Forget(upload);
            return into == "composer"
                ? PartialView("~/Posts/_Picture.cshtml", Posts.ComposerForm.Picture.Of(taken.Asset, await db.Suggest(taken.Asset, Cancel)))
                : PartialView(taken.IsNew ? "_Tile" : "_Same", taken.IsNew ? AssetTile.Of(taken.Asset) : new SamePage(AssetTile.Of(taken.Asset), upload.FileName, upload.FolderId));
        }
        catch (RuleBroken rule)
        {
            await Forget(upload);
            return this.RefusedFile(rule);
        }
    }

    protected override async Task<Upload> Begin(string name, long length, IReadOnlyDictionary<string, string> said)
    {
        var folder = Guid.TryParse(said.GetValueOrDefault("folder"), out var asked) && await db.AssetFolders.AnyAsync(f => f.Id == asked, Cancel) ? asked : (Guid?)null;
        return Upload.Begin(name, length, folder, current.Member, clock.GetUtcNow());
    }

    protected override Task<Upload?> Find(Guid id) => db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.MemberId == current.Member.Id && u.RequestId == null, Cancel);
}

/// <param name="FileName">As it was called this time.</param>
public sealed record SamePage(AssetTile Asset, string FileName, Guid? FolderId);
