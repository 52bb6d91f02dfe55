using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Channels;

[DisallowConcurrentExecution]
public sealed class CheckChannelsJob(EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await each.Run<ChannelChecks>(
            async checks =>
            {
                await checks.RenewDue(cancellationToken);
                await checks.CheckDue(cancellationToken);
            },
            cancellationToken);
}
