using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Approvals;

/// <summary>Has posts look at the clock, each by itself: what one of them refuses must not hold up the others.</summary>
public sealed class ApprovalWatch(PlanableDb db, TimeProvider clock)
{
    /// <summary>What is left comes with the next run.</summary>
    const int Most = 200;

    public async Task LookAtDue(CancellationToken cancel)
    {
        var ids = await db.Posts.ApprovalsDue(clock.GetUtcNow()).OrderBy(p => p.ApprovalWakesAt).ThenBy(p => p.Id).Select(p => p.Id).Take(Most).ToListAsync(cancel);
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var people = LadderPeople.Of(await db.Members.AsNoTracking().Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel), workspace);
        foreach (var id in ids)
        {
            db.ChangeTracker.Clear();
            await Look(id, people, workspace, cancel);
        }
    }

    async Task Look(Guid id, LadderPeople people, Workspace workspace, CancellationToken cancel)
    {
        if (await db.Posts.Whole().SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } post)
            return;
        var (due, revision) = (post.ApprovalWakesAt, post.Revision);
        if (workspace.Approvals.Silence is not null)
            await db.LookForComments(post, null, cancel);
        post.LookAtClock(people, workspace, clock.GetUtcNow());
        db.ChangeTracker.DetectChanges();
        if (db.Entry(post).Properties.Where(p => p.IsModified).All(p => p.Metadata.Name == nameof(Post.ApprovalWakesAt)))
        {
            // Whoever has the post open was not overtaken by anybody: when to look next is no change of it.
            var next = post.ApprovalWakesAt;
            await db.Posts.Where(p => p.Id == id && p.Revision == revision && p.ApprovalWakesAt == due).ExecuteUpdateAsync(p => p.SetProperty(x => x.ApprovalWakesAt, next), cancel);
            return;
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody decided or changed it at this moment. It is still due, and looked at as it is then.
        }
    }
}
