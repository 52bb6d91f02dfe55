using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Posts;
using Planable.Data.Risks;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Risks;

/// <summary>Has planned posts looked at before their time, in the workspaces where some are due for a look.</summary>
[DisallowConcurrentExecution]
public sealed class PreflightJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var behind = await db.Workspaces
            .Where(w => w.LastSequence > (db.LogCursors.Everywhere().Where(c => c.WorkspaceId == w.Id && c.Reader == PreflightReading.Reader).Select(c => (long?)c.Sequence).FirstOrDefault() ?? 0))
            .Select(w => w.Id).ToListAsync(cancellationToken);
        foreach (var id in behind)
            await each.In<PreflightReading>(id, reading => reading.ReadOn(cancellationToken), cancellationToken);

        var due = await Preflight.Due(db.Posts.Everywhere(), clock.GetUtcNow()).Select(p => p.WorkspaceId).Distinct().ToListAsync(cancellationToken);
        foreach (var id in due)
            await each.In<Preflight>(id, preflight => preflight.CheckDue(cancellationToken), cancellationToken);
        await db.Risks.Everywhere().Where(r => !db.Posts.Everywhere().Any(p => p.Id == r.PostId && p.State == PostState.Scheduled && p.DeletedAt == null)).ExecuteDeleteAsync(cancellationToken);
    }
}
