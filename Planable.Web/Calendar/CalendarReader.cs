using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Links;
using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Jobs.Outbound;
using Planable.Web.Http;
using Planable.Web.Links;
using Planable.Web.Posts;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Calendar;

/// <summary>Reads what the calendar shows, in a fixed number of queries whatever the number of posts. Views that draw days are read by <see cref="DaysReader"/>.</summary>
public sealed class CalendarReader(PlanableDb db, Current current, DaysReader days, CalendarFrames frames, CalendarCards cards, LinkPreviews previews, TimeWords times)
{
    const int CardsPerColumn = 40;

    public DateOnly Today => DateOnly.FromDateTime(times.LocalNow);

    string Zone => current.Workspace.Zone;

    IQueryable<Post> Posts => db.Posts.AsNoTracking().OpenTo(current.Member);

    public MonthDays MonthOf(CalendarQuery query) => days.MonthOf(query);

    public async Task<CalendarPage> Read(CalendarQuery query, CancellationToken cancel) => query.View switch
    {
        CalendarView.Week or CalendarView.Day => await days.Hours(query, cancel),
        CalendarView.List => await List(query, cancel),
        CalendarView.Feed => await Feed(query, cancel),
        CalendarView.Board => await Board(query, cancel),
        CalendarView.Grid => await Grid(query, cancel),
        _ => await days.Month(query, cancel),
    };

    public async Task<ListPage> List(CalendarQuery query, CancellationToken cancel)
    {
        var month = MonthOf(query);
        var facets = await frames.ReadFacets(cancel);
        var matching = Posts.MatchingInAnyState(query).OnDays(query, month, Zone);
        var (counts, found) = await ReadCounts(matching, query, cancel);
        var page = query.OnPage(Math.Clamp(query.Page, 1, Paged.Pages(found, ListPage.Size)));
        var (isClient, now) = (current.Member.IsClient, times.Now);
        var rows = found == 0 ? [] : await Sorted(matching.InStates(query), query, MonthDays.Instants(Today, Today, Zone).From)
            .Skip((page.Page - 1) * ListPage.Size).Take(ListPage.Size)
            .Select(p => new
            {
                p.Id,
                p.AuthorId,
                Author = p.Author.Person.Name,
                p.EditedAt,
                p.ScheduledAt,
                p.State,
                p.ApprovalState,
                Text = p.Text.Substring(0, CalendarCards.WordsLength),
                p.Kind,
                AtRisk = p.Risks.Any(),
                Missed = p.State == PostState.Draft && p.ApprovalState == ApprovalState.Waiting && p.ScheduledAt <= now ? p.Approval : null,
                IsFromOutside = p.FoundAt != null,
                OpenThreads = p.Threads.Count(t => t.ResolvedAt == null && (!isClient || t.Audience == Audience.Client) && t.Comments.Any(c => c.RemovedAt == null)),
                Phone = p.State == PostState.Publishing || p.State == PostState.Held ? p.Deliveries.Where(d => d.State == DeliveryState.HandedOver || (d.State == DeliveryState.Held && d.HeldFor == HoldReason.Phone && d.HandedToId != null)).Select(d => d.HandedTo).FirstOrDefault() : null,
                Channels = p.Variants.Select(v => v.ChannelId).ToList(),
                Picture = p.Media.OrderBy(m => m.Position).Select(m => (Guid?)m.MediaId).FirstOrDefault(),
                Edits = p.Media.OrderBy(m => m.Position).Select(m => m.Edits).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        var hasAny = found > 0 || await Posts.AnyAsync(cancel);
        return new ListPage(
            page, month, Today, facets.With(page, counts, found),
            [.. rows.Select(r => new ListRow(facets.Card(current.Member, r.Id, r.AuthorId, Local(r.ScheduledAt), r.State, r.Text, r.Channels, r.Picture is { } id ? new CardPicture(id, r.Edits) : null, r.Kind, r.ApprovalState, r.AtRisk, new CardFate(r.IsFromOutside, r.Phone, r.OpenThreads, r.Missed)), r.ScheduledAt, r.Author, facets.Named(r.Channels), r.EditedAt))],
            hasAny)
        { Views = facets.Views };
    }

    /// <summary>Posts below each other, each as its first channel (or the one filtered by) shows it.</summary>
    public async Task<FeedPage> Feed(CalendarQuery query, CancellationToken cancel)
    {
        var month = MonthOf(query);
        var facets = await frames.ReadFacets(cancel);
        var matching = Posts.MatchingInAnyState(query).OnDays(query, month, Zone);
        var (counts, found) = await ReadCounts(matching, query, cancel);
        var page = query.OnPage(Math.Clamp(query.Page, 1, Paged.Pages(found, FeedPage.Size)));
        // Two lists of each post in one command: with a page of posts they multiply to less than another two commands cost.
        var (isClient, now) = (current.Member.IsClient, times.Now);
        var rows = found == 0 ? [] : await ByTime(matching.InStates(query)).AsSingleQuery()
            .Skip((page.Page - 1) * FeedPage.Size).Take(FeedPage.Size)
            .Select(p => new
            {
                p.Id,
                p.AuthorId,
                Author = p.Author.Person.Name,
                p.ScheduledAt,
                p.State,
                p.ApprovalState,
                Text = p.Text.Substring(0, FeedPage.TextLength),
                p.Kind,
                AtRisk = p.Risks.Any(),
                Missed = p.State == PostState.Draft && p.ApprovalState == ApprovalState.Waiting && p.ScheduledAt <= now ? p.Approval : null,
                IsFromOutside = p.FoundAt != null,
                OpenThreads = p.Threads.Count(t => t.ResolvedAt == null && (!isClient || t.Audience == Audience.Client) && t.Comments.Any(c => c.RemovedAt == null)),
                Phone = p.State == PostState.Publishing || p.State == PostState.Held ? p.Deliveries.Where(d => d.State == DeliveryState.HandedOver || (d.State == DeliveryState.Held && d.HeldFor == HoldReason.Phone && d.HandedToId != null)).Select(d => d.HandedTo).FirstOrDefault() : null,
                p.Link,
                p.Options,
                Variants = p.Variants.Select(v => new { v.ChannelId, v.Channel.Handle, v.Settings, v.Tags, Text = v.Text == null ? null : v.Text.Substring(0, FeedPage.TextLength) }).ToList(),
                Pictures = p.Media.OrderBy(m => m.Position).Select(m => new PostPicture(m.MediaId, m.Asset.FileName, m.Alt, m.Asset.Width, m.Asset.Height, m.Asset.Placeholder, m.Asset.ContentType, m.Edits, m.Asset.Pages)).ToList(),
            })
            .ToListAsync(cancel);
        var posts = rows.Select(r =>
        {
            var on = facets.Named(r.Variants.Select(v => v.ChannelId));
            var first = on.FirstOrDefault(c => query.Channels.Contains(c.Id)) ?? (on.Count > 0 ? on[0] : null);
            var variant = r.Variants.Find(v => v.ChannelId == first?.Id);
            var text = variant?.Text ?? r.Text;
            return new FeedPost(
                facets.Card(current.Member, r.Id, r.AuthorId, Local(r.ScheduledAt), r.State, r.Text, [.. r.Variants.Select(v => v.ChannelId)], null, r.Kind, r.ApprovalState, r.AtRisk, new CardFate(r.IsFromOutside, r.Phone, r.OpenThreads, r.Missed)), text, r.ScheduledAt, r.Author,
                first is not null && variant is not null && Networks.Find(first.Network) is { } network
                    ? PreviewCard.Saved(network, first.Name, variant.Handle, LinkTags.In(text, network, variant.Tags), r.Link, r.Options, variant.Settings, r.Pictures, LinkShown.Of(text, r.Link, network, r.Pictures.Count > 0, previews), Local(r.ScheduledAt))
                    : null,
                on, r.Pictures);
        });
        return new FeedPage(page, month, Today, facets.With(page, counts, found), [.. posts], found > 0 || await Posts.AnyAsync(cancel)) { Views = facets.Views };
    }

    /// <summary>A column for each stage; the first of each, the rest counted.</summary>
    public async Task<BoardPage> Board(CalendarQuery query, CancellationToken cancel)
    {
        var month = MonthOf(query);
        var facets = await frames.ReadFacets(cancel);
        var matching = Posts.MatchingInAnyState(query).OnDays(query, month, Zone);
        var (counts, found) = await ReadCounts(matching, query, cancel);
        var inStates = matching.InStates(query);
        var first = inStates.Select(p => p.State).Distinct()
            .SelectMany(state => inStates.Where(p => p.State == state).OrderBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id).Take(CardsPerColumn).Select(p => p.Id));
        var shownCards = found == 0 ? [] : await cards.Read(Posts.Where(p => first.Contains(p.Id)), facets, cancel);
        var columns = BoardColumn.All
            .Select(c => c with { Cards = [.. shownCards.Values.Where(p => c.States.Contains(p.State)).OrderBy(p => p.Local is null).ThenBy(p => p.Local).ThenBy(p => p.Id)], Count = counts.Where(s => c.States.Contains(s.Key) && (query.States.Count == 0 || query.States.Contains(s.Key))).Sum(s => s.Value) })
            .Where(c => c.Count > 0 || c.AlwaysThere);
        return new BoardPage(query, month, Today, facets.With(query, counts, found), [.. columns], found > 0 || await Posts.AnyAsync(cancel)) { Views = facets.Views };
    }

    /// <summary>As a profile shows it: newest first, what is planned above what is out.</summary>
    public async Task<GridPage> Grid(CalendarQuery query, CancellationToken cancel)
    {
        var month = MonthOf(query);
        var facets = await frames.ReadFacets(cancel);
        var matching = Posts.MatchingInAnyState(query).OnDays(query, month, Zone);
        var sums = await matching.GroupBy(p => new { p.State, Goes = p.Kind == null }).Select(g => new { g.Key.State, g.Key.Goes, Count = g.Count() }).ToListAsync(cancel);
        var counts = sums.GroupBy(s => s.State).ToDictionary(g => g.Key, g => g.Sum(s => s.Count));
        var inStates = sums.Where(s => query.States.Count == 0 || query.States.Contains(s.State)).ToList();
        var found = inStates.Sum(s => s.Count);
        // What goes to no network is on no profile.
        var apart = inStates.Where(s => !s.Goes).Sum(s => s.Count);
        matching = matching.Where(p => p.Kind == null);
        var page = query.OnPage(Math.Clamp(query.Page, 1, Paged.Pages(found - apart, GridPage.Size)));
        var shown = matching.InStates(query).OrderBy(p => p.ScheduledAt != null).ThenByDescending(p => p.ScheduledAt).ThenByDescending(p => p.Id)
            .Skip((page.Page - 1) * GridPage.Size).Take(GridPage.Size).Select(p => p.Id);
        var shownCards = found == apart ? [] : await cards.Read(Posts.Where(p => shown.Contains(p.Id)), facets, cancel);
        return new GridPage(
            page, month, Today, facets.With(page, counts, found), [.. shownCards.Values.OrderBy(c => c.Local is not null).ThenByDescending(c => c.Local).ThenByDescending(c => c.Id)], found > 0 || await Posts.AnyAsync(cancel))
        { Views = facets.Views, Apart = apart };
    }

    /// <summary>With what the calendar opens for this person where the address says nothing: their default view.</summary>
    public async Task<CalendarQuery?> Start(CancellationToken cancel)
    {
        var me = current.Member.Id;
        var view = await db.DefaultViews.AsNoTracking().Where(d => d.MemberId == me && (!current.Member.IsClient || d.View.Audience == Audience.Client))
            .Select(d => new { d.ViewId, d.View.Address }).SingleOrDefaultAsync(cancel);
        return view is null ? null : frames.Saved(view.ViewId, view.Address);
    }

    public async Task<CardsPage> Day(CalendarQuery query, DateOnly day, string title, CancellationToken cancel)
    {
        var facets = await frames.ReadFacets(cancel);
        var found = await cards.Read(Posts.MatchingInAnyState(query).InStates(query).Between(day, day, Zone), facets, cancel);
        return new CardsPage(title, query, [.. found.Values.OrderBy(c => c.Local).ThenBy(c => c.Id)]);
    }

    static async Task<(Dictionary<PostState, int> Counts, int Found)> ReadCounts(IQueryable<Post> matching, CalendarQuery query, CancellationToken cancel)
    {
        var counts = await matching.GroupBy(p => p.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return (counts, counts.Where(c => query.States.Count == 0 || query.States.Contains(c.Key)).Sum(c => c.Value));
    }

    DateTime? Local(DateTimeOffset? at) => at is { } instant ? times.Local(instant) : null;

    /// <param name="today">Its first instant.</param>
    static IQueryable<Post> Sorted(IQueryable<Post> posts, CalendarQuery query, DateTimeOffset today) =>
        query.Order switch
        {
            CalendarSort.Next => posts.OrderBy(p => p.ScheduledAt == null ? 1 : p.ScheduledAt >= today ? 0 : 2)
                .ThenBy(p => p.ScheduledAt >= today ? p.ScheduledAt : null).ThenByDescending(p => p.ScheduledAt).ThenBy(p => p.Id),
            CalendarSort.State => Ordered(posts, CalendarQueries.Stage, query).ThenBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id),
            CalendarSort.Text => Ordered(posts, p => p.Text.Substring(0, CalendarCards.WordsLength), query).ThenBy(p => p.Id),
            CalendarSort.Channel => Ordered(posts, p => p.Variants.Min(v => v.Channel.Name), query).ThenBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id),
            CalendarSort.Author => Ordered(posts, p => p.Author.Person.Name, query).ThenBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id),
            CalendarSort.Edited => Ordered(posts, p => p.EditedAt, query).ThenBy(p => p.Id),
            _ when query.Descending => posts.OrderBy(p => p.ScheduledAt == null).ThenByDescending(p => p.ScheduledAt).ThenByDescending(p => p.Id),
            _ => ByTime(posts),
        };

    static IOrderedQueryable<Post> ByTime(IQueryable<Post> posts) => posts.OrderBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id);

    static IOrderedQueryable<Post> Ordered<T>(IQueryable<Post> posts, Expression<Func<Post, T>> by, CalendarQuery query) =>
        query.Descending ? posts.OrderByDescending(by) : posts.OrderBy(by);
}
