using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Web.Http;

namespace Planable.Web.Feeds;

/// <param name="Calendar">Whose it is.</param>
public sealed record DayOverlay(string Title, TimeOnly? Time, string Calendar);

/// <summary>What other people's calendars say about days.</summary>
public sealed class OverlayDays(PlanableDb db, Current current)
{
    const int MostEvents = 400;

    public async Task<ILookup<DateOnly, DayOverlay>> Read(DateOnly first, DateOnly last, CancellationToken cancel)
    {
        var isClient = current.Member.IsClient;
        var found = !current.Workspace.HasOverlays ? [] : await db.OverlayEvents.AsNoTracking()
            .Where(e => e.First <= last && e.Last >= first && (!isClient || e.Overlay.Audience == Audience.Client))
            .OrderBy(e => e.First).ThenBy(e => e.Title).Take(MostEvents)
            .Select(e => new { e.Title, e.First, e.Last, e.Time, e.Overlay.Name })
            .ToListAsync(cancel);
        return found
            .SelectMany(e => Days(e.First < first ? first : e.First, e.Last > last ? last : e.Last).Select(day => (day, Overlay: new DayOverlay(e.Title, day == e.First ? e.Time : null, e.Name))))
            .ToLookup(d => d.day, d => d.Overlay);
    }

    static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to) => Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays);
}
