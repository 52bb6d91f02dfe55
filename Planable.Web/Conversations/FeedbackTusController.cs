using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Jobs.Media;
using Planable.Web.Http;
using Planable.Web.Media;

namespace Planable.Web.Conversations;

/// <summary>Resumable uploads of files that members send with comments.</summary>
[Route("w/{workspace}/comments/uploads"), Requires(Permission.Comment), SpeaksTus]
public class FeedbackTusController(PlanableDb db, Current current, PartialFiles files, UploadLimits limits, Attachments attachments, TimeProvider clock) : AttachmentTus(db, files, limits, attachments, clock)
{
    readonly PlanableDb db = db;
    readonly TimeProvider clock = clock;

    protected override string Root => $"{current.Root}/comments/uploads";

    protected override bool IsGuest => false;

    protected override Task<Upload> Begin(string name, long length, IReadOnlyDictionary<string, string> said) => Task.FromResult(Upload.Attach(name, length, current.Member, clock.GetUtcNow()));

    protected override Task<Upload?> Find(Guid id) => db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.MemberId == current.Member.Id && u.RequestId == null, Cancel);
}
