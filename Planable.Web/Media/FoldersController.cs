using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Media;

[Route("w/{workspace}/media/folders"), Requires(Permission.UploadMedia)]
public class FoldersController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    CancellationToken Cancel => HttpContext.RequestAborted;

    [HttpPost]
    public async Task<IActionResult> Create(string? name, Guid? parent)
    {
        var all = await All();
        var above = all.Find(f => f.Id == parent);
        if (parent is not null && above is null)
            return NotFound();
        var folder = AssetFolder.Make(name ?? "", above, all, current.Member, clock.GetUtcNow());
        db.AssetFolders.Add(folder);
        return await Saved(folder.Id, words["There is a folder {0} now.", folder.Name]);
    }

    [HttpPost("{id:guid}/name")]
    public async Task<IActionResult> Rename(Guid id, string? name)
    {
        var all = await All();
        if (all.Find(f => f.Id == id) is not { } folder)
            return NotFound();
        folder.Rename(name ?? "", all, current.Member, clock.GetUtcNow());
        return await Saved(id, words["The folder is called {0} now.", folder.Name]);
    }

    [HttpPost("{id:guid}/deletion")]
    public async Task<IActionResult> Destroy(Guid id)
    {
        var all = await All();
        if (all.Find(f => f.Id == id) is not { } folder)
            return NotFound();
        var isEmpty = !all.Exists(f => f.ParentId == id) && !await db.Media.InLibrary().AnyAsync(a => a.FolderId == id, Cancel);
        folder.Discard(isEmpty, current.Member, clock.GetUtcNow());
        // What was deleted and may come back finds itself at the top of the library.
        await db.Media.Where(a => a.FolderId == id).ExecuteUpdateAsync(a => a.SetProperty(x => x.FolderId, (Guid?)null), Cancel);
        db.AssetFolders.Remove(folder);
        return await Saved(folder.ParentId, words["Deleted: {0}", folder.Name]);
    }

    Task<List<AssetFolder>> All() => db.AssetFolders.ToListAsync(Cancel);

    async Task<IActionResult> Saved(Guid? open, string flash)
    {
        await db.SaveChangesAsync(Cancel);
        return this.GoTo($"{current.Root}/media{new LibraryQuery { Folder = open }.Address()}", flash);
    }
}
