using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Recurrences;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Recurrences;

/// <summary>An occurrence was approved: the others of its series that say the same are too, where the series is set so.</summary>
[DisallowConcurrentExecution]
public sealed class ShareApprovalsJob(PlanableDb db, EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        foreach (var workspace in await RecurringPosts.WithApprovalsToShare(db).ToListAsync(cancellationToken))
            await each.In<RecurringPosts>(workspace, recurring => recurring.ShareApprovals(cancellationToken), cancellationToken);
    }
}
