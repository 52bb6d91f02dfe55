using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Jobs.Media;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Media;

[Route("w/{workspace}/media")]
public class MediaController(PlanableDb db, Current current, LibraryReader library, IMediaStore store, Uploads uploads, Renditions renditions, IStringLocalizer<Words> words) : Controller
{
    /// <summary>Several files sent with a form, where no script sends them one by one.</summary>
    const long FormBytes = 512L * 1024 * 1024;

    [HttpGet, Requires(Permission.SeeInternal)]
    public async Task<IActionResult> Index(CancellationToken cancel) =>
        await library.Read(LibraryQuery.Read(Request.Query), cancel) is { } page ? this.PageOr("_Library", page) : NotFound();

    [HttpGet("picker"), Requires(Permission.UploadMedia)]
    public async Task<IActionResult> Pick(string? q, int page, CancellationToken cancel) => PartialView("_Picker", await library.Pick(q, Math.Clamp(page, 1, 10_000), cancel));

    /// <summary>Without parameters on purpose: binding one would read the whole form into memory first.</summary>
    [HttpPost, Requires(Permission.UploadMedia), DisableRequestSizeLimit]
    public async Task<IActionResult> Create()
    {
        try
        {
            var taken = await uploads.TakeFrom(Request, HttpContext.RequestAborted);
            return PartialView("~/Posts/_Picture.cshtml", ComposerForm.Picture.Of(taken.Asset, await db.Suggest(taken.Asset, HttpContext.RequestAborted)));
        }
        catch (RuleBroken rule)
        {
            return this.RefusedFile(rule);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return this.RefusedFile(new RuleBroken("FILE_TOO_LARGE", "This file is too large."));
        }
    }

    /// <summary>The library's form without a script.</summary>
    [HttpPost("files"), Requires(Permission.UploadMedia), RequestSizeLimit(FormBytes), RequestFormLimits(MultipartBodyLengthLimit = FormBytes)]
    public async Task<IActionResult> CreateMany(List<IFormFile> files, Guid? folder, CancellationToken cancel)
    {
        var place = folder is { } id && await db.AssetFolders.AnyAsync(f => f.Id == id, cancel) ? folder : null;
        var (taken, refused) = (0, new List<string>());
        foreach (var file in files)
        {
            try
            {
                await using var bytes = file.OpenReadStream();
                await uploads.Take(bytes, file.FileName, cancel, place);
                taken++;
            }
            catch (RuleBroken rule)
            {
                refused.Add(words[rule.Words, rule.Arguments]);
            }
        }

        if (refused.Count > 0)
            TempData["Alarm"] = string.Join(' ', refused);
        return this.GoTo($"{current.Root}/media{new LibraryQuery { Folder = place }.Address()}", taken switch { 0 => null, 1 => words["One file is in the library."].Value, _ => words["{0} files are in the library.", taken].Value });
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id)
    {
        var asset = await Find(id);
        return asset is null ? NotFound() : await this.Picture(asset, asset.Original, store);
    }

    /// <param name="edit">What is done to a picture first; see <see cref="EditAddress"/>.</param>
    /// <param name="draft">Made for this once: while somebody tries, every step is another picture.</param>
    /// <param name="page">Of a document, from 1.</param>
    /// <param name="at">The moment of a video, in milliseconds; null is the one chosen when it was uploaded.</param>
    [HttpGet("{id:guid}/thumb")]
    public async Task<IActionResult> Thumb(Guid id, int width = 480, string? edit = null, bool draft = false, int? at = null, int? page = null)
    {
        var asset = await Find(id);
        if (asset is null)
            return NotFound();
        if (asset.IsVideo && at is { } moment && await renditions.StillAt(asset, moment, width, HttpContext.RequestAborted) is { } still)
        {
            this.GuardPicture(asset.FileName);
            return File(still, Renditions.ContentType);
        }

        if (asset.IsDocument && page > 1 && await renditions.PageOf(asset, page.Value, width, HttpContext.RequestAborted) is { } leaf)
        {
            this.GuardPicture(asset.FileName);
            return File(leaf, Renditions.ContentType);
        }

        if (asset is { IsPicture: false, PosterSha256: null })
            return LocalRedirect(asset.IsVideo ? "/video.svg" : "/document.svg");
        var edited = PictureEditorPage.Takes(asset) && EditAddress.Read(edit) is { } read ? read.Within(asset.Width, asset.Height) : null;
        if (await renditions.Of(asset.StillSha256, width, HttpContext.RequestAborted, edited is { ChangesPixels: true } ? edited : null, draft) is not { } small)
            return await this.Picture(asset, asset.PosterSha256 is { } poster ? new MediaFile(poster, "image/jpeg", 0) : asset.Original, store);
        this.GuardPicture(asset.FileName);
        return File(small, Renditions.ContentType);
    }

    /// <summary>As the composer shows it among its pictures.</summary>
    [HttpGet("{id:guid}/tile"), Requires(Permission.UploadMedia)]
    public async Task<IActionResult> Tile(Guid id) =>
        await db.Media.AsNoTracking().InLibrary().SingleOrDefaultAsync(a => a.Id == id) is { } asset ? PartialView("~/Posts/_Picture.cshtml", ComposerForm.Picture.Of(asset, await db.Suggest(asset, HttpContext.RequestAborted))) : NotFound();

    Task<MediaAsset?> Find(Guid id) => db.Media.AsNoTracking().IgnoreAutoIncludes().SingleOrDefaultAsync(a => a.Id == id);
}

/// <summary>Pictures for those who cannot sign in, by an address that runs out.</summary>
[AllowAnonymous, Route("m")]
public class SignedMediaController(PlanableDb db, IMediaStore store, MediaLinks links) : Controller
{
    /// <summary>Networks look at the head first, and fetch films in ranges.</summary>
    [HttpGet("{token}"), HttpHead("{token}")]
    public async Task<IActionResult> Show(string token)
    {
        if (links.Read(token) is not { } named)
            return NotFound();
        db.Enter(named.WorkspaceId, Via.Link);
        var asset = await db.Media.AsNoTracking().SingleOrDefaultAsync(a => a.Id == named.MediaId);
        return asset is null ? NotFound() : await this.Picture(asset, named.File ?? asset.Published, store);
    }
}

static class Pictures
{
    public static async Task<IActionResult> Picture(this Controller controller, MediaAsset asset, MediaFile file, IMediaStore store)
    {
        if (!await store.Has(file.Sha256, controller.HttpContext.RequestAborted))
            return controller.NotFound();
        controller.GuardPicture(asset.FileName, isKept: file.ContentType == MediaKinds.Pdf);
        return controller.File(await store.Open(file.Sha256, controller.HttpContext.RequestAborted), file.ContentType, enableRangeProcessing: true);
    }

    /// <summary>Whatever somebody uploaded, opened by itself it runs nothing and asks for nothing.</summary>
    /// <param name="isKept">Saved, not shown: a browser's reader of documents runs scripts of its own.</param>
    public static void GuardPicture(this Controller controller, string fileName, bool isKept = false)
    {
        var headers = controller.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, max-age=31536000, immutable";
        var disposition = new ContentDispositionHeaderValue(isKept ? "attachment" : "inline");
        disposition.SetHttpFileName(fileName);
        headers.ContentDisposition = disposition.ToString();
    }

    /// <summary>Why a file was not taken, with the status that says it to programs.</summary>
    public static IActionResult RefusedFile(this Controller controller, RuleBroken rule)
    {
        controller.Response.StatusCode = rule.Code switch { "FILE_TOO_LARGE" => 413, "FILE_TYPE_REFUSED" => 415, _ => 422 };
        return controller.PartialView("~/Media/_Refused.cshtml", rule);
    }
}
