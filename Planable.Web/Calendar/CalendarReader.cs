using System.Linq.Expressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Jobs.Outbound;
using Planable.Web.Feeds;
using Planable.Web.Http;
using Planable.Web.Links;
using Planable.Web.Posts;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Calendar;

/// <summary>
/// Reads what the calendar shows, in a fixed number of queries whatever the number of posts. Where days are drawn, ids, times and states of all posts are read
/// first, which gives counts and dots, and then the rest only of those that get a card.
/// </summary>
public sealed class CalendarReader(PlanableDb db, Current current, OverlayDays overlays, LinkPreviews previews, TimeWords times)
{
    const int CardsPerDay = 3;
    const int CardsInHours = 300;
    const int CardsPerColumn = 40;
    const int TraySize = 30;
    const int WordsLength = 100;
    const int NotesShown = 100;
    const int ViewsShown = 50;

    static readonly TimeOnly DayBegins = new(7, 0);
    static readonly TimeOnly DayEnds = new(21, 0);

    public DateOnly Today => DateOnly.FromDateTime(times.LocalNow);

    string Zone => current.Workspace.Zone;

    IQueryable<Post> Posts => db.Posts.AsNoTracking().OpenTo(current.Member);

    public MonthDays MonthOf(CalendarQuery query) => MonthDays.Of(query.View, query.Date ?? query.From ?? Today, current.Workspace.WeekStart);

    public async Task<CalendarPage> Read(CalendarQuery query, CancellationToken cancel) => query.View switch
    {
        CalendarView.Week or CalendarView.Day => await Hours(query, cancel),
        CalendarView.List => await List(query, cancel),
        CalendarView.Feed => await Feed(query, cancel),
        CalendarView.Board => await Board(query, cancel),
        CalendarView.Grid => await Grid(query, cancel),
        _ => await Month(query, cancel),
    };

    public async Task<MonthPage> Month(CalendarQuery query, CancellationToken cancel)
    {
        var month = MonthOf(query);
        var facets = await ReadFacets(cancel);
        var (notes, views) = await ReadFrame(month, cancel);
        var places = await ReadPlaces(query, month, cancel);
        var shown = places.Shown(query).ToLookup(p => DateOnly.FromDateTime(times.Local(p.At!.Value)));
        var cards = await ReadCards([.. shown.SelectMany(day => day.Take(CardsPerDay)), .. places.Tray], facets, cancel);
        var weeks = NoteWeek.Of(notes, month);

        var around = await overlays.Read(month.First, month.Last, cancel);
        var days = month.All.Select(date => new CalendarDay(
            date, date.Month != month.Month.Month, date < Today, date == Today,
            [.. shown[date].Take(4).Select(p => p.State)], [.. Cards(shown[date].Take(CardsPerDay), cards)], shown[date].Count())
        {
            Lanes = weeks.First(w => w.First <= date && date <= w.Last).Lanes,
            Overlays = [.. around[date]],
            Notes = [.. notes.Where(n => n.First == date || (date == month.First && n.First < date))],
        }).ToList();
        return new MonthPage(query, month, Today, facets.With(query, places.Counts, shown.Sum(day => day.Count())), days, weeks, TrayOf(places, cards)) { Notes = notes, Views = views };
    }

    /// <summary>A week or a day as a grid of hours. However many posts there are, each hour shows as many as the page has room for and counts the rest.</summary>
    public async Task<HoursPage> Hours(CalendarQuery query, CancellationToken cancel)
    {
        var span = MonthOf(query);
        var facets = await ReadFacets(cancel);
        var (notes, views) = await ReadFrame(span, cancel);
        var places = await ReadPlaces(query, span, cancel);
        var shown = places.Shown(query).Select(p => (Place: p, Local: times.Local(p.At!.Value))).ToLookup(p => (DateOnly.FromDateTime(p.Local), p.Local.Hour), p => p.Place);
        var most = shown.Select(hour => hour.Count()).DefaultIfEmpty(1).Max();
        while (most > 1 && shown.Sum(hour => Math.Min(hour.Count(), most)) > CardsInHours)
            most--;
        var cards = await ReadCards([.. shown.SelectMany(hour => hour.Take(most)), .. places.Tray], facets, cancel);

        var chosen = query.Date is { } date && date >= span.First && date <= span.Last ? date : Today >= span.First && Today <= span.Last ? Today : span.First;
        var days = span.All.Select(day => new HoursDay(
            day, day < Today, day == Today, day == chosen,
            [.. shown.Where(hour => hour.Key.Item1 == day).OrderBy(hour => hour.Key.Hour).SelectMany(hour => hour).Take(4).Select(p => p.State)],
            shown.Where(hour => hour.Key.Item1 == day).Sum(hour => hour.Count()))).ToList();
        var rows = Enumerable.Range(0, 24).Select(hour => new HourRow(
            hour, IsQuiet: (hour < DayBegins.Hour || hour > DayEnds.Hour) && days.All(d => !shown.Contains((d.Date, hour))),
            [.. days.Select(d => new HourCell(d, [.. Cards(shown[(d.Date, hour)].Take(most), cards)], shown[(d.Date, hour)].Count()))])).ToList();
        return new HoursPage(query, span, Today, facets.With(query, places.Counts, days.Sum(d => d.Count)), days, rows, NoteWeek.Of(notes, span)[0], times.LocalNow, TrayOf(places, cards)) { Notes = notes, Views = views };
    }

    public async Task<ListPage> List(CalendarQuery query, CancellationToken cancel)
    {
        var month = MonthOf(query);
        var facets = await ReadFacets(cancel);
        var (_, views) = await ReadFrame(month, cancel);
        var matching = Posts.MatchingInAnyState(query).OnDays(query, month, Zone);
        var (counts, found) = await ReadCounts(matching, query, cancel);
        var page = query.OnPage(Math.Clamp(query.Page, 1, Paged.Pages(found, ListPage.Size)));
        var rows = found == 0 ? [] : await Sorted(matching.InStates(query), query)
            .Skip((page.Page - 1) * ListPage.Size).Take(ListPage.Size)
            .Select(p => new
            {
                p.Id,
                p.AuthorId,
                Author = p.Author.Person.Name,
                p.EditedAt,
                p.ScheduledAt,
                p.State,
                Text = p.Text.Substring(0, WordsLength),
                p.Kind,
                Channels = p.Variants.Select(v => v.ChannelId).ToList(),
                Picture = p.Media.OrderBy(m => m.Position).Select(m => (Guid?)m.MediaId).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        var hasAny = found > 0 || await Posts.AnyAsync(cancel);
        return new ListPage(
            page, month, Today, facets.With(page, counts, found),
            [.. rows.Select(r => new ListRow(facets.Card(current.Member, r.Id, r.AuthorId, Local(r.ScheduledAt), r.State, r.Text, r.Channels, r.Picture, r.Kind), r.ScheduledAt, r.Author, facets.Named(r.Channels), r.EditedAt))],
            hasAny)
        { Views = views };
    }

    /// <summary>Posts below each other, each as its first channel (or the one filtered by) shows it.</summary>
    public async Task<FeedPage> Feed(CalendarQuery query, CancellationToken cancel)
    {
        var month = MonthOf(query);
        var facets = await ReadFacets(cancel);
        var (_, views) = await ReadFrame(month, cancel);
        var matching = Posts.MatchingInAnyState(query).OnDays(query, month, Zone);
        var (counts, found) = await ReadCounts(matching, query, cancel);
        var page = query.OnPage(Math.Clamp(query.Page, 1, Paged.Pages(found, FeedPage.Size)));
        // Two lists of each post in one command: with a page of posts they multiply to less than another two commands cost.
        var rows = found == 0 ? [] : await ByTime(matching.InStates(query)).AsSingleQuery()
            .Skip((page.Page - 1) * FeedPage.Size).Take(FeedPage.Size)
            .Select(p => new
            {
                p.Id,
                p.AuthorId,
                Author = p.Author.Person.Name,
                p.ScheduledAt,
                p.State,
                Text = p.Text.Substring(0, FeedPage.TextLength),
                p.Kind,
                p.Link,
                p.Options,
                Variants = p.Variants.Select(v => new { v.ChannelId, v.Channel.Handle, v.Settings, Text = v.Text == null ? null : v.Text.Substring(0, FeedPage.TextLength) }).ToList(),
                Pictures = p.Media.OrderBy(m => m.Position).Select(m => new PostPicture(m.MediaId, m.Asset.FileName, m.Alt, m.Asset.Width, m.Asset.Height, m.Asset.Placeholder, m.Asset.ContentType, m.Edits)).ToList(),
            })
            .ToListAsync(cancel);
        var posts = rows.Select(r =>
        {
            var on = facets.Named(r.Variants.Select(v => v.ChannelId));
            var first = on.FirstOrDefault(c => query.Channels.Contains(c.Id)) ?? (on.Count > 0 ? on[0] : null);
            var variant = r.Variants.Find(v => v.ChannelId == first?.Id);
            var text = variant?.Text ?? r.Text;
            return new FeedPost(
                facets.Card(current.Member, r.Id, r.AuthorId, Local(r.ScheduledAt), r.State, r.Text, [.. r.Variants.Select(v => v.ChannelId)], null, r.Kind), text, r.ScheduledAt, r.Author,
                first is not null && variant is not null && Networks.Find(first.Network) is { } network
                    ? PreviewCard.Saved(network, first.Name, variant.Handle, text, r.Link, r.Options, variant.Settings, r.Pictures, LinkShown.Of(text, r.Link, network, r.Pictures.Count > 0, previews), Local(r.ScheduledAt))
                    : null,
                on, r.Pictures);
        });
        return new FeedPage(page, month, Today, facets.With(page, counts, found), [.. posts], found > 0 || await Posts.AnyAsync(cancel)) { Views = views };
    }

    /// <summary>A column for each stage; the first of each, the rest counted.</summary>
    public async Task<BoardPage> Board(CalendarQuery query, CancellationToken cancel)
    {
        var month = MonthOf(query);
        var facets = await ReadFacets(cancel);
        var (_, views) = await ReadFrame(month, cancel);
        var matching = Posts.MatchingInAnyState(query).OnDays(query, month, Zone);
        var (counts, found) = await ReadCounts(matching, query, cancel);
        var inStates = matching.InStates(query);
        var first = inStates.Select(p => p.State).Distinct()
            .SelectMany(state => inStates.Where(p => p.State == state).OrderBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id).Take(CardsPerColumn).Select(p => p.Id));
        var cards = found == 0 ? [] : await ReadCards(Posts.Where(p => first.Contains(p.Id)), facets, cancel);
        var columns = BoardColumn.All
            .Select(c => c with { Cards = [.. cards.Values.Where(p => c.States.Contains(p.State)).OrderBy(p => p.Local is null).ThenBy(p => p.Local).ThenBy(p => p.Id)], Count = counts.Where(s => c.States.Contains(s.Key) && (query.States.Count == 0 || query.States.Contains(s.Key))).Sum(s => s.Value) })
            .Where(c => c.Count > 0 || c.AlwaysThere);
        return new BoardPage(query, month, Today, facets.With(query, counts, found), [.. columns], found > 0 || await Posts.AnyAsync(cancel)) { Views = views };
    }

    /// <summary>As a profile shows it: newest first, what is planned above what is out.</summary>
    public async Task<GridPage> Grid(CalendarQuery query, CancellationToken cancel)
    {
        var month = MonthOf(query);
        var facets = await ReadFacets(cancel);
        var (_, views) = await ReadFrame(month, cancel);
        // What goes to no network is on no profile.
        var matching = Posts.Where(p => p.Kind == null).MatchingInAnyState(query).OnDays(query, month, Zone);
        var (counts, found) = await ReadCounts(matching, query, cancel);
        var page = query.OnPage(Math.Clamp(query.Page, 1, Paged.Pages(found, GridPage.Size)));
        var shown = matching.InStates(query).OrderBy(p => p.ScheduledAt != null).ThenByDescending(p => p.ScheduledAt).ThenByDescending(p => p.Id)
            .Skip((page.Page - 1) * GridPage.Size).Take(GridPage.Size).Select(p => p.Id);
        var cards = found == 0 ? [] : await ReadCards(Posts.Where(p => shown.Contains(p.Id)), facets, cancel);
        return new GridPage(
            page, month, Today, facets.With(page, counts, found), [.. cards.Values.OrderBy(c => c.Local is not null).ThenByDescending(c => c.Local).ThenByDescending(c => c.Id)], found > 0 || await Posts.AnyAsync(cancel))
        { Views = views };
    }

    /// <summary>With what the calendar opens for this person where the address says nothing: their default view.</summary>
    public async Task<CalendarQuery?> Start(CancellationToken cancel)
    {
        var me = current.Member.Id;
        var view = await db.DefaultViews.AsNoTracking().Where(d => d.MemberId == me && (!current.Member.IsClient || d.View.Audience == Audience.Client))
            .Select(d => new { d.ViewId, d.View.Address }).SingleOrDefaultAsync(cancel);
        return view is null ? null : Saved(view.ViewId, view.Address);
    }

    public async Task<CardsPage> Day(CalendarQuery query, DateOnly day, string title, CancellationToken cancel)
    {
        var facets = await ReadFacets(cancel);
        var cards = await ReadCards(Posts.MatchingInAnyState(query).InStates(query).Between(day, day, Zone), facets, cancel);
        return new CardsPage(title, query, [.. cards.Values.OrderBy(c => c.Local).ThenBy(c => c.Id)]);
    }

    public async Task<CardsPage> MoreOfTray(CalendarQuery query, int shown, string title, CancellationToken cancel)
    {
        var tray = await ReadTray(query, await ReadFacets(cancel), Math.Clamp(shown, 0, 1000) + TraySize, cancel);
        return new CardsPage(title, query, tray.Cards, tray);
    }

    /// <summary>The month again, to show only those of its days on which the posts lie now or lay before.</summary>
    public async Task<MonthChanges> Changes(CalendarQuery query, IReadOnlyCollection<DateOnly> days, IReadOnlyCollection<Guid> posts, CancellationToken cancel)
    {
        var page = await Month(query, cancel);
        var now = await Posts.Where(p => posts.Contains(p.Id) && p.ScheduledAt != null).Select(p => p.ScheduledAt!.Value).ToListAsync(cancel);
        var touched = days.Concat(now.Select(at => DateOnly.FromDateTime(times.Local(at)))).ToHashSet();
        return new MonthChanges(page, [.. page.Days.Where(d => touched.Contains(d.Date))]);
    }

    async Task<Tray> ReadTray(CalendarQuery query, Facets facets, int size, CancellationToken cancel)
    {
        var undated = Undated(query);
        var found = await undated.OrderByDescending(p => p.EditedAt).ThenBy(p => p.Id).Take(size).Select(p => new { p.Id, p.State, All = undated.Count() }).ToListAsync(cancel);
        var places = found.Select(p => new Place(p.Id, null, p.State)).ToList();
        var cards = await ReadCards(places, facets, cancel);
        return new Tray([.. Cards(places, cards)], found.FirstOrDefault()?.All ?? 0, found.Count);
    }

    /// <summary>Posts of the days, and those of the tray, in one command.</summary>
    async Task<Places> ReadPlaces(CalendarQuery query, MonthDays days, CancellationToken cancel)
    {
        var dated = Posts.MatchingInAnyState(query).Between(days.First, days.Last, Zone);
        if (query.HasDays)
            dated = dated.OnDays(query, days, Zone);
        var places = dated.Select(p => new { p.Id, p.ScheduledAt, p.State, p.EditedAt, Undated = 0 });
        if (!current.Member.IsClient)
        {
            var undated = Undated(query);
            places = places.Concat(undated.OrderByDescending(p => p.EditedAt).ThenBy(p => p.Id).Take(TraySize).Select(p => new { p.Id, p.ScheduledAt, p.State, p.EditedAt, Undated = undated.Count() }));
        }

        var found = await places.ToListAsync(cancel);
        var tray = found.Where(p => p.ScheduledAt is null).OrderByDescending(p => p.EditedAt).ThenBy(p => p.Id).ToList();
        return new Places(
            [.. found.Where(p => p.ScheduledAt is not null).OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id).Select(p => new Place(p.Id, p.ScheduledAt, p.State))],
            current.Member.IsClient ? null : [.. tray.Select(p => new Place(p.Id, null, p.State))],
            tray.FirstOrDefault()?.Undated ?? 0);
    }

    IQueryable<Post> Undated(CalendarQuery query) => Posts.MatchingInAnyState(query).InStates(query).Where(p => p.ScheduledAt == null);

    static Tray? TrayOf(Places places, Dictionary<Guid, CalendarCard> cards) =>
        places.Undated is { } undated ? new Tray([.. Cards(undated, cards)], places.AllUndated, undated.Count) : null;

    static IEnumerable<CalendarCard> Cards(IEnumerable<Place> places, Dictionary<Guid, CalendarCard> cards) => places.Where(p => cards.ContainsKey(p.Id)).Select(p => cards[p.Id]);

    async Task<Dictionary<Guid, CalendarCard>> ReadCards(IReadOnlyCollection<Place> places, Facets facets, CancellationToken cancel)
    {
        if (places.Count == 0)
            return [];
        var ids = places.Select(p => p.Id).ToList();
        return await ReadCards(Posts.Where(p => ids.Contains(p.Id)), facets, cancel);
    }

    async Task<Dictionary<Guid, CalendarCard>> ReadCards(IQueryable<Post> posts, Facets facets, CancellationToken cancel)
    {
        var rows = await posts
            .Select(p => new
            {
                p.Id,
                p.AuthorId,
                p.ScheduledAt,
                p.State,
                Text = p.Text.Substring(0, WordsLength),
                p.Kind,
                Channels = p.Variants.Select(v => v.ChannelId).ToList(),
                Picture = p.Media.OrderBy(m => m.Position).Select(m => (Guid?)m.MediaId).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        return rows.ToDictionary(r => r.Id, r => facets.Card(current.Member, r.Id, r.AuthorId, Local(r.ScheduledAt), r.State, r.Text, r.Channels, r.Picture, r.Kind));
    }

    static async Task<(Dictionary<PostState, int> Counts, int Found)> ReadCounts(IQueryable<Post> matching, CalendarQuery query, CancellationToken cancel)
    {
        var counts = await matching.GroupBy(p => p.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return (counts, counts.Where(c => query.States.Count == 0 || query.States.Contains(c.Key)).Sum(c => c.Value));
    }

    /// <summary>What stands around the posts: notes on these days and the views this person may open.</summary>
    async Task<(IReadOnlyList<ShownNote> Notes, IReadOnlyList<ViewLink> Views)> ReadFrame(MonthDays days, CancellationToken cancel)
    {
        var (me, isAdministrator) = (current.Member, current.Can(Permission.ManageWorkspace));
        var frame = await db.Workspaces.AsNoTracking().AsSingleQuery().Where(w => w.Id == current.Workspace.Id)
            .Select(w => new
            {
                Notes = db.Notes.On(days.First, days.Last, me).OrderBy(n => n.First).ThenBy(n => n.Id).Take(NotesShown).Select(n => new ShownNote(n.Id, n.Text, n.Audience, n.First, n.Last)).ToList(),
                Views = db.Views.OpenTo(me).OrderBy(v => db.DefaultViews.Any(d => d.MemberId == me.Id && d.ViewId == v.Id) ? 0 : 1).ThenBy(v => v.Name).ThenBy(v => v.Id).Take(ViewsShown)
                    .Select(v => new { v.Id, v.Name, v.Audience, v.Address, v.OwnerId, Owner = v.Owner.Person.Name, IsDefault = db.DefaultViews.Any(d => d.MemberId == me.Id && d.ViewId == v.Id) }).ToList(),
            })
            .SingleAsync(cancel);
        return (frame.Notes, [.. frame.Views.Select(v => new ViewLink(v.Id, v.Name, v.Audience, Saved(v.Id, v.Address), v.Owner, v.OwnerId == me.Id || isAdministrator, v.IsDefault))]);
    }

    CalendarQuery Saved(Guid id, string address)
    {
        var values = QueryHelpers.ParseQuery(address[address.IndexOf('?', StringComparison.Ordinal)..]);
        var query = CalendarQuery.Read(name => values.TryGetValue(name, out var value) ? value[0] : null).StartedFrom(id);
        return current.Member.IsClient ? query.ForClient() : query;
    }

    async Task<Facets> ReadFacets(CancellationToken cancel)
    {
        var facets = await db.Workspaces.AsNoTracking().AsSingleQuery().Where(w => w.Id == current.Workspace.Id)
            .Select(w => new
            {
                Channels = db.Channels.OrderBy(c => c.Name).Select(c => new FilterChannel(c.Id, c.Name, c.Network)).ToList(),
                Authors = db.Members.Where(m => m.Role != Role.ClientApprover && m.Role != Role.ClientViewer).OrderBy(m => m.Person.Name).Select(m => new FilterAuthor(m.Id, m.Person.Name)).ToList(),
            })
            .SingleAsync(cancel);
        // Both in one command; a client's people do not see how the agency sorts its work.
        var sorted = current.Member.IsClient ? [] : await db.Labels.AsNoTracking().Select(l => new { IsCampaign = false, l.Id, l.Name, l.Colour })
            .Concat(db.Campaigns.AsNoTracking().Select(c => new { IsCampaign = true, c.Id, c.Name, c.Colour }))
            .OrderBy(c => c.Name).ThenBy(c => c.Id).ToListAsync(cancel);
        return new Facets(facets.Channels, facets.Authors, sorted.ToLookup(s => s.IsCampaign, s => new FilterLabel(s.Id, s.Name, s.Colour)));
    }

    DateTime? Local(DateTimeOffset? at) => at is { } instant ? times.Local(instant) : null;

    static IQueryable<Post> Sorted(IQueryable<Post> posts, CalendarQuery query) =>
        query.Sort switch
        {
            CalendarSort.State => Ordered(posts, CalendarQueries.Stage, query).ThenBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id),
            CalendarSort.Text => Ordered(posts, p => p.Text.Substring(0, WordsLength), query).ThenBy(p => p.Id),
            CalendarSort.Channel => Ordered(posts, p => p.Variants.Min(v => v.Channel.Name), query).ThenBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id),
            CalendarSort.Author => Ordered(posts, p => p.Author.Person.Name, query).ThenBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id),
            CalendarSort.Edited => Ordered(posts, p => p.EditedAt, query).ThenBy(p => p.Id),
            _ when query.Descending => posts.OrderBy(p => p.ScheduledAt == null).ThenByDescending(p => p.ScheduledAt).ThenByDescending(p => p.Id),
            _ => ByTime(posts),
        };

    static IOrderedQueryable<Post> ByTime(IQueryable<Post> posts) => posts.OrderBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id);

    static IOrderedQueryable<Post> Ordered<T>(IQueryable<Post> posts, Expression<Func<Post, T>> by, CalendarQuery query) =>
        query.Descending ? posts.OrderByDescending(by) : posts.OrderBy(by);

    /// <summary>Where a post stands, before anything else of it is read.</summary>
    sealed record Place(Guid Id, DateTimeOffset? At, PostState State);

    /// <param name="Undated">The first of the tray; null for clients, who have none.</param>
    sealed record Places(IReadOnlyList<Place> Dated, IReadOnlyList<Place>? Undated, int AllUndated)
    {
        public IReadOnlyList<Place> Tray => Undated ?? [];

        public Dictionary<PostState, int> Counts => Dated.CountBy(p => p.State).ToDictionary();

        public IEnumerable<Place> Shown(CalendarQuery query) => Dated.Where(p => query.States.Count == 0 || query.States.Contains(p.State));
    }

    /// <summary>The workspace's channels and authors: names for cards, choices for filters.</summary>
    sealed class Facets(IReadOnlyList<FilterChannel> channels, IReadOnlyList<FilterAuthor> authors, ILookup<bool, FilterLabel> labels)
    {
        readonly Dictionary<Guid, FilterChannel> byId = channels.ToDictionary(c => c.Id);

        public CalendarFilters With(CalendarQuery query, IReadOnlyDictionary<PostState, int> counts, int found) =>
            new(query, counts, found, channels, authors) { Labels = [.. labels[false]], Campaigns = [.. labels[true]] };

        public IReadOnlyList<FilterChannel> Named(IEnumerable<Guid> ids) => [.. ids.Where(byId.ContainsKey).Select(id => byId[id]).OrderBy(c => c.Name, StringComparer.CurrentCulture)];

        public CalendarCard Card(Member member, Guid id, Guid authorId, DateTime? local, PostState state, string text, IReadOnlyList<Guid> on, Guid? picture, string? kind)
        {
            var canEdit = member.Can(Permission.EditOthersPosts) || (member.Can(Permission.WritePosts) && authorId == member.Id);
            var canMove = canEdit && (state == PostState.Draft || (state == PostState.Scheduled && member.Can(Permission.SchedulePosts)));
            return new CalendarCard(id, local, state, OneLine(text), kind is null ? [.. Named(on).Select(c => c.Network).Distinct()] : [NetworkGlyphTagHelper.OfKind(kind)], picture, canMove);
        }

        /// <summary>A database may cut a text in the middle of a character.</summary>
        static string OneLine(string text) =>
            string.Join(' ', (text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
