using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Approvals;

public static class ApprovalQueries
{
    /// <summary>Posts of the entered workspace that wait for this person's decision.</summary>
    public static IQueryable<Post> AwaitingDecisionBy(this IQueryable<Post> posts, Guid personId)
    {
        var key = Key(personId);
        return posts.Where(p => p.ApprovalState == ApprovalState.Waiting && p.WaitingFor != null && p.WaitingFor.Contains(key));
    }

    /// <summary>Posts that wait for this person's decision, in all workspaces they belong to.</summary>
    public static IQueryable<Post> ApprovalsOf(this PlanableDb db, Guid personId) =>
        db.Posts.Everywhere().AwaitingDecisionBy(personId)
            .Where(p => p.DeletedAt == null && db.Members.Everywhere().Any(m => m.WorkspaceId == p.WorkspaceId && m.PersonId == personId && m.LeftAt == null));

    /// <summary>Members came, left or changed: every post of the entered workspace that waits finds its people anew. The caller saves.</summary>
    public static async Task RecountApprovals(this PlanableDb db, Workspace workspace, DateTimeOffset at, CancellationToken cancel)
    {
        // What was done to members is not saved yet, so they are taken from the unit of work where they are in it.
        var stored = await db.Members.Include(m => m.Person).ToListAsync(cancel);
        var everyone = stored.Concat(db.Members.Local.Where(m => m.WorkspaceId == workspace.Id)).DistinctBy(m => m.Id).Where(m => m.IsActive).ToList();
        foreach (var post in await db.Posts.Whole().Where(p => p.ApprovalState == ApprovalState.Waiting || (p.ApprovalState == ApprovalState.Approved && (p.State == PostState.Draft || p.State == PostState.Scheduled || p.State == PostState.Held))).ToListAsync(cancel))
            post.Recount(everyone, workspace, at);
    }

    /// <summary>Posts about whose approval the clock has something to do.</summary>
    public static IQueryable<Post> ApprovalsDue(this IQueryable<Post> posts, DateTimeOffset at) => posts.Where(p => p.ApprovalWakesAt <= at && p.DeletedAt == null);

    internal static string? Keys(IReadOnlyCollection<Approver> people) => people.Count == 0 ? null : string.Concat(people.Select(p => Key(p.PersonId)));

    public static string Key(Guid personId) => $"|{personId:N}";
}
