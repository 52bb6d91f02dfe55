using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Notices;

public static class NoticeQueries
{
    /// <summary>A person's own notices in all workspaces they still belong to, as far as they want them in Planable.</summary>
    public static IQueryable<Notice> NoticesOf(this PlanableDb db, Guid personId) =>
        db.NoticesWithMailsOf(personId).Where(n => n.IsInApp);

    /// <summary>Also those that only a mail told of.</summary>
    public static IQueryable<Notice> NoticesWithMailsOf(this PlanableDb db, Guid personId)
    {
        var own = db.Notices.Everywhere().Where(n => db.Members.Everywhere().Any(m => m.Id == n.MemberId && m.PersonId == personId && m.LeftAt == null));
        if (db.SeesAll)
            return own;
        var limited = db.LimitedWorkspaces;
        return own.Where(n => n.PostId == null || !limited.Contains(n.WorkspaceId) || db.Posts.Everywhere().Any(p => p.Id == n.PostId));
    }

    public static Task<int> UnreadOf(this PlanableDb db, Guid personId, CancellationToken cancel = default) => db.NoticesOf(personId).CountAsync(n => n.ReadAt == null, cancel);

    /// <summary>Who opens a post has seen what was said about it.</summary>
    public static Task<int> ReadAbout(this PlanableDb db, Guid postId, Member reader, DateTimeOffset at, CancellationToken cancel = default) =>
        db.Notices.Where(n => n.MemberId == reader.Id && n.PostId == postId && n.ReadAt == null).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, at), cancel);
}
