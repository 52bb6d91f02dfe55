using System.Globalization;
using Microsoft.Extensions.Localization;
using Planable.Data.Approvals;
using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Data.Media;
using Planable.Data.Posts;
using Planable.Web.Media;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Calendar;

/// <param name="Local">In the workspace's zone; null without a date.</param>
/// <param name="Words">How the text begins, on one line.</param>
/// <param name="Networks">Keys, each once; of what goes to no network the key of its kind.</param>
/// <param name="Picture">The first one.</param>
/// <param name="CanMove">By the person who looks, now.</param>
public sealed record CalendarCard(Guid Id, DateTime? Local, PostState State, string Words, IReadOnlyList<string> Networks, CardPicture? Picture, bool CanMove)
{
    public ApprovalState Approval { get; init; }

    /// <summary>Planned, and it will not go out unless somebody acts.</summary>
    public bool AtRisk { get; init; }

    /// <summary>Somebody put it out on the network itself.</summary>
    public bool IsFromOutside { get; init; }

    /// <summary>Whose phone has it, to be put out by hand; null for the client's people, and where nobody's has.</summary>
    public string? Phone { get; init; }

    /// <summary>Threads the reader sees that wait for an answer.</summary>
    public int OpenThreads { get; init; }

    /// <summary>How it stands with those who decide, of what missed its time by waiting for them.</summary>
    public PostApproval? Missed { get; init; }

    /// <summary>Somebody of the client looks, who does not know the team's names.</summary>
    public bool IsForClient { get; init; }

    /// <summary>What its mark says: a draft that is looked at, or was, is more than a draft.</summary>
    public string Shown => AtRisk ? "atrisk" : IsFromOutside ? "outside" : Phone is not null ? State == PostState.Held ? "phoneoverdue" : "phone" : Missed is not null ? "missed" : StateMarkTagHelper.NameOf(State, Approval);

    /// <summary>In words, where the usual ones would not name the person.</summary>
    public string? Said(IStringLocalizer<Words> words) => Missed is { } approval ? Approvals.ApprovalWords.Missed(words, approval, IsForClient) : Phone is not { } name ? null : words[State == PostState.Held ? "Waiting for {0}'s phone, overdue" : "Waiting for {0}'s phone", name.Split(' ', 2)[0]].Value;

    public string Small(int width) => Picture?.Small(Networks.Count > 0 ? Networks[0] : null, width) ?? "";
}

/// <summary>The first picture of a post, as the post shows it.</summary>
public sealed record CardPicture(Guid Id, MediaEdits? Edits)
{
    /// <summary>Below the media's address.</summary>
    /// <param name="network">The first it goes to.</param>
    public string Small(string? network, int width)
    {
        var small = string.Create(CultureInfo.InvariantCulture, $"{Id}/thumb?width={width}");
        if (Edits is null)
            return small;
        if (Edits.Video?.CoverAt is { } cover)
            return string.Create(CultureInfo.InvariantCulture, $"{small}&at={cover}");
        return Edits.For(network ?? MediaEdits.Everywhere, null) is { ChangesPixels: true } edit ? $"{small}&edit={EditAddress.Of(edit)}" : small;
    }
}

/// <param name="Cards">The first of the day.</param>
/// <param name="States">Of the first posts, for the dots of the phone's month.</param>
public sealed record CalendarDay(DateOnly Date, bool IsOther, bool IsPast, bool IsToday, IReadOnlyList<PostState> States, IReadOnlyList<CalendarCard> Cards, int Count)
{
    /// <summary>What other people's calendars say.</summary>
    public IReadOnlyList<Feeds.DayOverlay> Overlays { get; init; } = [];

    /// <summary>Places for posts that the week is missing.</summary>
    public IReadOnlyList<ShownGhost> Ghosts { get; init; } = [];

    public bool IsWeekend => Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    /// <summary>Rows of notes above the cards, the same for all days of a week.</summary>
    public int Lanes { get; init; }

    /// <summary>Those that begin here, or began before the days that are shown.</summary>
    public IReadOnlyList<ShownNote> Notes { get; init; } = [];
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

/// <param name="Query">With the view's own id.</param>
/// <param name="IsMine">Mine to change.</param>
public sealed record ViewLink(Guid Id, string Name, Audience Audience, CalendarQuery Query, string Owner, bool IsMine, bool IsDefault);

/// <param name="Month">The days shown.</param>
public abstract record CalendarPage(CalendarQuery Query, MonthDays Month, DateOnly Today, CalendarFilters Filters)
{
    public IReadOnlyList<ShownNote> Notes { get; init; } = [];

    public IReadOnlyList<ViewLink> Views { get; init; } = [];

    /// <summary>Of each week that is drawn, where there are targets.</summary>
    public IReadOnlyList<ShownGaps> Gaps { get; init; } = [];

    public ViewLink? Open => Views.FirstOrDefault(v => v.Id == Query.Saved);

    /// <summary>Looked at otherwise than it was saved.</summary>
    public bool IsChanged => Open is { } open && open.Query.Look() != Query.Look();

    public DateOnly Before => Query.View switch
    {
        CalendarView.Week => Month.First.AddDays(-7),
        CalendarView.Day => Month.First.AddDays(-1),
        _ => Month.Month.AddMonths(-1),
    };

    public DateOnly After => Query.View switch
    {
        CalendarView.Week => Month.First.AddDays(7),
        CalendarView.Day => Month.First.AddDays(1),
        _ => Month.Month.AddMonths(1),
    };
}

public sealed record MonthPage(CalendarQuery Query, MonthDays Month, DateOnly Today, CalendarFilters Filters, IReadOnlyList<CalendarDay> Days, IReadOnlyList<NoteWeek> Weeks, Tray? Tray)
    : CalendarPage(Query, Month, Today, Filters);

/// <param name="IsChosen">The one that a phone shows.</param>
public sealed record HoursDay(DateOnly Date, bool IsPast, bool IsToday, bool IsChosen, IReadOnlyList<PostState> States, int Count)
{
    /// <summary>What other people's calendars say.</summary>
    public IReadOnlyList<Feeds.DayOverlay> Overlays { get; init; } = [];

    public bool IsWeekend => Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}

/// <param name="Cards">As many as there is room for.</param>
public sealed record HourCell(HoursDay Day, IReadOnlyList<CalendarCard> Cards, int Count)
{
    public IReadOnlyList<ShownGhost> Ghosts { get; init; } = [];

    /// <summary>Channels that are answered best in this hour, as far as it is still to come.</summary>
    public IReadOnlyList<(string Channel, Data.BestTimes.OwnTimes? Own)> Best { get; init; } = [];
}

/// <param name="IsQuiet">At night, and nothing goes out on any of the days.</param>
public sealed record HourRow(int Hour, bool IsQuiet, IReadOnlyList<HourCell> Cells);

public sealed record HoursPage(
    CalendarQuery Query, MonthDays Month, DateOnly Today, CalendarFilters Filters, IReadOnlyList<HoursDay> Days, IReadOnlyList<HourRow> Rows, NoteWeek NoteRow, DateTime Now, Tray? Tray)
    : CalendarPage(Query, Month, Today, Filters);

public sealed record ListRow(CalendarCard Card, DateTimeOffset? At, string Author, IReadOnlyList<FilterChannel> Channels, DateTimeOffset EditedAt);

public sealed record ListPage(CalendarQuery Query, MonthDays Month, DateOnly Today, CalendarFilters Filters, IReadOnlyList<ListRow> Rows, bool HasAnyPost)
    : CalendarPage(Query, Month, Today, Filters)
{
    public const int Size = 50;

    public int Pages => Paged.Pages(Filters.Found, Size);
}

/// <param name="Preview">As the channel shows it; null if it goes nowhere yet.</param>
public sealed record FeedPost(CalendarCard Card, string Text, DateTimeOffset? At, string Author, PreviewCard? Preview, IReadOnlyList<FilterChannel> Channels, IReadOnlyList<PostPicture> Pictures);

public sealed record FeedPage(CalendarQuery Query, MonthDays Month, DateOnly Today, CalendarFilters Filters, IReadOnlyList<FeedPost> Posts, bool HasAnyPost)
    : CalendarPage(Query, Month, Today, Filters)
{
    public const int Size = 20;
    public const int TextLength = 4000;

    public int Pages => Paged.Pages(Filters.Found, Size);
}

/// <summary>A stage of the work.</summary>
/// <param name="Takes">States from which a post may be put here, and by which verb.</param>
/// <param name="Refuses">Why the others may not.</param>
public sealed record BoardColumn(string Name, string Title, IReadOnlyList<PostState> States, PostState? Takes, string Refuses, bool AlwaysThere)
{
    public static IReadOnlyList<BoardColumn> All { get; } =
    [
        new("draft", "Draft", [PostState.Draft], PostState.Scheduled, "What was handed to its channels is no draft any more.", true),
        new("scheduled", "Scheduled", [PostState.Scheduled], PostState.Draft, "What was handed to its channels is not scheduled again. Open the post to see what can be done.", true),
        new("publishing", "Publishing", [PostState.Publishing], null, "A post comes here by itself when its time has come.", false),
        new("trouble", "Needs attention", [PostState.Failed, PostState.Held, PostState.Unknown, PostState.PartlyPublished], null, "A post only comes here by itself, when a channel has not taken it.", false),
        new("published", "Published", [PostState.Published], null, "A post is published at its time. Open it to publish it now.", true),
    ];

    public IReadOnlyList<CalendarCard> Cards { get; init; } = [];

    public int Count { get; init; }
}

public sealed record BoardPage(CalendarQuery Query, MonthDays Month, DateOnly Today, CalendarFilters Filters, IReadOnlyList<BoardColumn> Columns, bool HasAnyPost)
    : CalendarPage(Query, Month, Today, Filters);

public sealed record GridPage(CalendarQuery Query, MonthDays Month, DateOnly Today, CalendarFilters Filters, IReadOnlyList<CalendarCard> Tiles, bool HasAnyPost)
    : CalendarPage(Query, Month, Today, Filters)
{
    public const int Size = 90;

    /// <summary>How many of those found go to no network and so stand on no profile.</summary>
    public int Apart { get; init; }

    public int Pages => Paged.Pages(Filters.Found - Apart, Size);
}

public static class Paged
{
    public static int Pages(int found, int size) => Math.Max(1, (found + size - 1) / size);
}

/// <summary>Parts of a month that changed.</summary>
public sealed record MonthChanges(MonthPage Page, IReadOnlyList<CalendarDay> Days, IReadOnlyList<ShownGaps> Gaps);

/// <summary>Everything of one day, or more of the tray.</summary>
public sealed record CardsPage(string Title, CalendarQuery Query, IReadOnlyList<CalendarCard> Cards, Tray? Tray = null);

/// <summary>Days below each other, with what their weeks lack.</summary>
public sealed record AgendaDays(IEnumerable<CalendarDay> Days, IReadOnlyList<ShownGaps> Gaps)
{
    /// <summary>It is said once, above the first place for a missing post.</summary>
    public bool BeginsGaps(ShownGaps week, CalendarDay day) => week.Ghosts.Count > 0 && DateOnly.FromDateTime(week.Ghosts.Min(g => g.Local)) == day.Date;
}
