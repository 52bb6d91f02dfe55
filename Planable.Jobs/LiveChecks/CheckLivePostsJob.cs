using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.LiveChecks;

/// <summary>Looks at live posts when it is time to.</summary>
[DisallowConcurrentExecution]
public sealed class CheckLivePostsJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    const int Together = 8;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var due = await db.LiveChecks.Everywhere().Where(c => c.ActAt <= now && (c.LeasedUntil == null || c.LeasedUntil < now)).OrderBy(c => c.ActAt).Take(200)
            .Select(c => new { c.Id, c.WorkspaceId }).ToListAsync(cancellationToken);
        var (lease, until) = (Guid.NewGuid(), now.AddMinutes(10));
        var ids = due.ConvertAll(c => c.Id);
        if (ids.Count == 0)
            return;
        // Another node may have taken some since; the lease says which are ours.
        await db.LiveChecks.Everywhere().Where(c => ids.Contains(c.Id) && c.ActAt <= now && (c.LeasedUntil == null || c.LeasedUntil < now))
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.LeaseId, lease).SetProperty(x => x.LeasedUntil, until), cancellationToken);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = cancellationToken },
            async (check, stop) => await each.In<LiveChecker>(check.WorkspaceId, checker => checker.Look(check.Id, lease, stop), stop));
    }
}
