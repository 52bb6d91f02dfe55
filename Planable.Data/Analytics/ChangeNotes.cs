using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Data.Readings;
using Planable.Data.Times;

namespace Planable.Data.Analytics;

/// <summary>Notes every morning what changed in the last thirty days, over all channels.</summary>
public sealed class ChangeNotes(PlanableDb db, BoardReader boards, PostScores scores, TimeProvider clock)
{
    /// <summary>Local hour from which on a day is noted: figures of the night have been read by then.</summary>
    public const int FromHour = 7;

    public static readonly IReadOnlyList<string> Metrics = [MetricName.Reach, MetricName.Engagements];

    public async Task Write(CancellationToken cancel)
    {
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var local = Zones.ToLocal(clock.GetUtcNow(), workspace.Zone);
        if (local.Hour < FromHour)
            return;
        var today = DateOnly.FromDateTime(local);
        var days = AnalyticsQuery.Read(_ => null).Days(today);
        if (await db.ChangeNotes.AnyAsync(n => n.To == days.To && n.From == days.From, cancel))
            return;
        foreach (var metric in Metrics)
        {
            var clauses = await Reckon(AnalyticsQuery.Read(_ => null).Showing(metric), today, workspace.Zone, cancel);
            if (clauses.Count > 0)
                db.ChangeNotes.Add(new ChangeNote(days, days.Before, metric, clauses, clock.GetUtcNow()));
        }

        await db.SaveChangesAsync(cancel);
    }

    async Task<IReadOnlyList<Clause>> Reckon(AnalyticsQuery query, DateOnly today, string zone, CancellationToken cancel)
    {
        var board = await boards.Read(query, today, cancel);
        if (board.Before is not { } before)
            return [];
        // As an owner of the client sees it: every post counts.
        var owner = await db.Members.Include(m => m.Person).Where(m => m.Role == Role.Owner).OrderBy(m => m.JoinedAt).FirstAsync(cancel);
        var posts = await scores.Read([.. board.Chosen.Select(c => c.Id)], new DaySpan(before.From, board.Days.To), zone, owner, cancel);
        return WhatChanged.Of(board, query.Metric, [.. posts.Where(p => board.Days.Holds(DateOnly.FromDateTime(p.Local)))], [.. posts.Where(p => before.Holds(DateOnly.FromDateTime(p.Local)))]);
    }
}
