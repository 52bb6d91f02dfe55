using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Readings;

/// <summary>Has figures read from time to time, so that there are some before anybody asks, and those of every day can be compared.</summary>
[DisallowConcurrentExecution]
public sealed class QueueFiguresJob(EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await each.Run<FigureReader>(reader => reader.QueueDue(cancellationToken), cancellationToken);
}
