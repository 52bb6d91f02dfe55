using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Publishing;

/// <summary>Takes changes of live posts to their networks, those of a process that died too.</summary>
[DisallowConcurrentExecution]
public sealed class CarryLiveChangesJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var due = await db.LiveChanges.Everywhere().Where(c => c.ActAt <= now && (c.LeasedUntil == null || c.LeasedUntil < now)).OrderBy(c => c.ActAt).Take(50)
            .Select(c => new { c.Id, c.WorkspaceId }).ToListAsync(cancellationToken);
        foreach (var change in due)
        {
            // Another node may have taken it since; its lease says so.
            var (lease, until) = (Guid.NewGuid(), now.AddMinutes(2));
            if (await db.LiveChanges.Everywhere().Where(c => c.Id == change.Id && c.ActAt <= now && (c.LeasedUntil == null || c.LeasedUntil < now))
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.LeaseId, lease).SetProperty(x => x.LeasedUntil, until), cancellationToken) == 1)
                await each.In<LiveChanger>(change.WorkspaceId, changer => changer.Act(change.Id, lease, cancellationToken), cancellationToken);
        }
    }
}
