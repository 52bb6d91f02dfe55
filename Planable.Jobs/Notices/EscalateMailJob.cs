using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Notices;

/// <summary>Looks for mails of notices and reports that do not arrive, and has each workspace told.</summary>
[DisallowConcurrentExecution]
public sealed class EscalateMailJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var concerned = await UndeliveredMails.Of(db, clock.GetUtcNow())
            .Join(db.Notices.Everywhere(), m => m.Id, n => n.MailId, (m, n) => n.WorkspaceId).Distinct().ToListAsync(cancellationToken);
        foreach (var id in concerned)
            await each.In<UndeliveredMails>(id, mails => mails.Escalate(cancellationToken), cancellationToken);
        foreach (var id in await ReturnedReports.Concerned(db, cancellationToken))
            await each.In<ReturnedReports>(id, reports => reports.Tell(cancellationToken), cancellationToken);
    }
}
