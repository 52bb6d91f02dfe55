using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Demographics;

/// <summary>Has networks asked who follows their accounts, a few at a time: nothing of it is urgent.</summary>
[DisallowConcurrentExecution]
public sealed class ReadDemographicsJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    const int AtOnce = 40;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await each.Run<DemographicsReader>(reader => reader.QueueDue(cancellationToken), cancellationToken);
        var now = clock.GetUtcNow();
        var due = await db.ChannelAudiences.Everywhere().Where(a => a.ActAt <= now && (a.LeasedUntil == null || a.LeasedUntil < now)).OrderBy(a => a.ActAt).Take(AtOnce)
            .Select(a => new { a.Id, a.WorkspaceId }).ToListAsync(cancellationToken);
        if (due.Count == 0)
            return;
        var (lease, until, ids) = (Guid.NewGuid(), now.AddMinutes(10), due.ConvertAll(a => a.Id));
        // Another node may have taken some since; the lease says which are ours.
        await db.ChannelAudiences.Everywhere().Where(a => ids.Contains(a.Id) && a.ActAt <= now && (a.LeasedUntil == null || a.LeasedUntil < now))
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.LeaseId, lease).SetProperty(x => x.LeasedUntil, until), cancellationToken);
        foreach (var audience in due)
            await each.In<DemographicsReader>(audience.WorkspaceId, reader => reader.Read(audience.Id, lease, cancellationToken), cancellationToken);
    }
}
