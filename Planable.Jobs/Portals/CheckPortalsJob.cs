using Quartz;

namespace Planable.Jobs.Portals;

[DisallowConcurrentExecution]
public sealed class CheckPortalsJob(PortalChecks checks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await checks.CheckDue(cancellationToken);
}
