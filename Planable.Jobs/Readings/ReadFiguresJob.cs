using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Readings;

/// <summary>Reads figures that somebody asked for, and goes on with what the networks made wait.</summary>
[DisallowConcurrentExecution]
public sealed class ReadFiguresJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    const int Together = 4;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var due = await db.ChannelSyncs.Everywhere().Where(s => s.ActAt <= now && (s.LeasedUntil == null || s.LeasedUntil < now)).OrderBy(s => s.ActAt).Take(50)
            .Select(s => new { s.Id, s.WorkspaceId }).ToListAsync(cancellationToken);
        if (due.Count == 0)
            return;
        var (lease, until, ids) = (Guid.NewGuid(), now.AddMinutes(10), due.ConvertAll(s => s.Id));
        // Another node may have taken some since; the lease says which are ours.
        await db.ChannelSyncs.Everywhere().Where(s => ids.Contains(s.Id) && s.ActAt <= now && (s.LeasedUntil == null || s.LeasedUntil < now))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.LeaseId, lease).SetProperty(x => x.LeasedUntil, until), cancellationToken);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = cancellationToken },
            async (sync, stop) => await each.In<FigureReader>(sync.WorkspaceId, reader => reader.Read(sync.Id, lease, stop), stop));
    }
}
