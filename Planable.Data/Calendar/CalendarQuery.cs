using System.Globalization;
using Planable.Data.Approvals;
using Planable.Data.Posts;

namespace Planable.Data.Calendar;

public enum CalendarView
{
    Month,
    Week,
    Day,
    List,
    Feed,
    Board,
    Grid,
}

public enum CalendarSort
{
    /// <summary>What comes next first, then what has no date, then what is over, the latest first: where all dates are shown.</summary>
    Next,
    Time,
    Text,
    State,
    Channel,
    Author,
    Edited,
}

/// <summary>
/// What somebody looks at in the calendar: view, days, filters, order. Read from an address and written back into one, so that an address can be
/// passed on. What it does not know is ignored. Every view filters by the same query: same filter, same posts.
/// </summary>
public sealed record CalendarQuery
{
    public CalendarView View { get; private init; }

    /// <summary>A day of the month to show; null is today.</summary>
    public DateOnly? Date { get; private init; }

    public IReadOnlyList<PostState> States { get; private init; } = [];

    /// <summary>How they stand with those who approve.</summary>
    public IReadOnlyList<ApprovalState> Approvals { get; private init; } = [];

    public IReadOnlyList<Guid> Channels { get; private init; } = [];

    /// <summary>Posts with any of them.</summary>
    public IReadOnlyList<Guid> Labels { get; private init; } = [];

    public Guid? Campaign { get; private init; }

    public Guid? Author { get; private init; }

    public string? Text { get; private init; }

    /// <summary>Only posts that will not go out as planned unless somebody acts.</summary>
    public bool AtRisk { get; private init; }

    /// <summary>Only posts without a date.</summary>
    public bool Unscheduled { get; private init; }

    /// <summary>All posts, with a date or without; where days are not what is drawn.</summary>
    public bool AllDates { get; private init; }

    public DateOnly? From { get; private init; }

    public DateOnly? To { get; private init; }

    /// <summary>As chosen; null leaves it to <see cref="Order"/>.</summary>
    public CalendarSort? Sort { get; private init; }

    /// <summary>All posts of all times begin where the work is: today.</summary>
    public CalendarSort Order => Sort ?? (AllDates && !DrawsDays ? CalendarSort.Next : CalendarSort.Time);

    public bool Descending { get; private init; }

    public int Page { get; private init; } = 1;

    /// <summary>The saved view it started from, changed since or not.</summary>
    public Guid? Saved { get; private init; }

    /// <summary>Days are drawn, so a post without one has no place.</summary>
    public bool DrawsDays => View is CalendarView.Month or CalendarView.Week or CalendarView.Day;

    bool HasPages => View is CalendarView.List or CalendarView.Feed or CalendarView.Grid;

    /// <summary>Days of its own, besides those of the month.</summary>
    public bool HasDays => Unscheduled || From is not null || To is not null;

    public bool HasFilters => States.Count > 0 || Approvals.Count > 0 || Channels.Count > 0 || Labels.Count > 0 || Campaign is not null || Author is not null || Text is not null || AtRisk || HasDays;

    /// <param name="value">The value of a parameter of the address, null if it is not there.</param>
    public static CalendarQuery Read(Func<string, string?> value)
    {
        var sort = value("sort") ?? "";
        return new CalendarQuery
        {
            View = One<CalendarView>(value("view")) ?? CalendarView.Month,
            Date = Day(value("date")),
            States = [.. Parts(value("state")).Select(One<PostState>).OfType<PostState>().Distinct().Order()],
            Approvals = [.. Parts(value("approval")).Select(One<ApprovalState>).OfType<ApprovalState>().Distinct().Order()],
            Channels = [.. Parts(value("channel")).Select(Id).OfType<Guid>().Distinct().Order()],
            Labels = [.. Parts(value("label")).Select(Id).OfType<Guid>().Distinct().Order()],
            Campaign = Id(value("campaign")),
            Author = Id(value("author")),
            Text = value("q")?.Trim() is { Length: > 0 and <= 200 } text ? text : null,
            AtRisk = value("risk") == "1",
            Unscheduled = value("unscheduled") == "1",
            AllDates = value("dates") == "all",
            From = Day(value("from")),
            To = Day(value("to")),
            Sort = One<CalendarSort>(sort.TrimStart('-')),
            Descending = sort.StartsWith('-') && sort.Length > 1,
            Page = int.TryParse(value("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 100_000 ? page : 1,
            Saved = Id(value("saved")),
        };
    }

    /// <summary>
    /// The address below the workspace's root, e.g. "/calendar?view=list&amp;state=draft". Never the bare "/calendar", which opens what somebody looked at last.
    /// </summary>
    public string Address()
    {
        var parts = new List<string>();
        if (View != CalendarView.Month)
            parts.Add("view=" + Name(View));
        if (Date is { } date)
            parts.Add("date=" + Day(date));
        var filters = Filters();
        if (filters.Length > 0)
            parts.Add(filters);
        if (AllDates && !DrawsDays)
            parts.Add("dates=all");
        if (View == CalendarView.List && Sort is { } sort)
            parts.Add($"sort={(Descending ? "-" : "")}{Name(sort)}");
        if (HasPages && Page > 1)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"page={Page}"));
        if (Saved is { } saved)
            parts.Add($"saved={saved}");
        return "/calendar?" + (parts.Count == 0 ? "view=month" : string.Join('&', parts));
    }

    /// <summary>What a saved view keeps: the address without where in time and how far down somebody is.</summary>
    public string Look() => (this with { Date = null, Page = 1, Saved = null }).Address();

    /// <summary>Only the filters, as a piece of an address.</summary>
    public string Filters()
    {
        var parts = new List<string>();
        if (States.Count > 0)
            parts.Add("state=" + string.Join(',', States.Select(Name)));
        if (Approvals.Count > 0)
            parts.Add("approval=" + string.Join(',', Approvals.Select(Name)));
        if (Channels.Count > 0)
            parts.Add("channel=" + string.Join(',', Channels));
        if (Labels.Count > 0)
            parts.Add("label=" + string.Join(',', Labels));
        if (Campaign is { } campaign)
            parts.Add($"campaign={campaign}");
        if (Author is { } author)
            parts.Add($"author={author}");
        if (Text is not null)
            parts.Add("q=" + Uri.EscapeDataString(Text));
        if (AtRisk)
            parts.Add("risk=1");
        if (Unscheduled)
            parts.Add("unscheduled=1");
        if (From is { } from)
            parts.Add("from=" + Day(from));
        if (To is { } to)
            parts.Add("to=" + Day(to));
        return string.Join('&', parts);
    }

    /// <summary>Days of the query's own stay where days are not drawn.</summary>
    public CalendarQuery In(CalendarView view)
    {
        var to = this with { View = view, Page = 1 };
        return to.DrawsDays ? to with { AllDates = false, Unscheduled = false } : to;
    }

    public CalendarQuery StartedFrom(Guid? saved) => this with { Saved = saved };

    /// <summary>Without what only the team filters by: its authors, how it sorts its work, and what has no date yet.</summary>
    public CalendarQuery ForClient() => this with { Author = null, Labels = [], Campaign = null, AtRisk = false, Unscheduled = false };

    public CalendarQuery At(DateOnly? date) => this with { Date = date, AllDates = false, Page = 1 };

    public CalendarQuery Toggle(PostState state) =>
        this with { States = [.. States.Contains(state) ? States.Where(s => s != state) : States.Append(state).Order()], Page = 1 };

    public CalendarQuery Toggle(ApprovalState approval) =>
        this with { Approvals = [.. Approvals.Contains(approval) ? Approvals.Where(a => a != approval) : Approvals.Append(approval).Order()], Page = 1 };

    public CalendarQuery Toggle(Guid channel) =>
        this with { Channels = [.. Channels.Contains(channel) ? Channels.Where(c => c != channel) : Channels.Append(channel).Order()], Page = 1 };

    public CalendarQuery ToggleLabel(Guid label) =>
        this with { Labels = [.. Labels.Contains(label) ? Labels.Where(l => l != label) : Labels.Append(label).Order()], Page = 1 };

    public CalendarQuery InCampaign(Guid? campaign) => this with { Campaign = campaign, Page = 1 };

    public CalendarQuery By(Guid? author) => this with { Author = author, Page = 1 };

    public CalendarQuery Containing(string? text) => this with { Text = text, Page = 1 };

    public CalendarQuery Between(DateOnly? from, DateOnly? to) => this with { From = from, To = to, Page = 1 };

    public CalendarQuery OnlyAtRisk(bool only) => this with { AtRisk = only, Page = 1 };

    public CalendarQuery WithoutDate(bool only) => this with { Unscheduled = only, AllDates = false, Page = 1 };

    public CalendarQuery OnAllDates(bool all) => this with { AllDates = all, Unscheduled = false, Page = 1 };

    public CalendarQuery SortedBy(CalendarSort sort) => this with { Sort = sort, Descending = sort == Order && !Descending, Page = 1 };

    public CalendarQuery OnPage(int page) => this with { Page = page };

    public CalendarQuery Only(IEnumerable<PostState> states) => this with { States = [.. states.Order()], Page = 1 };

    public CalendarQuery WithoutStates() => this with { States = [], Page = 1 };

    public CalendarQuery Cleared() => new() { View = View, Date = Date, AllDates = AllDates, Sort = Sort, Descending = Descending, Saved = Saved };

    public static string Name<T>(T one)
        where T : struct, Enum => one.ToString().ToLowerInvariant();

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static DateOnly? Day(string? value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 2200 ? day : null;

    static Guid? Id(string? value) => Guid.TryParse(value, out var id) ? id : null;

    static string[] Parts(string? value) => value?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>By name only: a number is no name of a state.</summary>
    static T? One<T>(string? name)
        where T : struct, Enum =>
        name is [var first, ..] && char.IsAsciiLetter(first) && !name.Contains(',', StringComparison.Ordinal) && Enum.TryParse<T>(name, ignoreCase: true, out var one) ? one : null;
}
