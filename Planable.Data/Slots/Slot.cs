using Planable.Data.Times;

namespace Planable.Data.Slots;

/// <summary>A preferred time of a channel: a day of the week and a wall-clock time where the client is.</summary>
/// <param name="LabelId">Only posts with this label take it; null takes those whose labels have no slots of their own.</param>
public sealed record Slot(Guid Id, DayOfWeek Day, TimeOnly Time, Guid? LabelId = null)
{
    /// <summary>Is the local time one of this slot's?</summary>
    public bool Holds(DateTime local) => local.DayOfWeek == Day && TimeOnly.FromDateTime(local) == Time;
}

/// <summary>One day's turn of a slot.</summary>
public sealed record SlotTime(Slot Slot, PlannedTime Time);

public static class SlotTimes
{
    /// <summary>The slots that a post with these labels may take: those kept for one of its labels; where there are none, those that are kept for nobody.</summary>
    public static IReadOnlyCollection<Slot> For(this IReadOnlyCollection<Slot> slots, IReadOnlyCollection<Guid> labels)
    {
        var own = slots.Where(s => s.LabelId is { } label && labels.Contains(label)).ToList();
        return own.Count > 0 ? own : [.. slots.Where(s => s.LabelId is null)];
    }

    /// <summary>In order of time, later than <paramref name="after"/> and up to the <paramref name="last"/> day. A turn that the clocks skip is left out; of one that comes twice it is the first.</summary>
    public static IEnumerable<SlotTime> Upcoming(this IReadOnlyCollection<Slot> slots, string zone, DateTimeOffset after, DateOnly last)
    {
        var inOrder = slots.OrderBy(s => s.Time).ToLookup(s => s.Day);
        for (var day = DateOnly.FromDateTime(Zones.ToLocal(after, zone)); day <= last; day = day.AddDays(1))
        {
            foreach (var slot in inOrder[day.DayOfWeek])
            {
                var local = day.ToDateTime(slot.Time);
                if (Zones.Read(local, zone) is LocalReading.Never)
                    continue;
                var time = PlannedTime.Read(local, zone, second: false);
                if (time.Instant > after)
                    yield return new SlotTime(slot, time);
            }
        }
    }
}
