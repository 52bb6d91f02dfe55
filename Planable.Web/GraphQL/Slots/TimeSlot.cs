using Planable.Data.Labels;
using Planable.Data.Slots;
using Planable.Web.GraphQL.Labels;

namespace Planable.Web.GraphQL.Slots;

/// <summary>A preferred time of a channel: a day of the week and a time of day in the workspace's zone.</summary>
[ObjectType("Slot")]
public sealed class TimeSlot(Slot slot, Guid channelId)
{
    [ID("Slot")]
    public string Id => $"{channelId:N}-{slot.Id:N}";

    public DayOfWeek Day => slot.Day;

    public TimeOnly Time => slot.Time;

    [GraphQLDescription("Only posts with this label take it.")]
    public async Task<Label?> GetLabel(ILabelByIdDataLoader labels, CancellationToken cancel) => slot.LabelId is { } id ? await labels.LoadAsync(id, cancel) : null;
}
