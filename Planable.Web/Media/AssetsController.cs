using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Ideas;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Media;

public sealed class DescriptionForm
{
    public string? Name { get; set; }

    public string? Alt { get; set; }

    public string? Tags { get; set; }

    /// <summary>What was saved when the form was opened.</summary>
    public int? Revision { get; set; }
}

/// <summary>What can be done to one asset of the library.</summary>
[Route("w/{workspace}/media/{id:guid}"), Requires(Permission.UploadMedia)]
public class AssetsController(PlanableDb db, Current current, LibraryReader library, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    CancellationToken Cancel => HttpContext.RequestAborted;

    [HttpPost("description")]
    public async Task<IActionResult> Describe(Guid id, DescriptionForm form)
    {
        if (await Find(id) is not { } asset)
            return NotFound();
        if (form.Revision is { } revision)
            db.Entry(asset).Property(a => a.Revision).OriginalValue = revision;
        asset.Describe(form.Name ?? asset.FileName, Posts.ComposerForm.Clean(form.Alt).Trim(), AssetTag.Read(form.Tags), current.Member, clock.GetUtcNow());
        return await Saved(id, words["Saved."]);
    }

    [HttpPost("place")]
    public async Task<IActionResult> Move(Guid id, Guid? folder)
    {
        if (await Find(id) is not { } asset)
            return NotFound();
        var target = folder is null ? null : await db.AssetFolders.SingleOrDefaultAsync(f => f.Id == folder, Cancel);
        if (folder is not null && target is null)
            return NotFound();
        asset.MoveTo(target, current.Member, clock.GetUtcNow());
        return await Saved(id, target is null ? words["Moved to the top of the library."] : words["Moved to {0}.", target.Name]);
    }

    [HttpPost("licence")]
    public async Task<IActionResult> License(Guid id, DateOnly? until, string? note)
    {
        if (await Find(id) is not { } asset)
            return NotFound();
        if (!ModelState.IsValid)
            throw new RuleBroken("DATE_INVALID", "This is no date.");
        asset.License(until, note, current.Member, clock.GetUtcNow());
        return await Saved(id, words["Saved."]);
    }

    [HttpPost("copies")]
    public async Task<IActionResult> Copy(Guid id, string? name, Guid? folder)
    {
        if (await Find(id) is not { } asset)
            return NotFound();
        var place = folder is not null && await db.AssetFolders.AnyAsync(f => f.Id == folder, Cancel) ? folder : asset.FolderId;
        var copy = asset.Copy(Uploads.Named(name ?? asset.FileName), place, current.Member, clock.GetUtcNow());
        db.Media.Add(copy);
        await db.SaveChangesAsync(Cancel);
        return this.GoTo($"{current.Root}/media{new LibraryQuery { Folder = place, Asset = copy.Id }.Address()}", words["The file is in the library a second time."]);
    }

    [HttpPost("deletion")]
    public async Task<IActionResult> Destroy(Guid id)
    {
        if (await Find(id) is not { } asset)
            return NotFound();
        var planned = (await db.PlannedUsesOf(asset.StackId).Take(20).ToListAsync(Cancel)).ConvertAll(u => u.Title);
        asset.Delete(planned, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(Cancel);
        TempData["Undo"] = $"{current.Root}/media/{id}/deletion/undo";
        return this.GoTo($"{current.Root}/media{new LibraryQuery { Folder = asset.FolderId }.Address()}", await db.Ideas.Where(i => i.State != IdeaState.Dismissed).With(asset.StackId).CountAsync(Cancel) switch
        {
            0 => words["Deleted: {0}", asset.FileName],
            1 => words["Deleted: {0}. An idea had it too.", asset.FileName],
            var ideas => words["Deleted: {0}. {1} ideas had it too.", asset.FileName, ideas],
        });
    }

    [HttpPost("deletion/undo")]
    public async Task<IActionResult> Restore(Guid id)
    {
        if (await db.Media.Include(a => a.Tags).SingleOrDefaultAsync(a => a.Id == id, Cancel) is not { } asset)
            return NotFound();
        asset.Undelete(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(Cancel);
        return this.GoTo($"{current.Root}/media{new LibraryQuery { Folder = asset.FolderId, Asset = id }.Address()}", words["The file is back."]);
    }

    /// <summary>How far a video is; asks again by itself while there is something to wait for.</summary>
    [HttpGet("conversions")]
    public async Task<IActionResult> Conversions(Guid id)
    {
        var name = await db.Media.Where(a => a.Id == id).Select(a => a.FileName).SingleOrDefaultAsync(Cancel);
        if (name is null)
            return NotFound();
        var lines = await db.Conversions.Where(c => c.AssetId == id).OrderBy(c => c.QueuedAt).Select(c => new ConversionLine(c.State, c.Percent, c.Width, c.Height, c.Why)).ToListAsync(Cancel);
        return PartialView("_Conversions", new ConversionsPage(id, name, lines, Waits: true));
    }

    [HttpPost("conversions")]
    public async Task<IActionResult> ConvertAgain(Guid id)
    {
        if (await Find(id) is not { } asset)
            return NotFound();
        foreach (var failed in asset.Conversions.Where(c => c.State == ConversionState.Failed))
            failed.Again(clock.GetUtcNow());
        return await Saved(id, words["The video is converted again."]);
    }

    Task<MediaAsset?> Find(Guid id) => db.Media.InLibrary().Include(a => a.Tags).SingleOrDefaultAsync(a => a.Id == id, Cancel);

    async Task<IActionResult> Saved(Guid id, string flash)
    {
        await db.SaveChangesAsync(Cancel);
        var query = LibraryQuery.Read(Request.Query) with { Asset = id };
        return this.Fragment("_AssetSaved", await library.Asset(id, query, Cancel), otherwise: $"{current.Root}/media{query.Address()}", flash);
    }
}
