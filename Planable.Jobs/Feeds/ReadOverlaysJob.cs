using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Feeds;

[DisallowConcurrentExecution]
public sealed class ReadOverlaysJob(EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await each.Run<OverlayReader>(overlays => overlays.ReadDue(cancellationToken), cancellationToken);
}
