using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Times;
using Planable.Jobs.Notices;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Media;

/// <summary>Tells the team once a month which files may soon not be shown any more.</summary>
public sealed class EndingLicences(PlanableDb db, NoticeDesk desk, TimeProvider clock)
{
    /// <summary>Until the list after the next one, so that nothing ends unannounced.</summary>
    const int Ahead = 62;

    const int Named = 3;

    public async Task Tell(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var today = DateOnly.FromDateTime(Zones.ToLocal(now, workspace.Zone));
        var last = today.AddDays(Ahead);
        var ending = await db.Media.InLibrary().Where(a => a.LicensedUntil >= today && a.LicensedUntil <= last).OrderBy(a => a.LicensedUntil).Select(a => new { a.FileName, Until = a.LicensedUntil!.Value }).ToListAsync(cancel);
        if (ending.Count == 0)
            return;
        var words = string.Join(", ", ending.Take(Named).Select(e => $"{e.FileName} ({e.Until.ToString("d MMM yyyy", CultureInfo.InvariantCulture)})"));
        if (ending.Count > Named)
            words += $" and {ending.Count - Named} more";
        var key = $"licences:{today:yyyy-MM}";
        var told = await db.Notices.Where(n => n.Key == key).Select(n => n.MemberId).ToListAsync(cancel);
        foreach (var member in (await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel)).Where(m => m.Can(Permission.UploadMedia) && !m.IsClient && !told.Contains(m.Id)))
            desk.Raise(member, workspace, new NoticeText(key, "media.licences", $"Licences end soon: {words}"));
        await db.SaveChangesAsync(cancel);
    }
}

[DisallowConcurrentExecution]
public sealed class TellEndingLicencesJob(EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await each.Run<EndingLicences>(licences => licences.Tell(cancellationToken), cancellationToken);
}
