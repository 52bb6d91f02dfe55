using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Workspaces;
using Quartz;

namespace Planable.Jobs.Media;

/// <summary>Throws away what began to arrive and was given up.</summary>
[DisallowConcurrentExecution]
public sealed class ForgetUploadsJob(PlanableDb db, PartialFiles files, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var before = clock.GetUtcNow() - Upload.Patience;
        var given = await db.Uploads.Everywhere().Where(u => u.TouchedAt < before).OrderBy(u => u.TouchedAt).Select(u => u.Id).Take(1000).ToListAsync(cancellationToken);
        foreach (var id in given)
            files.Discard(id);
        await db.Uploads.Everywhere().Where(u => given.Contains(u.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}
