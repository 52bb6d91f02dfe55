using Planable.Data.BestTimes;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.BestTimes;

[DisallowConcurrentExecution]
public sealed class ReadOwnTimesJob(EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await each.Run<OwnTimesReading>(times => times.Read(cancellationToken), cancellationToken);
}
