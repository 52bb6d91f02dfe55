using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Members;
using Planable.Jobs.Media;
using Planable.Web.Conversations;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;
using Planable.Web.Media;

namespace Planable.Web.GraphQL.Conversations;

/// <summary>Files that a program has sent and that go with a comment, not into the library.</summary>
public sealed class CommentFiles(PlanableDb db, Current current, PartialFiles files, Attachments attachments)
{
    public async Task<IReadOnlyList<FeedbackFile>> Take(IReadOnlyList<Guid>? uploadIds, CancellationToken cancel)
    {
        if (uploadIds is not { Count: > 0 })
            return [];
        current.Must(Permission.Comment);
        if (uploadIds.Count > FeedbackFile.MostFiles)
            throw new RuleBroken("FILES_MANY", "A comment takes up to {0} files.", FeedbackFile.MostFiles);
        var (mine, taken) = (current.Member.Id, new List<FeedbackFile>());
        foreach (var id in uploadIds.Distinct())
        {
            var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.MemberId == mine && u.RequestId == null, cancel).Or("upload", "uploadIds");
            if (files.Length(id) != upload.Length)
                throw new Refused("FILE_INCOMPLETE", $"{files.Length(id)} of {upload.Length} bytes have arrived.", "uploadIds");
            await using (var bytes = File.OpenRead(files.PathOf(id)))
                taken.Add(await attachments.Take(bytes, upload.FileName, cancel));
            files.Discard(id);
            await db.Uploads.Where(u => u.Id == id).ExecuteDeleteAsync(CancellationToken.None);
        }

        return taken;
    }
}
