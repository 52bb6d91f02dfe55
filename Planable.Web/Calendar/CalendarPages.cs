using Planable.Data.Calendar;
using Planable.Data.Posts;

namespace Planable.Web.Calendar;

/// <param name="Local">In the workspace's zone; null without a date.</param>
/// <param name="Words">How the text begins, on one line.</param>
/// <param name="Networks">Keys, each once.</param>
/// <param name="Picture">The first one.</param>
/// <param name="CanMove">By the person who looks, now.</param>
public sealed record CalendarCard(Guid Id, DateTime? Local, PostState State, string Words, IReadOnlyList<string> Networks, Guid? Picture, bool CanMove);

/// <param name="Cards">The first of the day.</param>
/// <param name="States">Of the first posts, for the dots of the phone's month.</param>
public sealed record CalendarDay(DateOnly Date, bool IsOther, bool IsPast, bool IsToday, IReadOnlyList<PostState> States, IReadOnlyList<CalendarCard> Cards, int Count)
{
    /// <summary>What other people's calendars say.</summary>
    public IReadOnlyList<Feeds.DayOverlay> Overlays { get; init; } = [];

    public bool IsWeekend => Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}

public sealed record Tray(IReadOnlyList<CalendarCard> Cards, int Count, int Shown)
{
    public bool HasMore => Count > Shown;
}

public sealed record FilterChannel(Guid Id, string Name, string Network);

public sealed record FilterLabel(Guid Id, string Name, int Colour);

public sealed record FilterAuthor(Guid Id, string Name);

/// <summary>What can be filtered by, and how many posts each state holds under the other filters.</summary>
public sealed record CalendarFilters(CalendarQuery Query, IReadOnlyDictionary<PostState, int> Counts, int Found, IReadOnlyList<FilterChannel> Channels, IReadOnlyList<FilterAuthor> Authors)
{
    public IReadOnlyList<FilterLabel> Labels { get; init; } = [];

    public IReadOnlyList<FilterLabel> Campaigns { get; init; } = [];

    static readonly PostState[] Rare = [PostState.Failed, PostState.Held, PostState.Unknown, PostState.PartlyPublished, PostState.Publishing];

    /// <summary>What needs a person first; states that hardly ever occur only when they do.</summary>
    public IEnumerable<PostState> States =>
        Rare.Where(s => Counts.GetValueOrDefault(s) > 0 || Query.States.Contains(s)).Concat([PostState.Draft, PostState.Scheduled, PostState.Published]);
}

public abstract record CalendarPage(CalendarQuery Query, MonthDays Month, DateOnly Today, CalendarFilters Filters)
{
    public bool IsThisMonth => Month.Month == new DateOnly(Today.Year, Today.Month, 1);
}

public sealed record MonthPage(CalendarQuery Query, MonthDays Month, DateOnly Today, CalendarFilters Filters, IReadOnlyList<CalendarDay> Days, Tray? Tray)
    : CalendarPage(Query, Month, Today, Filters);

public sealed record ListRow(CalendarCard Card, DateTimeOffset? At, string Author, IReadOnlyList<FilterChannel> Channels, DateTimeOffset EditedAt);

public sealed record ListPage(CalendarQuery Query, MonthDays Month, DateOnly Today, CalendarFilters Filters, IReadOnlyList<ListRow> Rows, bool HasAnyPost)
    : CalendarPage(Query, Month, Today, Filters)
{
    public const int Size = 50;

    public int Pages => Math.Max(1, (Filters.Found + Size - 1) / Size);
}

/// <summary>Parts of a month that changed.</summary>
public sealed record MonthChanges(MonthPage Page, IReadOnlyList<CalendarDay> Days);

/// <summary>Everything of one day, or more of the tray.</summary>
public sealed record CardsPage(string Title, CalendarQuery Query, IReadOnlyList<CalendarCard> Cards, Tray? Tray = null);
