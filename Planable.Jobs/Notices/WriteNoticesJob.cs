using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Notices;

/// <summary>Brings every workspace's notices up to date with its log, and writes the mails that are due.</summary>
[DisallowConcurrentExecution]
public sealed class WriteNoticesJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var behind = await db.Workspaces
            .Where(w => w.LastSequence > (db.LogCursors.Everywhere().Where(c => c.WorkspaceId == w.Id && c.Reader == NoticeWriter.Reader).Select(c => (long?)c.Sequence).FirstOrDefault() ?? 0))
            .Select(w => w.Id).ToListAsync(cancellationToken);
        foreach (var id in behind)
            await each.In<NoticeWriter>(id, writer => writer.ReadOn(cancellationToken), cancellationToken);

        var now = clock.GetUtcNow();
        var toMail = await db.Notices.Everywhere().Where(n => n.MailAt <= now).Select(n => n.WorkspaceId).Distinct().ToListAsync(cancellationToken);
        foreach (var id in toMail)
            await each.In<NoticeMails>(id, mails => mails.WriteDue(cancellationToken), cancellationToken);
    }
}
