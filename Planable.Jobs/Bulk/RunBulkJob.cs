using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Bulk;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Bulk;

/// <summary>Goes on with runs over many posts, those of a process that died too.</summary>
[DisallowConcurrentExecution]
public sealed class RunBulkJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var waiting = await db.BulkRuns.Everywhere().Where(r => r.State == BulkState.Waiting && (r.LeasedUntil == null || r.LeasedUntil < now)).OrderBy(r => r.At).Select(r => new { r.Id, r.WorkspaceId }).ToListAsync(cancellationToken);
        foreach (var run in waiting)
        {
            // Another node may have taken it since; its lease says so.
            var until = now.AddMinutes(1);
            if (await db.BulkRuns.Everywhere().Where(r => r.Id == run.Id && (r.LeasedUntil == null || r.LeasedUntil < now)).ExecuteUpdateAsync(r => r.SetProperty(x => x.LeasedUntil, until), cancellationToken) == 1)
                await each.In<BulkRunner>(run.WorkspaceId, runner => runner.Carry(run.Id, tells: true, cancellationToken), cancellationToken);
        }
    }
}
