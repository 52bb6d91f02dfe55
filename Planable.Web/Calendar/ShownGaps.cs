using System.Globalization;
using Planable.Data.Calendar;
using Planable.Data.Targets;

namespace Planable.Web.Calendar;

/// <summary>A place for a missing post, as a link to the editor that fills in what is known of it.</summary>
/// <param name="Label">What it has to be about; null for anything.</param>
/// <param name="Channel">Null if it may go anywhere.</param>
public sealed record ShownGhost(DateTime Local, string? Label, string? Channel, string Link);

/// <summary>What one target lacks in a week.</summary>
/// <param name="Labels">Names of what it has to be about, and how many of each.</param>
/// <param name="Others">How many may be about anything.</param>
public sealed record ShownGap(string? Channel, int Planned, int Wanted, IReadOnlyList<(string Label, int Count)> Labels, int Others);

/// <summary>What a week lacks.</summary>
public sealed record ShownGaps(DateOnly First, DateOnly Last, IReadOnlyList<ShownGap> Gaps, IReadOnlyList<ShownGhost> Ghosts)
{
    public static ShownGaps Of(DateOnly first, DateOnly last, WeekGaps week, Facets facets) =>
        new(
            first,
            last,
            [
                .. week.Gaps.Select(g => new ShownGap(
                    g.Target.ChannelId is { } channel ? facets.Channel(channel) : null, g.Planned, g.Target.Posts,
                    [.. g.Labels.Select(l => (facets.Label(l.LabelId) ?? "", l.Count))], g.Each.Count(l => l is null))),
            ],
            [.. week.Ghosts.Select(g => new ShownGhost(g.Local, g.LabelId is { } label ? facets.Label(label) : null, g.ChannelId is { } channel ? facets.Channel(channel) : null, LinkOf(g)))]);

    /// <summary>Below the workspace's root.</summary>
    static string LinkOf(GhostSlot ghost) =>
        string.Create(CultureInfo.InvariantCulture, $"/posts/new?date={ghost.Local:yyyy-MM-dd}&time={ghost.Local:HH:mm}")
        + (ghost.ChannelId is { } channel ? $"&channel={channel}" : "") + (ghost.LabelId is { } label ? $"&label={label}" : "");
}
