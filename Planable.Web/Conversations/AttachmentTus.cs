using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Jobs.Media;
using Planable.Web.Media;

namespace Planable.Web.Conversations;

/// <summary>Files for comments, piece by piece. What has arrived waits for the comment it goes with, a day at most.</summary>
public abstract class AttachmentTus(PlanableDb db, PartialFiles files, UploadLimits limits, Attachments attachments, TimeProvider clock) : TusEndpoint(db, files, limits, clock)
{
    readonly PartialFiles files = files;

    protected abstract bool IsGuest { get; }

    protected override long MostBytes => attachments.Most(IsGuest);

    /// <summary>All has arrived: the form names it from now on.</summary>
    [HttpPost("{id:guid}/asset")]
    public async Task<IActionResult> Finish(Guid id) =>
        await Find(id) is not { } upload ? NotFound()
        : files.Length(id) != upload.Length ? StatusCode(StatusCodes.Status409Conflict)
        : PartialView("~/Conversations/_Sent.cshtml", upload);

    protected override void MustFit(string name, long length) => attachments.MustFit(name, length, IsGuest);

    protected override Task MustBeWanted(Upload upload) => Attachments.MustBeNoProgram(files.PathOf(upload.Id), upload.FileName, Cancel);
}

/// <summary>Takes what has arrived piece by piece into the comment it was sent for.</summary>
public sealed class SentFiles(PlanableDb db, PartialFiles files, Attachments attachments)
{
    /// <param name="own">Those of whoever speaks: somebody else's are not there.</param>
    public async Task<IReadOnlyList<Data.Conversations.FeedbackFile>> Take(IQueryable<Upload> own, IReadOnlyList<Guid>? ids, CancellationToken cancel)
    {
        if (ids is not { Count: > 0 })
            return [];
        if (ids.Count > Data.Conversations.FeedbackFile.MostFiles)
            throw new RuleBroken("FILES_MANY", "A comment takes up to {0} files.", Data.Conversations.FeedbackFile.MostFiles);
        var found = await own.AsNoTracking().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, cancel);
        var taken = new List<Data.Conversations.FeedbackFile>();
        foreach (var id in ids.Distinct())
        {
            if (!found.TryGetValue(id, out var upload))
                throw new RuleBroken("FILE_GONE", "A file of this comment is not here any more. Choose it again.");
            if (files.Length(id) != upload.Length)
                throw new RuleBroken("FILE_INCOMPLETE", "{0} has not arrived yet. Wait for it, or take it out of the comment.", upload.FileName);
            await using var bytes = File.OpenRead(files.PathOf(id));
            taken.Add(await attachments.Take(bytes, upload.FileName, cancel));
        }

        return taken;
    }

    /// <summary>After the comment is saved: a comment that was refused finds its files where they were.</summary>
    public async Task Forget(IReadOnlyList<Guid>? ids)
    {
        if (ids is not { Count: > 0 })
            return;
        foreach (var id in ids)
            files.Discard(id);
        await db.Uploads.Where(u => ids.Contains(u.Id)).ExecuteDeleteAsync(CancellationToken.None);
    }
}
