using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Approvals;

/// <summary>Does what the clock has to do about posts that wait for approval.</summary>
[DisallowConcurrentExecution]
public sealed class WatchApprovalsJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var due = await db.Posts.Everywhere().ApprovalsDue(clock.GetUtcNow()).Select(p => p.WorkspaceId).Distinct().ToListAsync(cancellationToken);
        foreach (var id in due)
            await each.In<ApprovalWatch>(id, watch => watch.LookAtDue(cancellationToken), cancellationToken);
    }
}
