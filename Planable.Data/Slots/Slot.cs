using Planable.Data.Times;

namespace Planable.Data.Slots;

/// <summary>A preferred time of a channel: a day of the week and a wall-clock time where the client is.</summary>
public sealed record Slot(Guid Id, DayOfWeek Day, TimeOnly Time)
{
    /// <summary>Is the local time one of this slot's?</summary>
    public bool Holds(DateTime local) => local.DayOfWeek == Day && TimeOnly.FromDateTime(local) == Time;
}

/// <summary>One day's turn of a slot.</summary>
public sealed record SlotTime(Slot Slot, PlannedTime Time);

public static class SlotTimes
{
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
