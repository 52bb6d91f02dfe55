using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Imports;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Workspaces;
using Planable.Jobs.Notices;

namespace Planable.Jobs.Imports;

/// <summary>
/// Turns rows into posts, some a transaction. A post has the id of its row and the row is marked with it: cut off anywhere and begun again, also by two at once,
/// each row becomes one post.
/// </summary>
public sealed class ImportRunner(PlanableDb db, ImportReading reading, NoticeDesk desk, TimeProvider clock)
{
    const int RowsAtOnce = 50;

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public async Task Carry(Guid importId, CancellationToken cancel)
    {
        var last = (int?)0;
        while (last is { } after && await Extend(importId, cancel))
        {
            last = await CarrySome(importId, after, cancel);
            db.ChangeTracker.Clear();
        }

        db.ChangeTracker.Clear();
        var import = await db.Imports.SingleAsync(i => i.Id == importId, cancel);
        if (!import.IsRunning)
            return;
        var posts = await db.ImportRows.CountAsync(r => r.ImportId == importId && r.IsImported, cancel);
        var left = await db.ImportRows.CountAsync(r => r.ImportId == importId && !r.IsImported, cancel);
        import.Finish(posts, clock.GetUtcNow());
        var said = left == 0 ? $"{import.FileName} is imported: {posts} posts." : $"{import.FileName} is imported: {posts} posts, {left} rows left out.";
        if (await db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.Id == import.ById, cancel) is { } by)
            desk.Raise(by, await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == import.WorkspaceId, cancel), new NoticeText($"import:{import.Id:N}:{import.StartedAt?.UtcTicks}", "import.finished", said));
        await db.SaveChangesAsync(cancel);
    }

    /// <returns>False if somebody stopped it.</returns>
    async Task<bool> Extend(Guid importId, CancellationToken cancel)
    {
        var until = clock.GetUtcNow() + Lease;
        return await db.Imports.Where(i => i.Id == importId && i.State == ImportState.Running).ExecuteUpdateAsync(i => i.SetProperty(x => x.LeasedUntil, until), cancel) == 1;
    }

    /// <returns>The last row that was looked at; null when there are no more.</returns>
    async Task<int?> CarrySome(Guid importId, int after, CancellationToken cancel)
    {
        var import = await db.Imports.Include(i => i.By).ThenInclude(m => m.Person).SingleAsync(i => i.Id == importId, cancel);
        using var eyes = db.SeeAs(import.By);
        var rows = await db.ImportRows.Where(r => r.ImportId == importId && r.Number > after && !r.IsImported && !r.IsLeftOut).OrderBy(r => r.Number).Take(RowsAtOnce).ToListAsync(cancel);
        if (rows.Count == 0 || !import.By.Can(Permission.WritePosts))
            return null;
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var dry = await reading.Prepare(import, rows, workspace, import.By, cancel);
        foreach (var row in rows)
        {
            if (dry.Read(row) is { IsReady: true } ready)
                db.Posts.Add(DryRun.Make(ready, workspace, import.By, clock.GetUtcNow()));
        }

        await db.SaveChangesAsync(cancel);
        return rows[^1].Number;
    }
}
