using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Histories;

/// <summary>Brings in the posts that somebody asked for, and goes on with what the networks made wait.</summary>
[DisallowConcurrentExecution]
public sealed class ReadHistoriesJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    const int Together = 2;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var due = await db.ChannelHistories.Everywhere().Where(h => h.ActAt <= now && (h.LeasedUntil == null || h.LeasedUntil < now)).OrderBy(h => h.ActAt).Take(20)
            .Select(h => new { h.Id, h.WorkspaceId }).ToListAsync(cancellationToken);
        if (due.Count == 0)
            return;
        var (lease, until, ids) = (Guid.NewGuid(), now.AddMinutes(10), due.ConvertAll(h => h.Id));
        // Another node may have taken some since; the lease says which are ours.
        await db.ChannelHistories.Everywhere().Where(h => ids.Contains(h.Id) && h.ActAt <= now && (h.LeasedUntil == null || h.LeasedUntil < now))
            .ExecuteUpdateAsync(h => h.SetProperty(x => x.LeaseId, lease).SetProperty(x => x.LeasedUntil, until), cancellationToken);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = cancellationToken },
            async (history, stop) => await each.In<HistoryReader>(history.WorkspaceId, reader => reader.Read(history.Id, lease, stop), stop));
    }
}
