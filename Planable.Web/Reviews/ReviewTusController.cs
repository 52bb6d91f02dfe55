using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Reviews;
using Planable.Jobs.Media;
using Planable.Web.Conversations;
using Planable.Web.Media;

namespace Planable.Web.Reviews;

/// <summary>Resumable uploads of files that guests send with comments.</summary>
[AllowAnonymous, Route("r/{token}/uploads"), EnableRateLimiting("upload-link"), SpeaksTus]
public class ReviewTusController(PlanableDb db, ReviewDoor door, PartialFiles files, UploadLimits limits, Attachments attachments, TimeProvider clock) : AttachmentTus(db, files, limits, attachments, clock)
{
    /// <summary>Under way by one link at a time. What is given up is forgotten after a day.</summary>
    const int MostUnderWay = 40;

    readonly PlanableDb db = db;
    readonly TimeProvider clock = clock;

    protected override string Root => $"{door.Path}/uploads";

    protected override bool IsGuest => true;

    public override async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        ReviewHeaders.Set(Response);
        if (!await door.Open((string)RouteData.Values["token"]!, Cancel) || door.State != ReviewLinkState.Open || door.IsLocked || door.Link.Reach == ReviewReach.Look)
            context.Result = NotFound();
        else
            await base.OnActionExecutionAsync(context, next);
    }

    protected override async Task<Upload> Begin(string name, long length, IReadOnlyDictionary<string, string> said) =>
        await db.Uploads.CountAsync(u => u.RequestId == door.Link.Id, Cancel) < MostUnderWay
            ? Upload.Attach(name, length, door.Link, clock.GetUtcNow())
            : throw new RuleBroken("UPLOADS_MANY", "Too many files are on their way by this link. Send those first, then {0}.", name);

    protected override Task<Upload?> Find(Guid id) => db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.RequestId == door.Link.Id, Cancel);
}
