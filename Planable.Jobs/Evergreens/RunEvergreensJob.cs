using Planable.Data.Evergreens;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Evergreens;

[DisallowConcurrentExecution]
public sealed class RunEvergreensJob(EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await each.Run<EvergreenRuns>(runs => runs.MakeDue(cancellationToken), cancellationToken);
}
