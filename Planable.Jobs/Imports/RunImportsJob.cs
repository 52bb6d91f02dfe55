using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Imports;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Imports;

/// <summary>Goes on with imports that were started, those of a process that died too.</summary>
[DisallowConcurrentExecution]
public sealed class RunImportsJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var running = await db.Imports.Everywhere().Where(i => i.State == ImportState.Running && (i.LeasedUntil == null || i.LeasedUntil < now)).OrderBy(i => i.StartedAt).Select(i => new { i.Id, i.WorkspaceId }).ToListAsync(cancellationToken);
        foreach (var import in running)
        {
            // Another node may have taken it since; its lease says so.
            var until = now.AddMinutes(1);
            if (await db.Imports.Everywhere().Where(i => i.Id == import.Id && (i.LeasedUntil == null || i.LeasedUntil < now)).ExecuteUpdateAsync(i => i.SetProperty(x => x.LeasedUntil, until), cancellationToken) == 1)
                await each.In<ImportRunner>(import.WorkspaceId, runner => runner.Carry(import.Id, cancellationToken), cancellationToken);
        }
    }
}
