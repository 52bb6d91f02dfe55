using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Calendar;

/// <summary>Week, day, feed, board and grid beside month and list.</summary>
public class ViewsOfTheCalendarTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly string[] All = ["month", "week", "day", "list", "feed", "board", "grid"];

    [Fact]
    public async Task The_same_filter_gives_the_same_posts_in_each_view()
    {
        var first = await CalendarPosts.Draft(app, new DateTime(2027, 3, 3, 9, 0, 0), "Quince and cocoa");
        var second = await CalendarPosts.Draft(app, new DateTime(2027, 3, 3, 9, 40, 0), "quince, smoke");
        await CalendarPosts.Draft(app, new DateTime(2027, 3, 3, 12, 0, 0), "Nothing of the kind");
        await CalendarPosts.Scheduled(app, new DateTime(2027, 3, 3, 13, 0, 0));
        using var olga = await app.As("olga");

        foreach (var view in All)
        {
            var page = await olga.Page($"/w/acme/calendar?view={view}&date=2027-03-03&q=quince&state=draft");
            Assert.Equal(new[] { first, second }.Select(id => id.ToString()).Order(), Ids(page, ".agenda").Order());
            Assert.Equal("2 posts", page.QuerySelector("#filters [role=status]")!.TextContent);
            Assert.Equal(view, page.QuerySelector(".views [aria-current=page]")!.Id!["view-".Length..]);
        }
    }

    [Fact]
    public async Task A_week_stands_hour_by_hour_and_a_day_alone()
    {
        var id = await CalendarPosts.Draft(app, new DateTime(2027, 4, 8, 14, 30, 0), "Thursday at half past two");
        using var olga = await app.As("olga");

        var week = await olga.Page("/w/acme/calendar?view=week&date=2027-04-07");
        Assert.Equal("5 – 11 April 2027 Week 14", week.QuerySelector("h1")!.TextContent.Trim());
        Assert.Equal(7, week.QuerySelectorAll(".whead .wd").Length);
        Assert.Equal("h-2027-04-08-14", week.QuerySelector($"#c-{id}")!.ParentElement!.Id);
        Assert.Equal("/w/acme/calendar?view=week&date=2027-04-12", week.QuerySelector("#calendar-after")!.GetAttribute("href"));

        var day = await olga.Page("/w/acme/calendar?view=day&date=2027-04-08");
        Assert.Equal("Thursday 8 April 2027", day.QuerySelector("h1")!.TextContent.Trim());
        Assert.Equal("h-2027-04-08-14", day.QuerySelector($"#c-{id}")!.ParentElement!.Id);
        Assert.Equal("/w/acme/calendar?view=day&date=2027-04-07", day.QuerySelector("#calendar-before")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Dropped_on_an_hour_the_time_changes_too()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 11, 7, 9, 10, 0));
        using var pia = await app.As("pia");

        using var moved = await pia.Htmx($"/w/acme/posts/{id}/moves?date=2027-11-08&time=14:30");
        Assert.Contains("14:30 Berlin", (await Visitor.Shown(moved)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2027, 11, 8, 14, 30, 0), (await CalendarPosts.Stand(app, id)).Local);

        using var refused = await pia.Htmx($"/w/acme/posts/{id}/moves?date=2020-11-08&time=14:30");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("has passed", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_feed_shows_a_post_in_full_as_its_channel_does()
    {
        var text = "The autumn roast is here. " + string.Concat(Enumerable.Repeat("Plum, cocoa, a little smoke. ", 12)) + "The very end.";
        var id = await CalendarPosts.Draft(app, new DateTime(2027, 5, 3, 9, 0, 0), text);
        using var olga = await app.As("olga");

        var post = (await olga.Page("/w/acme/calendar?view=feed&date=2027-05-01")).QuerySelector($"#c-{id}")!;
        Assert.Contains("The very end.", post.TextContent, StringComparison.Ordinal);
        Assert.Contains("Acme Coffee", post.QuerySelector(".pv header")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Mon 3 May 2027, 09:00 Berlin", post.QuerySelector(":scope > header")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_board_has_a_column_for_each_stage()
    {
        var draft = await CalendarPosts.Draft(app, new DateTime(2027, 7, 3, 9, 0, 0), "On the board");
        var scheduled = await CalendarPosts.Scheduled(app, new DateTime(2027, 7, 4, 9, 0, 0));
        var failed = await CalendarPosts.Scheduled(app, new DateTime(2027, 7, 5, 9, 0, 0));
        await app.In("acme", db => db.Posts.Where(p => p.Id == failed).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PostState.Failed)));
        using var pia = await app.As("pia");

        var board = await pia.Page("/w/acme/calendar?view=board&date=2027-07-01");
        string Column(Guid id) => board.QuerySelector($"#c-{id}")!.Closest(".bcol")!.GetAttribute("data-column")!;
        Assert.Equal(("draft", "scheduled", "trouble"), (Column(draft), Column(scheduled), Column(failed)));
        Assert.Equal("scheduled", board.QuerySelector("[data-column=draft]")!.GetAttribute("data-takes"));
        Assert.Null(board.QuerySelector("[data-column=published]")!.GetAttribute("data-takes"));
        Assert.Equal("A post is published at its time. Open it to publish it now.", board.QuerySelector("[data-column=published]")!.GetAttribute("data-refuses"));
        Assert.NotNull(board.QuerySelector($"#c-{draft} form.bstage"));
        Assert.Null(board.QuerySelector($"#c-{failed} form.bstage"));
    }

    [Fact]
    public async Task The_grid_mixes_what_is_out_and_what_is_planned_newest_first()
    {
        var published = await CalendarPosts.Scheduled(app, new DateTime(2027, 8, 3, 9, 0, 0));
        await app.In("acme", db => db.Posts.Where(p => p.Id == published).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PostState.Published)));
        var earlier = await CalendarPosts.Scheduled(app, new DateTime(2027, 8, 4, 9, 0, 0));
        var later = await CalendarPosts.Scheduled(app, new DateTime(2027, 8, 5, 9, 0, 0));
        using var pia = await app.As("pia");

        var grid = await pia.Page("/w/acme/calendar?view=grid&date=2027-08-01");
        Assert.Equal(new[] { later, earlier, published }.Select(id => id.ToString()), Ids(grid));
        Assert.Null(grid.QuerySelector($"#c-{published}")!.GetAttribute("data-swaps"));
        Assert.Equal(earlier.ToString(), grid.QuerySelector($"#c-{later} [name=with]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task The_grid_counts_what_goes_to_no_channel_and_says_why_it_is_not_there()
    {
        var (post, letter) = (await CalendarPosts.Draft(app, new DateTime(2029, 9, 13, 9, 0, 0)), await CalendarPosts.Draft(app, new DateTime(2029, 9, 14, 9, 0, 0), "A letter"));
        await app.In("acme", db => db.Posts.Where(p => p.Id == letter).ExecuteUpdateAsync(set => set.SetProperty(p => p.Kind, "newsletter")));
        using var pia = await app.As("pia");

        var grid = await pia.Page("/w/acme/calendar?view=grid&date=2029-09-01");
        Assert.Equal([post.ToString()], Ids(grid));
        Assert.Contains("1 post goes to no channel", grid.QuerySelector("#grid .hint")!.TextContent, StringComparison.Ordinal);
        var month = await pia.Page("/w/acme/calendar?view=month&date=2029-09-01");
        Assert.Equal(Count(month), Count(grid));

        static string Count(AngleSharp.Dom.IDocument page) => page.QuerySelector("#filters [role=status]")!.TextContent;
    }

    [Fact]
    public async Task A_client_sees_no_post_of_the_team_in_any_view()
    {
        var hidden = await CalendarPosts.Draft(app, new DateTime(2027, 5, 5, 9, 0, 0), "Between us", Audience.Team);
        var open = await CalendarPosts.Draft(app, new DateTime(2027, 5, 5, 10, 0, 0), "For everybody");
        using var clara = await app.As("clara");

        foreach (var view in All)
        {
            var page = await clara.Page($"/w/acme/calendar?view={view}&date=2027-05-05");
            Assert.Null(page.QuerySelector($"[data-post='{hidden}']"));
            Assert.NotNull(page.QuerySelector($"[data-post='{open}']"));
            Assert.Null(page.QuerySelector("#tray"));
        }
    }

    [Fact]
    public async Task Five_hundred_posts_cost_as_many_commands_as_ten_and_the_page_stays_small()
    {
        await Fill(new DateTime(2028, 1, 3), 10);
        await Fill(new DateTime(2028, 3, 6), 500);
        using var olga = await app.As("olga");

        foreach (var view in All)
        {
            using var warm = await olga.Get($"/w/acme/calendar?view={view}&date=2028-01-03");
            var few = await app.Sql.During(() => olga.Page($"/w/acme/calendar?view={view}&date=2028-01-03"));
            var html = "";
            var many = await app.Sql.During(async () =>
            {
                using var answer = await olga.Get($"/w/acme/calendar?view={view}&date=2028-03-06");
                html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            });
            var none = await app.Sql.During(() => olga.Page($"/w/acme/calendar?view={view}&date=2031-03-06"));

            Assert.True(few.Count == many.Count && many.Count <= 8 && none.Count <= 8, $"{view}: {few.Count}, {many.Count} and {none.Count} commands");
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(html), 10_000, 350 * 1024);
        }

        var day = await olga.Page("/w/acme/calendar?view=day&date=2028-03-06");
        var shown = day.QuerySelectorAll(".hc .pcw").Length + day.QuerySelectorAll(".hc .more").Sum(m => int.Parse(m.TextContent.Trim('+').Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal($"{shown} posts", day.QuerySelector("#filters [role=status]")!.TextContent);
    }

    [Fact]
    public async Task The_bare_address_opens_what_was_looked_at_last_and_an_explicit_one_never()
    {
        using var olga = await app.As("olga");
        olga.Http.DefaultRequestHeaders.Add("Cookie", "view=board; board-filters=state%3Ddraft");

        using var bare = await olga.Get("/w/acme/calendar");
        Assert.Equal("/w/acme/calendar?view=board&state=draft", bare.Headers.Location!.ToString());
        using var said = await olga.Get("/w/acme/calendar?view=board");
        Assert.Equal(HttpStatusCode.OK, said.StatusCode);
        Assert.Contains(said.Headers.GetValues("Set-Cookie"), c => c.StartsWith("view=board", StringComparison.Ordinal));
    }

    static IEnumerable<string> Ids(IParentNode page, string except = "no-such") =>
        page.QuerySelectorAll("#calendar [data-post]").Where(p => p.Closest(except) is null && p.Closest(".tray") is null).Select(p => p.GetAttribute("data-post")!);

    async Task Fill(DateTime monday, int count) =>
        await app.In("acme", async db =>
        {
            var author = await TestApp.Member(db, "olga");
            var workspace = await db.Workspaces.SingleAsync(w => w.Slug == "acme");
            var channels = await db.Channels.ToListAsync();
            for (var i = 0; i < count; i++)
            {
                var post = Post.Draft(author, workspace, app.Clock.GetUtcNow());
                post.Edit(new PostEdit($"The autumn roast number {i} is here. Plum, cocoa, a little smoke, and a text that goes on well past the first line.", null, [.. channels.Select(c => new PostEdit.Target(c, null, null))], []), author, app.Clock.GetUtcNow());
                post.Plan(PlannedTime.Read(monday.AddDays(i % 7).AddHours(6 + (i % 15)).AddMinutes(i % 60), "Europe/Berlin"), author, app.Clock.GetUtcNow());
                db.Posts.Add(post);
            }

            await db.SaveChangesAsync();
        });
}
