using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Labels;

namespace Planable.Data.Slots;

/// <summary>For which labels slots are kept now. One that was removed keeps nothing, one that was merged hands its slots on; brought back, it has them again.</summary>
public sealed class KeptSlots(IReadOnlyDictionary<Guid, Guid?> labels)
{
    public IReadOnlyCollection<Slot> Of(Channel channel) => Of(channel.Slots);

    public IReadOnlyCollection<Slot> Of(IReadOnlyCollection<Slot> slots) =>
        slots.All(s => s.LabelId is null) ? slots : [.. slots.Select(s => s.LabelId is { } label ? s with { LabelId = labels.GetValueOrDefault(label) } : s)];
}

public static class KeptSlotsReading
{
    /// <summary>Asks nothing where no slot is kept for a label.</summary>
    public static Task<KeptSlots> KeptSlots(this PlanableDb db, IReadOnlyCollection<Channel> channels, CancellationToken cancel) => db.KeptSlots([.. channels.SelectMany(c => c.Slots)], cancel);

    public static async Task<KeptSlots> KeptSlots(this PlanableDb db, IReadOnlyCollection<Slot> slots, CancellationToken cancel)
    {
        var ids = slots.Select(s => s.LabelId).OfType<Guid>().Distinct().ToList();
        if (ids.Count == 0)
            return new KeptSlots(new Dictionary<Guid, Guid?>());
        var labels = await db.Labels.IncludingRemoved().Where(l => ids.Contains(l.Id)).Select(l => new { l.Id, l.RemovedAt, l.MergedIntoId }).ToListAsync(cancel);
        return new KeptSlots(labels.ToDictionary(l => l.Id, l => l.RemovedAt is null ? l.Id : l.MergedIntoId));
    }
}
