using Planable.Data.Analytics;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Analytics;

[DisallowConcurrentExecution]
public sealed class NoteChangesJob(EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await each.Run<ChangeNotes>(notes => notes.Write(cancellationToken), cancellationToken);
}
