using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Links;

/// <summary>Soon after midnight (UTC) nothing is left of yesterday's visitors but their number.</summary>
[DisallowConcurrentExecution]
public sealed class CloseLinkDaysJob(EachWorkspace each, LinkClicks clicks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await clicks.ForgetSalts(cancellationToken);
        await each.Run<LinkClicks>(one => one.CloseDays(cancellationToken), cancellationToken);
    }
}
