using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Workspaces;
using Quartz;

namespace Planable.Jobs.Coauthors;

/// <summary>Throws away shared drafts that nobody has had open for a day. The posts have what was saved.</summary>
[DisallowConcurrentExecution]
public sealed class ForgetDraftsJob(PlanableDb db, TimeProvider clock) : IJob
{
    static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var before = clock.GetUtcNow() - Patience;
        await db.Coauthors.Everywhere().Where(c => c.SeenAt < before).ExecuteDeleteAsync(cancellationToken);
        await db.SharedDrafts.Everywhere().Where(d => d.TouchedAt < before && !db.Coauthors.Everywhere().Any(c => c.PostId == d.PostId)).ExecuteDeleteAsync(cancellationToken);
    }
}
