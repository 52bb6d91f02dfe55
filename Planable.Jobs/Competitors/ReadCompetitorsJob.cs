using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Competitors;

/// <summary>Reads public profiles once a day, and new ones soon.</summary>
[DisallowConcurrentExecution]
public sealed class ReadCompetitorsJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    const int AtOnce = 50;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var due = await db.Competitors.Everywhere().Where(c => c.ActAt <= now && (c.LeasedUntil == null || c.LeasedUntil < now)).OrderBy(c => c.ActAt).Take(AtOnce)
            .Select(c => new { c.Id, c.WorkspaceId }).ToListAsync(cancellationToken);
        if (due.Count == 0)
            return;
        var (lease, until, ids) = (Guid.NewGuid(), now.AddMinutes(10), due.ConvertAll(c => c.Id));
        // Another node may have taken some since; the lease says which are ours.
        await db.Competitors.Everywhere().Where(c => ids.Contains(c.Id) && c.ActAt <= now && (c.LeasedUntil == null || c.LeasedUntil < now))
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.LeaseId, lease).SetProperty(x => x.LeasedUntil, until), cancellationToken);
        foreach (var competitor in due)
            await each.In<CompetitorReader>(competitor.WorkspaceId, reader => reader.Read(competitor.Id, lease, cancellationToken), cancellationToken);
    }
}
