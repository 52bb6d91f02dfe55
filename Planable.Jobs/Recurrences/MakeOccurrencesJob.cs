using Planable.Data.Recurrences;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Recurrences;

[DisallowConcurrentExecution]
public sealed class MakeOccurrencesJob(EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await each.Run<RecurringPosts>(recurring => recurring.MakeDue(cancellationToken), cancellationToken);
}
