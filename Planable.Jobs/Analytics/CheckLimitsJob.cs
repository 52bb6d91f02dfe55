using Planable.Data.Analytics;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Analytics;

[DisallowConcurrentExecution]
public sealed class CheckLimitsJob(EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await each.Run<LimitChecks>(limits => limits.Run(cancellationToken), cancellationToken);
}
