using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Databases;
using Planable.Data.Links;
using Planable.Data.Logs;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Links;

/// <summary>Finds where short addresses lead, and counts who follows them: each person once a day, and nothing of them is kept when the day is over.</summary>
public sealed class LinkClicks(PlanableDb db, TimeProvider clock)
{
    public async Task<ShortLink?> Find(string code, CancellationToken cancel)
    {
        var kept = code.ToLowerInvariant();
        // On an agency's address its own clients only.
        return await db.ShortLinks.Everywhere().AsNoTracking().Where(l => db.Workspaces.Any(w => w.Id == l.WorkspaceId)).SingleOrDefaultAsync(l => l.Code == kept, cancel);
    }

    public async Task Count(ShortLink link, string address, string agent, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var salt = await Salt(today, cancel);
        db.Enter(link.WorkspaceId, Via.Link);
        var mark = salt.MarkOf(link.Id, address, agent);
        if (await db.LinkVisits.AnyAsync(v => v.LinkId == link.Id && v.Day == today && v.Mark == mark, cancel))
            return;
        var visit = db.LinkVisits.Add(new LinkVisit(link.Id, today, mark));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsDuplicate())
        {
            // Both of two clicks at once looked before either was written: it is one person.
            visit.State = EntityState.Detached;
        }
    }

    /// <summary>Adds up the days that are over, and forgets who it was.</summary>
    public async Task CloseDays(CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var over = await db.LinkVisits.Where(v => v.Day < today).GroupBy(v => new { v.LinkId, v.Day }).Select(g => new { g.Key.LinkId, g.Key.Day, People = g.Count() }).ToListAsync(cancel);
        if (over.Count == 0)
            return;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        foreach (var day in over)
        {
            if (await db.LinkDays.SingleOrDefaultAsync(d => d.LinkId == day.LinkId && d.Day == day.Day, cancel) is { } there)
                there.Add(day.People);
            else
                db.LinkDays.Add(new LinkDay(day.LinkId, day.Day, day.People));
        }

        await db.SaveChangesAsync(cancel);
        var gone = await db.LinkVisits.Where(v => v.Day < today).ExecuteDeleteAsync(cancel);
        // A click that was written meanwhile belongs to the next time.
        if (gone != over.Sum(d => d.People))
            return;
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Salts of days that are over: without them no mark can be tried against an address again.</summary>
    public Task ForgetSalts(CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return db.DaySalts.Where(s => s.Day < today).ExecuteDeleteAsync(cancel);
    }

    async Task<DaySalt> Salt(DateOnly day, CancellationToken cancel)
    {
        if (await db.DaySalts.AsNoTracking().SingleOrDefaultAsync(s => s.Day == day, cancel) is { } there)
            return there;
        var made = db.DaySalts.Add(new DaySalt(day));
        try
        {
            await db.SaveChangesAsync(cancel);
            return made.Entity;
        }
        catch (DbUpdateException taken) when (taken.IsDuplicate())
        {
            // Another node was first today.
            made.State = EntityState.Detached;
            return await db.DaySalts.AsNoTracking().SingleAsync(s => s.Day == day, cancel);
        }
    }
}
