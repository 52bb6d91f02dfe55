using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Web.Conversations;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Conversations;

/// <summary>Files that a program has sent and that go with a comment, not into the library.</summary>
public sealed class CommentFiles(PlanableDb db, Current current, SentFiles sent)
{
    public async Task<IReadOnlyList<FeedbackFile>> Take(IReadOnlyList<Guid>? uploadIds, CancellationToken cancel)
    {
        if (uploadIds is not { Count: > 0 })
            return [];
        current.Must(Permission.Comment);
        var mine = current.Member.Id;
        var own = db.Uploads.Where(u => u.MemberId == mine && u.RequestId == null);
        if (await own.CountAsync(u => uploadIds.Contains(u.Id), cancel) < uploadIds.Distinct().Count())
            throw Refused.NotFound("upload", "uploadIds");
        return await sent.Take(own, uploadIds, cancel);
    }

    /// <summary>After the comment is saved.</summary>
    public Task Forget(IReadOnlyList<Guid>? uploadIds) => sent.Forget(uploadIds);
}
