using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.BestTimes;
using Planable.Data.Calendar;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Targets;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Calendar;

/// <summary>
/// Reads the views that draw days: ids, times and states of all posts first, which gives counts and dots, and then the rest only of those that get a card.
/// </summary>
public sealed class DaysReader(PlanableDb db, Current current, CalendarFrames frames, CalendarCards cards, TimeWords times)
{
    const int CardsPerDay = 3;
    const int CardsInHours = 300;
    const int TraySize = 30;

    /// <summary>In place of a count: the row says which channel or label a post has.</summary>
    const int IsMark = -1;

    static readonly TimeOnly DayBegins = new(7, 0);
    static readonly TimeOnly DayEnds = new(21, 0);

    DateOnly Today => DateOnly.FromDateTime(times.LocalNow);

    string Zone => current.Workspace.Zone;

    IQueryable<Post> Posts => db.Posts.AsNoTracking().OpenTo(current.Member);

    public MonthDays MonthOf(CalendarQuery query) => MonthDays.Of(query.View, query.Date ?? query.From ?? Today, current.Workspace.WeekStart);

    public async Task<MonthPage> Month(CalendarQuery query, CancellationToken cancel)
    {
        var month = MonthOf(query);
        var facets = await frames.ReadFacets(cancel);
        var around = await frames.ReadAround(month, cancel);
        var places = await ReadPlaces(query, month, cancel);
        var shown = places.Shown(query).ToLookup(p => DateOnly.FromDateTime(times.Local(p.At!.Value)));
        var drawn = await ReadCards([.. shown.SelectMany(day => day.Take(CardsPerDay)), .. places.Tray], facets, cancel);
        var notes = around.Notes;
        var weeks = NoteWeek.Of(notes, month);
        var gaps = Gaps(query, month, places, facets);
        var days = month.All.Select(date => new CalendarDay(
            date, date.Month != month.Month.Month, date < Today, date == Today,
            [.. shown[date].Take(4).Select(p => p.State)], [.. Cards(shown[date].Take(CardsPerDay), drawn)], shown[date].Count())
        {
            Lanes = weeks.First(w => w.First <= date && date <= w.Last).Lanes,
            Overlays = [.. around.Overlays[date]],
            Ghosts = [.. gaps.SelectMany(g => g.Ghosts).Where(g => DateOnly.FromDateTime(g.Local) == date)],
            Notes = [.. notes.Where(n => n.First == date || (date == month.First && n.First < date))],
        }).ToList();
        return new MonthPage(query, month, Today, facets.With(query, places.Counts, shown.Sum(day => day.Count())), days, weeks, TrayOf(places, drawn)) { Notes = notes, Views = facets.Views, Gaps = gaps };
    }

    /// <summary>A week or a day as a grid of hours. However many posts there are, each hour shows as many as the page has room for and counts the rest.</summary>
    public async Task<HoursPage> Hours(CalendarQuery query, CancellationToken cancel)
    {
        var span = MonthOf(query);
        var facets = await frames.ReadFacets(cancel);
        var around = await frames.ReadAround(span, cancel);
        var places = await ReadPlaces(query, span, cancel);
        var shown = places.Shown(query).Select(p => (Place: p, Local: times.Local(p.At!.Value))).ToLookup(p => (DateOnly.FromDateTime(p.Local), p.Local.Hour), p => p.Place);
        var most = shown.Select(hour => hour.Count()).DefaultIfEmpty(1).Max();
        while (most > 1 && shown.Sum(hour => Math.Min(hour.Count(), most)) > CardsInHours)
            most--;
        var drawn = await ReadCards([.. shown.SelectMany(hour => hour.Take(most)), .. places.Tray], facets, cancel);
        var gaps = query.View == CalendarView.Week ? Gaps(query, span, places, facets) : [];
        var ghosts = gaps.SelectMany(g => g.Ghosts).ToLookup(g => (DateOnly.FromDateTime(g.Local), g.Local.Hour));

        var chosen = query.Date is { } date && date >= span.First && date <= span.Last ? date : Today >= span.First && Today <= span.Last ? Today : span.First;
        var days = span.All.Select(day => new HoursDay(
            day, day < Today, day == Today, day == chosen,
            [.. shown.Where(hour => hour.Key.Item1 == day).OrderBy(hour => hour.Key.Hour).SelectMany(hour => hour).Take(4).Select(p => p.State)],
            shown.Where(hour => hour.Key.Item1 == day).Sum(hour => hour.Count()))
        { Overlays = [.. around.Overlays[day]] }).ToList();
        var rows = Enumerable.Range(0, 24).Select(hour => new HourRow(
            hour, IsQuiet: (hour < DayBegins.Hour || hour > DayEnds.Hour) && days.All(d => !shown.Contains((d.Date, hour)) && !ghosts.Contains((d.Date, hour))),
            [.. days.Select(d => new HourCell(d, [.. Cards(shown[(d.Date, hour)].Take(most), drawn)], shown[(d.Date, hour)].Count()) { Ghosts = [.. ghosts[(d.Date, hour)]], Best = Best(d.Date.ToDateTime(new TimeOnly(hour, 0)), query, facets) })])).ToList();
        return new HoursPage(query, span, Today, facets.With(query, places.Counts, days.Sum(d => d.Count)), days, rows, NoteWeek.Of(around.Notes, span)[0], times.LocalNow, TrayOf(places, drawn)) { Notes = around.Notes, Views = facets.Views, Gaps = gaps };
    }

    public async Task<CardsPage> MoreOfTray(CalendarQuery query, int shown, string title, CancellationToken cancel)
    {
        var tray = await ReadTray(query, await frames.ReadFacets(cancel), Math.Clamp(shown, 0, 1000) + TraySize, cancel);
        return new CardsPage(title, query, tray.Cards, tray);
    }

    /// <summary>The month again, to show only those of its days on which the posts lie now or lay before.</summary>
    public async Task<MonthChanges> Changes(CalendarQuery query, IReadOnlyCollection<DateOnly> days, IReadOnlyCollection<Guid> posts, CancellationToken cancel)
    {
        var page = await Month(query, cancel);
        var now = await Posts.Where(p => posts.Contains(p.Id) && p.ScheduledAt != null).Select(p => p.ScheduledAt!.Value).ToListAsync(cancel);
        var touched = days.Concat(now.Select(at => DateOnly.FromDateTime(times.Local(at)))).ToHashSet();
        // A post that comes or goes may move the places for those that are missing to other days of its week.
        var weeks = page.Gaps.Where(g => touched.Any(d => g.First <= d && d <= g.Last)).ToList();
        return new MonthChanges(page, [.. page.Days.Where(d => touched.Contains(d.Date) || weeks.Exists(w => w.First <= d.Date && d.Date <= w.Last))], weeks);
    }

    async Task<Tray> ReadTray(CalendarQuery query, Facets facets, int size, CancellationToken cancel)
    {
        var undated = Undated(query);
        var found = await undated.OrderByDescending(p => p.EditedAt).ThenBy(p => p.Id).Take(size).Select(p => new { p.Id, p.State, All = undated.Count() }).ToListAsync(cancel);
        var places = found.Select(p => new Place(p.Id, null, p.State)).ToList();
        var drawn = await ReadCards(places, facets, cancel);
        return new Tray([.. Cards(places, drawn)], found.FirstOrDefault()?.All ?? 0, found.Count);
    }

    /// <summary>Posts of the days, and those of the tray, in one command.</summary>
    async Task<Places> ReadPlaces(CalendarQuery query, MonthDays days, CancellationToken cancel)
    {
        var dated = Posts.MatchingInAnyState(query).Between(days.First, days.Last, Zone);
        if (query.HasDays)
            dated = dated.OnDays(query, days, Zone);
        var places = dated.Select(p => new { p.Id, p.ScheduledAt, p.State, p.EditedAt, p.Kind, Undated = 0, Mark = p.WorkspaceId });
        if (HasTargets(query))
        {
            var labels = current.Workspace.Targets.SelectMany(t => t.Mix).Select(m => m.LabelId).Distinct().ToList();
            places = places
                .Concat(dated.SelectMany(p => p.Variants, (p, v) => new { p.Id, p.ScheduledAt, p.State, p.EditedAt, p.Kind, Undated = IsMark, Mark = v.ChannelId }))
                .Concat(dated.SelectMany(p => p.Labels.Where(l => labels.Contains(l.LabelId)), (p, l) => new { p.Id, p.ScheduledAt, p.State, p.EditedAt, p.Kind, Undated = IsMark, Mark = l.LabelId }));
        }

        if (!current.Member.IsClient)
        {
            var undated = Undated(query);
            places = places.Concat(undated.OrderByDescending(p => p.EditedAt).ThenBy(p => p.Id).Take(TraySize).Select(p => new { p.Id, p.ScheduledAt, p.State, p.EditedAt, p.Kind, Undated = undated.Count(), Mark = p.WorkspaceId }));
        }

        var found = await places.ToListAsync(cancel);
        var tray = found.Where(p => p.ScheduledAt is null).OrderByDescending(p => p.EditedAt).ThenBy(p => p.Id).ToList();
        return new Places(
            [.. found.Where(p => p.ScheduledAt is not null && p.Undated != IsMark).OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id).Select(p => new Place(p.Id, p.ScheduledAt, p.State, p.Kind))],
            current.Member.IsClient ? null : [.. tray.Select(p => new Place(p.Id, null, p.State))],
            tray.FirstOrDefault()?.Undated ?? 0,
            found.Where(p => p.Undated == IsMark).ToLookup(p => p.Id, p => p.Mark));
    }

    IQueryable<Post> Undated(CalendarQuery query) => Posts.MatchingInAnyState(query).InStates(query).Where(p => p.ScheduledAt == null);

    static Tray? TrayOf(Places places, Dictionary<Guid, CalendarCard> cards) =>
        places.Undated is { } undated ? new Tray([.. Cards(undated, cards)], places.AllUndated, undated.Count) : null;

    static IEnumerable<CalendarCard> Cards(IEnumerable<Place> places, Dictionary<Guid, CalendarCard> cards) => places.Where(p => cards.ContainsKey(p.Id)).Select(p => cards[p.Id]);

    IReadOnlyList<(string Channel, OwnTimes? Own)> Best(DateTime hour, CalendarQuery query, Facets facets) =>
        !current.Can(Permission.WritePosts) || hour <= times.LocalNow || current.Workspace.BlackoutOn(DateOnly.FromDateTime(hour)) is not null ? [] : facets.BestAt(hour, query.Channels);

    /// <summary>Only the team plans, and only where nothing is filtered out do weeks show all that is planned.</summary>
    bool HasTargets(CalendarQuery query) => current.Workspace.Targets.Count > 0 && !query.HasFilters && current.Can(Permission.SeeInternal);

    IReadOnlyList<ShownGaps> Gaps(CalendarQuery query, MonthDays span, Places places, Facets facets)
    {
        if (!HasTargets(query))
            return [];
        // A removed label or channel keeps its place in the target until somebody settles it anew, but nothing can be missing of it.
        var targets = current.Workspace.Targets.Where(t => t.ChannelId is not { } channel || facets.IsOpen(channel))
            .Select(t => t with { Mix = [.. t.Mix.Where(m => facets.Label(m.LabelId) is not null)] }).ToList();
        // A newsletter is no post of the week.
        var posts = places.Dated.Where(p => p.State != PostState.Failed && p.Kind is null)
            .Select(p => (Day: DateOnly.FromDateTime(times.Local(p.At!.Value)), Post: new PlannedPost(p.At!.Value, [.. places.Marks[p.Id]], [.. places.Marks[p.Id]]))).ToList();
        var ghosts = new GhostSlots(current.Workspace, facets.SlotChannels, times.Now);
        return
        [
            .. span.All.Chunk(7).Select(week => (First: week[0], Last: week[^1]))
                .Select(week => ShownGaps.Of(week.First, week.Last, ghosts.Of(targets, week.First, [.. posts.Where(p => p.Day >= week.First && p.Day <= week.Last).Select(p => p.Post)]), facets)),
        ];
    }

    async Task<Dictionary<Guid, CalendarCard>> ReadCards(IReadOnlyCollection<Place> places, Facets facets, CancellationToken cancel)
    {
        if (places.Count == 0)
            return [];
        var ids = places.Select(p => p.Id).ToList();
        return await cards.Read(Posts.Where(p => ids.Contains(p.Id)), facets, cancel);
    }

    /// <summary>Where a post stands, before anything else of it is read.</summary>
    sealed record Place(Guid Id, DateTimeOffset? At, PostState State, string? Kind = null);

    /// <param name="Undated">The first of the tray; null for clients, who have none.</param>
    /// <param name="Marks">Channels and labels of each post, where targets count them.</param>
    sealed record Places(IReadOnlyList<Place> Dated, IReadOnlyList<Place>? Undated, int AllUndated, ILookup<Guid, Guid> Marks)
    {
        public IReadOnlyList<Place> Tray => Undated ?? [];

        public Dictionary<PostState, int> Counts => Dated.CountBy(p => p.State).ToDictionary();

        public IEnumerable<Place> Shown(CalendarQuery query) => Dated.Where(p => query.States.Count == 0 || query.States.Contains(p.State));
    }
}
