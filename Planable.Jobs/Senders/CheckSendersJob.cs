using Quartz;

namespace Planable.Jobs.Senders;

[DisallowConcurrentExecution]
public sealed class CheckSendersJob(SenderChecks checks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await checks.CheckDue(cancellationToken);
}
