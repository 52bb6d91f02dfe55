using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Media;

/// <summary>Works off the videos that wait to be converted, one after the other.</summary>
[DisallowConcurrentExecution]
public sealed class ConvertVideosJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        while (await Claim(cancellationToken) is { } claimed)
            await each.In<VideoConversions>(claimed.WorkspaceId, conversions => conversions.Convert(claimed.Id, cancellationToken), cancellationToken);
    }

    async Task<Claimed?> Claim(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var until = now + VideoConversions.Lease;
        var free = db.Conversions.Everywhere().Where(c => c.State == ConversionState.Queued || (c.State == ConversionState.Running && c.LeasedUntil < now));
        while (await free.OrderBy(c => c.QueuedAt).Select(c => new Claimed(c.Id, c.WorkspaceId)).FirstOrDefaultAsync(cancel) is { } next)
        {
            var taken = await free.Where(c => c.Id == next.Id)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.State, ConversionState.Running).SetProperty(x => x.LeasedUntil, until).SetProperty(x => x.Starts, x => x.Starts + 1), cancel);
            if (taken == 1)
                return next;
        }

        return null;
    }

    sealed record Claimed(Guid Id, Guid WorkspaceId);
}
