using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Jobs.Media;
using Planable.Web.Http;

namespace Planable.Web.Media;

[Route("w/{workspace}/media")]
public class MediaController(PlanableDb db, IMediaStore store, Uploads uploads, Renditions renditions) : Controller
{
    /// <summary>Without parameters on purpose: binding one would read the whole form into memory first.</summary>
    [HttpPost, Requires(Permission.UploadMedia), RequestSizeLimit(Uploads.MostRequestBytes)]
    public async Task<IActionResult> Create()
    {
        try
        {
            return PartialView("~/Posts/_Picture.cshtml", Posts.ComposerForm.Picture.Of(await uploads.TakeFrom(Request, HttpContext.RequestAborted)));
        }
        catch (RuleBroken rule)
        {
            return Refused(rule, rule.Code switch { "FILE_TOO_LARGE" => 413, "FILE_TYPE_REFUSED" => 415, _ => 422 });
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Refused(new RuleBroken("FILE_TOO_LARGE", "This file is too large. Pictures may have up to {0} MB.", Uploads.MostBytes / (1024 * 1024)), tooLarge.StatusCode);
        }
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id)
    {
        var asset = await db.Media.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id);
        return asset is null ? NotFound() : await this.Picture(asset, asset.Original, store);
    }

    [HttpGet("{id:guid}/thumb")]
    public async Task<IActionResult> Thumb(Guid id, int width = 480)
    {
        var asset = await db.Media.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id);
        if (asset is null)
            return NotFound();
        if (await renditions.Of(asset.Sha256, width, HttpContext.RequestAborted) is not { } small)
            return await this.Picture(asset, asset.Original, store);
        this.GuardPicture(asset.FileName);
        return File(small, Renditions.ContentType);
    }

    PartialViewResult Refused(RuleBroken rule, int status)
    {
        Response.StatusCode = status;
        return PartialView("~/Media/_Refused.cshtml", rule);
    }
}

/// <summary>Pictures for those who cannot sign in, by an address that runs out.</summary>
[AllowAnonymous, Route("m")]
public class SignedMediaController(PlanableDb db, IMediaStore store, MediaLinks links) : Controller
{
    [HttpGet("{token}")]
    public async Task<IActionResult> Show(string token)
    {
        if (links.Read(token) is not { } named)
            return NotFound();
        db.Enter(named.WorkspaceId, Via.Link);
        var asset = await db.Media.AsNoTracking().SingleOrDefaultAsync(a => a.Id == named.MediaId);
        return asset is null ? NotFound() : await this.Picture(asset, asset.Published, store);
    }
}

static class Pictures
{
    public static async Task<IActionResult> Picture(this Controller controller, MediaAsset asset, MediaFile file, IMediaStore store)
    {
        if (!await store.Has(file.Sha256, controller.HttpContext.RequestAborted))
            return controller.NotFound();
        controller.GuardPicture(asset.FileName);
        return controller.File(await store.Open(file.Sha256, controller.HttpContext.RequestAborted), file.ContentType, enableRangeProcessing: true);
    }

    /// <summary>Whatever somebody uploaded, opened by itself it runs nothing and asks for nothing.</summary>
    public static void GuardPicture(this Controller controller, string fileName)
    {
        var headers = controller.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.CacheControl = "private, max-age=31536000, immutable";
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(fileName);
        headers.ContentDisposition = disposition.ToString();
    }
}
