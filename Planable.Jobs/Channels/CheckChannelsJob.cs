using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Channels;

[DisallowConcurrentExecution]
public sealed class CheckChannelsJob(EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await each.Run<ChannelChecks>(checks => checks.CheckDue(cancellationToken), cancellationToken);
}
