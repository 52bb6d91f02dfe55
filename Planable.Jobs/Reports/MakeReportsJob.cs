using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Reports;

[DisallowConcurrentExecution]
public sealed class MakeReportsJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var troubles = new List<Exception>();
        foreach (var workspace in await ReportRuns.Due(db, clock.GetUtcNow()).ToListAsync(cancellationToken))
        {
            try
            {
                await each.In<ReportRuns>(workspace, runs => runs.Work(cancellationToken), cancellationToken);
            }
            catch (AggregateException trouble)
            {
                // The next client's reports do not wait for it.
                troubles.Add(trouble);
            }
        }

        if (troubles.Count > 0)
            throw new AggregateException(troubles);
    }
}
