using Planable.Data.Slots;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Targets;

/// <summary>A place in the week for a post that is missing.</summary>
/// <param name="ChannelId">Null if any channel will do and none has a slot there.</param>
/// <param name="LabelId">What it has to be about; null for anything.</param>
public sealed record GhostSlot(DateTime Local, Guid? ChannelId, Guid? LabelId);

/// <param name="Gaps">Of each target that the week is below.</param>
public sealed record WeekGaps(IReadOnlyList<WeekGap> Gaps, IReadOnlyList<GhostSlot> Ghosts);

/// <summary>A channel with its slots, as far as ghosts need to know it.</summary>
public sealed record SlotChannel(Guid Id, IReadOnlyCollection<Slot> Slots);

/// <summary>Finds what weeks lack and where it could go: free time slots first, else the emptiest days.</summary>
public sealed class GhostSlots(Workspace workspace, IReadOnlyCollection<SlotChannel> channels, DateTimeOffset now)
{
    static readonly TimeOnly Usually = new(9, 0);

    /// <summary>Of seven days. A week that is over lacks nothing any more.</summary>
    public WeekGaps Of(IReadOnlyCollection<WeekTarget> targets, DateOnly first, IReadOnlyCollection<PlannedPost> posts)
    {
        var last = first.AddDays(6);
        if (last < DateOnly.FromDateTime(Zones.ToLocal(now, workspace.Zone)))
            return new WeekGaps([], []);
        var (gaps, ghosts) = (new List<WeekGap>(), new List<GhostSlot>());
        var week = posts.ToList();
        // Channels first: what fills a channel's gap also counts for the whole.
        foreach (var target in targets.OrderBy(t => t.ChannelId is null))
        {
            var gap = target.GapOf([.. posts]);
            if (gap.Missing > 0)
                gaps.Add(gap);
            foreach (var label in target.GapOf(week).Each)
            {
                if (Place(target.ChannelId, label, first, last, week) is not { } ghost)
                    break;
                ghosts.Add(ghost);
                week.Add(new PlannedPost(Zones.ToInstantLeniently(ghost.Local, workspace.Zone), label is { } id ? [id] : [], ghost.ChannelId is { } channel ? [channel] : []));
            }
        }

        return new WeekGaps(gaps, ghosts);
    }

    GhostSlot? Place(Guid? channelId, Guid? label, DateOnly first, DateOnly last, List<PlannedPost> week)
    {
        var slots = channels.Where(c => channelId is null || c.Id == channelId)
            .SelectMany(c => c.Slots.For(label is { } id ? [id] : []).Upcoming(workspace.Zone, After(first), last).Select(t => (Channel: c.Id, t.Time)))
            .Where(t => workspace.BlackoutAt(t.Time.Instant) is null && !week.Exists(p => p.At == t.Time.Instant && p.Channels.Contains(t.Channel)))
            .Select(t => new GhostSlot(t.Time.Local, t.Channel, label));
        return slots.OrderBy(Crowd).ThenBy(g => g.Local).FirstOrDefault() ?? OnADay(channelId, label, first, last, Crowd);

        int Crowd(GhostSlot ghost) => week.Count(p => Zones.ToLocal(p.At, workspace.Zone).Date == ghost.Local.Date);
    }

    /// <summary>Without a slot: at nine on the emptiest day that is left, working days first.</summary>
    GhostSlot? OnADay(Guid? channelId, Guid? label, DateOnly first, DateOnly last, Func<GhostSlot, int> crowd) =>
        Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays)
            .Where(day => workspace.BlackoutOn(day) is null)
            .Select(day => day.ToDateTime(Usually))
            .Where(local => Zones.ToInstantLeniently(local, workspace.Zone) > now)
            .Select(local => new GhostSlot(local, channelId, label))
            .OrderBy(crowd).ThenBy(g => g.Local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday).ThenBy(g => g.Local)
            .FirstOrDefault();

    DateTimeOffset After(DateOnly first)
    {
        var start = Zones.ToInstantLeniently(first.ToDateTime(TimeOnly.MinValue), workspace.Zone).AddTicks(-1);
        return start > now ? start : now;
    }
}
