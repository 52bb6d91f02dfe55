namespace Planable.Web.Feeds;

/// <summary>What somebody else's calendar says about a day.</summary>
/// <param name="Calendar">Whose it is.</param>
public sealed record DayOverlay(string Title, TimeOnly? Time, string Calendar)
{
    /// <summary>Each entry on every one of its days that are shown; its time stands on the first.</summary>
    public static ILookup<DateOnly, DayOverlay> OnDays(IEnumerable<(DateOnly First, DateOnly Last, DayOverlay Entry)> entries, DateOnly first, DateOnly last) =>
        entries
            .SelectMany(e => Days(e.First < first ? first : e.First, e.Last > last ? last : e.Last).Select(day => (day, Entry: day == e.First ? e.Entry : e.Entry with { Time = null })))
            .ToLookup(d => d.day, d => d.Entry);

    static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to) => Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays);
}
