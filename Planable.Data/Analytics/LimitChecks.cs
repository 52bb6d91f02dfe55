using Microsoft.EntityFrameworkCore;
using Planable.Data.Times;

namespace Planable.Data.Analytics;

/// <summary>Looks once a day whether figures fell under their limits.</summary>
public sealed class LimitChecks(PlanableDb db, BoardReader boards, TimeProvider clock)
{
    public async Task Run(CancellationToken cancel)
    {
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var local = Zones.ToLocal(clock.GetUtcNow(), workspace.Zone);
        var today = DateOnly.FromDateTime(local);
        if (local.Hour < ChangeNotes.FromHour)
            return;
        var due = await db.FigureLimits.Include(l => l.Channel).Where(l => l.DroppedAt == null && (l.CheckedOn == null || l.CheckedOn < today)).ToListAsync(cancel);
        foreach (var window in due.GroupBy(l => l.Days))
        {
            var board = await boards.Read(AnalyticsQuery.Read(_ => null).Between(new DaySpan(today.AddDays(-window.Key), today.AddDays(-1))).Against(Comparison.None), today, cancel);
            foreach (var limit in window)
                limit.Check(ValueOf(limit, board), today, clock.GetUtcNow());
        }

        await db.SaveChangesAsync(cancel);
    }

    public static double ValueOf(FigureLimit limit, Board board) =>
        new BoardFigure(Metric.Of(limit.Metric), [.. board.Of(limit.Metric).Lines.Where(l => limit.ChannelId is null || l.Channel.Id == limit.ChannelId)]).Total;
}
