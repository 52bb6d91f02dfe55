using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Feeds;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Calendar;

/// <summary>
/// Reads what the calendar shows, in a fixed number of queries whatever the number of posts. A month first reads ids, times and states of all its posts,
/// which gives counts and dots, and then the rest only of those that get a card.
/// </summary>
public sealed class CalendarReader(PlanableDb db, Current current, OverlayDays overlays, TimeWords times)
{
    const int CardsPerDay = 3;
    const int TraySize = 30;
    const int WordsLength = 100;

    public DateOnly Today => DateOnly.FromDateTime(times.LocalNow);

    string Zone => current.Workspace.Zone;

    IQueryable<Post> Posts => db.Posts.AsNoTracking().OpenTo(current.Member);

    public MonthDays MonthOf(CalendarQuery query) => MonthDays.Around(query.Date ?? query.From ?? Today, current.Workspace.WeekStart);

    public async Task<MonthPage> Month(CalendarQuery query, CancellationToken cancel)
    {
        var month = MonthOf(query);
        var facets = await ReadFacets(cancel);
        var inMonth = Posts.MatchingInAnyState(query).Between(month.First, month.Last, Zone);
        var found = await (query.HasDays ? inMonth.OnDays(query, month, Zone) : inMonth)
            .OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id)
            .Select(p => new { p.Id, p.ScheduledAt, p.State })
            .ToListAsync(cancel);
        var shown = found.Where(p => query.States.Count == 0 || query.States.Contains(p.State))
            .ToLookup(p => DateOnly.FromDateTime(times.Local(p.ScheduledAt!.Value)));
        var ids = shown.SelectMany(day => day.Take(CardsPerDay)).Select(p => p.Id).ToList();
        var cards = await ReadCards(Posts.Where(p => ids.Contains(p.Id)), facets, cancel);

        var around = await overlays.Read(month.First, month.Last, cancel);
        var days = month.All.Select(date => new CalendarDay(
            date, date.Month != month.Month.Month, date < Today, date == Today,
            [.. shown[date].Take(4).Select(p => p.State)], [.. shown[date].Take(CardsPerDay).Where(p => cards.ContainsKey(p.Id)).Select(p => cards[p.Id])], shown[date].Count()) { Overlays = [.. around[date]] }).ToList();
        var tray = current.Member.IsClient ? null : await ReadTray(query, facets, TraySize, cancel);
        var counts = found.CountBy(p => p.State).ToDictionary();
        return new MonthPage(query, month, Today, facets.With(query, counts, shown.Sum(day => day.Count())), days, tray);
    }

    public async Task<ListPage> List(CalendarQuery query, CancellationToken cancel)
    {
        var month = MonthOf(query);
        var facets = await ReadFacets(cancel);
        var matching = Posts.MatchingInAnyState(query).OnDays(query, month, Zone);
        var counts = await matching.GroupBy(p => p.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var found = counts.Where(c => query.States.Count == 0 || query.States.Contains(c.Key)).Sum(c => c.Value);
        var page = query.OnPage(Math.Clamp(query.Page, 1, Math.Max(1, (found + ListPage.Size - 1) / ListPage.Size)));
        var rows = await Sorted(matching.InStates(query), query)
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
                Channels = p.Variants.Select(v => v.ChannelId).ToList(),
                Picture = p.Media.OrderBy(m => m.Position).Select(m => (Guid?)m.MediaId).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        var hasAny = found > 0 || await Posts.AnyAsync(cancel);
        return new ListPage(
            page, month, Today, facets.With(page, counts, found),
            [.. rows.Select(r => new ListRow(facets.Card(current.Member, r.Id, r.AuthorId, Local(r.ScheduledAt), r.State, r.Text, r.Channels, r.Picture), r.ScheduledAt, r.Author, facets.Named(r.Channels), r.EditedAt))],
            hasAny);
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
        var undated = Posts.MatchingInAnyState(query).InStates(query).Where(p => p.ScheduledAt == null);
        var rows = await undated.OrderByDescending(p => p.EditedAt).ThenBy(p => p.Id).Take(size)
            .Select(p => new
            {
                p.Id,
                p.AuthorId,
                p.State,
                Text = p.Text.Substring(0, WordsLength),
                Channels = p.Variants.Select(v => v.ChannelId).ToList(),
                Picture = p.Media.OrderBy(m => m.Position).Select(m => (Guid?)m.MediaId).FirstOrDefault(),
                All = undated.Count(),
            })
            .ToListAsync(cancel);
        return new Tray([.. rows.Select(r => facets.Card(current.Member, r.Id, r.AuthorId, null, r.State, r.Text, r.Channels, r.Picture))], rows.FirstOrDefault()?.All ?? 0, rows.Count);
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
                Channels = p.Variants.Select(v => v.ChannelId).ToList(),
                Picture = p.Media.OrderBy(m => m.Position).Select(m => (Guid?)m.MediaId).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        return rows.ToDictionary(r => r.Id, r => facets.Card(current.Member, r.Id, r.AuthorId, Local(r.ScheduledAt), r.State, r.Text, r.Channels, r.Picture));
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
            CalendarSort.Channel => Ordered(posts, p => p.Variants.Min(v => v.Channel.Name), query).ThenBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id),
            CalendarSort.Author => Ordered(posts, p => p.Author.Person.Name, query).ThenBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id),
            CalendarSort.Edited => Ordered(posts, p => p.EditedAt, query).ThenBy(p => p.Id),
            _ when query.Descending => posts.OrderBy(p => p.ScheduledAt == null).ThenByDescending(p => p.ScheduledAt).ThenByDescending(p => p.Id),
            _ => posts.OrderBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id),
        };

    static IOrderedQueryable<Post> Ordered<T>(IQueryable<Post> posts, Expression<Func<Post, T>> by, CalendarQuery query) =>
        query.Descending ? posts.OrderByDescending(by) : posts.OrderBy(by);

    /// <summary>The workspace's channels and authors: names for cards, choices for filters.</summary>
    sealed class Facets(IReadOnlyList<FilterChannel> channels, IReadOnlyList<FilterAuthor> authors, ILookup<bool, FilterLabel> labels)
    {
        readonly Dictionary<Guid, FilterChannel> byId = channels.ToDictionary(c => c.Id);

        public CalendarFilters With(CalendarQuery query, IReadOnlyDictionary<PostState, int> counts, int found) =>
            new(query, counts, found, channels, authors) { Labels = [.. labels[false]], Campaigns = [.. labels[true]] };

        public IReadOnlyList<FilterChannel> Named(IEnumerable<Guid> ids) => [.. ids.Where(byId.ContainsKey).Select(id => byId[id]).OrderBy(c => c.Name, StringComparer.CurrentCulture)];

        public CalendarCard Card(Member member, Guid id, Guid authorId, DateTime? local, PostState state, string text, IReadOnlyList<Guid> on, Guid? picture)
        {
            var canEdit = member.Can(Permission.EditOthersPosts) || (member.Can(Permission.WritePosts) && authorId == member.Id);
            var canMove = canEdit && (state == PostState.Draft || (state == PostState.Scheduled && member.Can(Permission.SchedulePosts)));
            return new CalendarCard(id, local, state, OneLine(text), [.. Named(on).Select(c => c.Network).Distinct()], picture, canMove);
        }

        /// <summary>A database may cut a text in the middle of a character.</summary>
        static string OneLine(string text) =>
            string.Join(' ', (text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
