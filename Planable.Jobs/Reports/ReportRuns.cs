using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Databases;
using Planable.Data.Mail;
using Planable.Data.Members;
using Planable.Data.Reports;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Jobs.Mail;
using Planable.Jobs.Media;

namespace Planable.Jobs.Reports;

/// <summary>Takes reports one step on: begins what is due, freezes what has its figures, sends what is released. Each step is saved by itself; done twice at once it counts once.</summary>
public sealed class ReportRuns(PlanableDb db, ReportReader reader, ReportPress press, IMediaStore store, Mailroom mailroom, TimeProvider clock)
{
    /// <summary>What most mailboxes still take.</summary>
    const long MostAttached = 12 * 1024 * 1024;

    /// <summary>Workspaces in which something is to be done.</summary>
    public static IQueryable<Guid> Due(PlanableDb db, DateTimeOffset now) =>
        db.Reports.Everywhere().Where(r => r.ActAt <= now).Select(r => r.WorkspaceId)
            .Union(db.ReportRuns.Everywhere().Where(r => r.State == ReportRunState.Waiting || (r.State == ReportRunState.Held && r.ReleasedAt != null)).Select(r => r.WorkspaceId))
            .Union(db.ReportRuns.Everywhere().Where(r => r.SendAt <= now && (r.State == ReportRunState.Released || (r.State == ReportRunState.Draft && r.Day != null && r.RemindedAt == null))).Select(r => r.WorkspaceId));

    /// <summary>A report that cannot be made stops no other; what went wrong is told when all are done.</summary>
    readonly List<Exception> troubles = [];

    public async Task Work(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        await Begin(now, cancel);
        foreach (var id in await db.ReportRuns.Where(r => r.State == ReportRunState.Waiting || (r.State == ReportRunState.Held && r.ReleasedAt != null)).Select(r => r.Id).ToListAsync(cancel))
            await Step(id, run => Freeze(run, workspace, now, cancel), cancel);
        foreach (var id in await db.ReportRuns.Where(r => r.State == ReportRunState.Draft && r.Day != null && r.SendAt <= now && r.RemindedAt == null).Select(r => r.Id).ToListAsync(cancel))
            await Step(id, run => { run.Remind(now); return Task.CompletedTask; }, cancel);
        foreach (var id in await db.ReportRuns.Where(r => r.State == ReportRunState.Released && r.SendAt <= now).OrderBy(r => r.SendAt).Select(r => r.Id).ToListAsync(cancel))
            await Step(id, run => Send(run, now, cancel), cancel);
        if (troubles.Count > 0)
            throw new AggregateException(troubles);
    }

    async Task Begin(DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var id in await db.Reports.Where(r => r.ActAt <= now).Select(r => r.Id).ToListAsync(cancel))
        {
            db.ChangeTracker.Clear();
            if (await db.Reports.SingleOrDefaultAsync(r => r.Id == id, cancel) is not { } report || report.Begin(now) is not { } run)
                continue;
            db.ReportRuns.Add(run);
            await Save(cancel);
        }
    }

    async Task Step(Guid id, Func<ReportRun, Task> step, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        if (await db.ReportRuns.SingleOrDefaultAsync(r => r.Id == id, cancel) is not { } run)
            return;
        try
        {
            await step(run);
            await Save(cancel);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            troubles.Add(trouble);
        }
    }

    /// <summary>Another node may have been faster; then there is nothing left to do.</summary>
    async Task Save(CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
        }
        catch (DbUpdateException twice) when (twice.IsDuplicate())
        {
            db.ChangeTracker.Clear();
        }
    }

    async Task Freeze(ReportRun run, Workspace workspace, DateTimeOffset now, CancellationToken cancel)
    {
        // Nothing is complete before its days are over.
        var over = Zones.ToInstantLeniently(run.To.AddDays(1).ToDateTime(TimeOnly.MinValue), workspace.Zone);
        if (now < over && run.Day is not null)
            return;
        var stale = await reader.Stale(workspace, run.To, cancel);
        if (stale.Count > 0 && run.State == ReportRunState.Waiting && !run.Wait(stale, over, now))
            return;
        var data = await reader.Read(workspace, run.Query, DateOnly.FromDateTime(Zones.ToLocal(now, workspace.Zone)), reader: null, cancel);
        run.Freeze(data with { At = now }, now);
    }

    async Task Send(ReportRun run, DateTimeOffset now, CancellationToken cancel)
    {
        var files = new List<ReportFile>();
        foreach (var locale in run.Recipients.Select(r => r.Locale ?? run.Locale).Append(run.Locale).Distinct())
        {
            var words = ReportWords.In(locale);
            var report = await press.Compose(run, words, cancel);
            files.Add(await Keep(report.Generate().Pdf, locale, run.FileName(locale, "pdf"), ReportFile.PdfType, cancel));
            if (run.Attaches == ReportAttachment.Csv)
                files.Add(await Keep(ReportTable.Csv(run.Data!, words), locale, run.FileName(locale, "csv"), ReportTable.CsvType, cancel));
            if (run.Attaches == ReportAttachment.Xlsx)
                files.Add(await Keep(ReportTable.Xlsx(run.Data!, words), locale, run.FileName(locale, "xlsx"), ReportTable.XlsxType, cancel));
        }

        foreach (var (delivery, token) in run.Send(files, now))
            await Mail(run, delivery, token);
    }

    /// <summary>The same files once more to one person.</summary>
    /// <param name="number">Which time it would be: asked for twice, it is sent once.</param>
    /// <returns>False if it is on its way already.</returns>
    public async Task<bool> SendAgain(ReportRun run, ReportDelivery first, int number, Member by, CancellationToken cancel)
    {
        if (number < 2 || await db.ReportDeliveries.AnyAsync(d => d.RunId == run.Id && d.Address == first.Address && d.Number >= number, cancel))
            return false;
        var (delivery, token) = run.SendAgain(new ReportRecipient(first.Name, first.Address, first.Locale), number, by, clock.GetUtcNow());
        await Mail(run, delivery, token);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>With the delivery, so that the mail exists exactly if it does.</summary>
    async Task Mail(ReportRun run, ReportDelivery delivery, string token)
    {
        db.ReportDeliveries.Add(delivery);
        var said = ReportWords.In(delivery.Locale);
        var files = run.Files.Where(f => f.Locale == delivery.Locale).ToList();
        // What no mailbox takes is read and fetched online.
        var attached = files.Sum(f => f.Bytes) <= MostAttached ? files : [];
        var online = mailroom.Link($"/report/{token}");
        var mail = await mailroom.Write<ReportMail>(
            delivery.MailKey,
            delivery.Address,
            $"{run.Data!.Client}: {run.Name}, {said.Days(run.From, run.To)}",
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ReportMail.Said)] = said,
                [nameof(ReportMail.Run)] = run,
                [nameof(ReportMail.Person)] = delivery.Name,
                [nameof(ReportMail.Online)] = online,
                [nameof(ReportMail.IsAttached)] = attached.Count > 0,
            },
            unsubscribe: $"{online}/mail");
        mail.Attach([.. attached.Select(f => new MailAttachment(f.Sha256, f.Name, f.ContentType))]);
    }

    async Task<ReportFile> Keep(byte[] bytes, string locale, string name, string contentType, CancellationToken cancel)
    {
        using var stream = new MemoryStream(bytes);
        return new ReportFile(locale, await store.Put(stream, cancel), name, contentType, bytes.Length);
    }
}
