using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Jobs.Media;

namespace Planable.Web.Media;

/// <summary>Resumable uploads through a link, as in the library.</summary>
[AllowAnonymous, Route("u/{token}/uploads"), EnableRateLimiting("upload-link"), SpeaksTus]
public class LinkTusController(PlanableDb db, PartialFiles files, UploadLinks links, Uploads uploads, UploadLimits limits, TimeProvider clock) : TusEndpoint(db, files, limits, clock)
{
    readonly PlanableDb db = db;
    readonly PartialFiles files = files;
    readonly TimeProvider clock = clock;

    protected override string Root => $"/u/{RouteData.Values["token"]}/uploads";

    public override async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        if (await links.Open((string)RouteData.Values["token"]!, Cancel) is null)
            context.Result = NotFound();
        else
            await base.OnActionExecutionAsync(context, next);
    }

    /// <summary>All has arrived: the file is examined and put into the folder that was asked for, or refused.</summary>
    [HttpPost("{id:guid}/asset")]
    public async Task<IActionResult> Finish(Guid id)
    {
        if (await Find(id) is not { } upload)
            return NotFound();
        if (files.Length(id) != upload.Length)
            return StatusCode(StatusCodes.Status409Conflict);
        try
        {
            await uploads.TakeSent(files.PathOf(id), upload.FileName, links, Cancel);
            await Forget(upload);
            return PartialView("~/Media/UploadLink/_Arrived.cshtml", upload.FileName);
        }
        catch (RuleBroken rule)
        {
            await Forget(upload);
            return this.RefusedFile(rule);
        }
    }

    protected override async Task<Upload> Begin(string name, long length, IReadOnlyDictionary<string, string> said)
    {
        links.MustTake(name, length);
        // What is under way counts: a link for ten files has room for ten on the disk too.
        if (links.Request.Received + await db.Uploads.CountAsync(u => u.RequestId == links.Request.Id, Cancel) >= links.Request.FilesAllowed + Spare)
            throw new RuleBroken("REQUEST_FULL", "This link takes {0} files, and they are all here. {1} was not sent.", links.Request.FilesAllowed, name);
        return Upload.Begin(name, length, links.Request, clock.GetUtcNow());
    }

    protected override void Check(Upload upload, MediaKind kind) => links.Request.MustTake(upload.FileName, kind);

    protected override Task<Upload?> Find(Guid id) => db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.RequestId == links.Request.Id, Cancel);

    /// <summary>Begun and given up: they are forgotten after a day, and meanwhile keep nobody out.</summary>
    const int Spare = 10;
}
