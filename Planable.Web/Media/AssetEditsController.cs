using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Jobs.Media;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Media;

/// <summary>How a picture of the library is cut: what new posts with it start from.</summary>
[Route("w/{workspace}/media/{id:guid}/edits"), Requires(Permission.UploadMedia)]
public class AssetEditsController(PlanableDb db, Current current, Darkroom darkroom, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    CancellationToken Cancel => HttpContext.RequestAborted;

    [HttpGet]
    public async Task<IActionResult> Index(Guid id, string? purpose) => await Page(id, null, purpose) is { } page ? View("PictureEditor", page) : NotFound();

    [HttpPost]
    public async Task<IActionResult> Update(Guid id, PictureEditForm form)
    {
        if (await db.Media.InLibrary().SingleOrDefaultAsync(a => a.Id == id, Cancel) is not { } asset || await Page(id, form.Read(asset), form.Purpose) is not { } page)
            return NotFound();
        if (form.Do is not (null or "save" or "reset"))
            return View("PictureEditor", page with { Edit = form.Changed(page.Edit, asset).Within(asset.Width, asset.Height) });
        asset.Edit((asset.Edits ?? MediaEdits.None).With(form.Purpose, form.Do == "reset" ? null : page.Edit), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(Cancel);
        return this.GoTo($"{page.Path}?purpose={Uri.EscapeDataString(form.Purpose)}", form.Do == "reset" ? words["Back as it was."] : words["Saved. New posts with this picture start from it."]);
    }

    async Task<PictureEditorPage?> Page(Guid id, PictureEdit? shown, string? purpose)
    {
        if (await db.Media.AsNoTracking().InLibrary().SingleOrDefaultAsync(a => a.Id == id, Cancel) is not { } asset || !PictureEditorPage.Takes(asset))
            return null;
        var networks = (await db.Channels.Where(c => c.State != ChannelState.Disconnected).Select(c => c.Network).Distinct().ToListAsync(Cancel)).ConvertAll(Networks.Find);
        return PictureEditorPage.Of(
            asset, asset.Edits ?? MediaEdits.None, shown, purpose, [.. networks.OfType<Network>()], $"{current.Root}/media/{id}/edits", $"{current.Root}/media?asset={id}", words["Media"],
            words["The original stays as it is. New posts start from this; posts that have the picture keep theirs."], darkroom.IsOpen);
    }
}
