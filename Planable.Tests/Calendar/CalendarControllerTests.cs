using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Calendar;

public class CalendarControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_same_filter_gives_the_same_posts_in_month_and_list()
    {
        await Draft(new DateTime(2027, 3, 3, 9, 0, 0), "Plum and cocoa");
        await Draft(new DateTime(2027, 3, 4, 9, 0, 0), "plum, smoke");
        await Draft(new DateTime(2027, 3, 4, 9, 0, 0), "Nothing of the kind");
        await Draft(new DateTime(2027, 6, 4, 9, 0, 0), "Plum in June");
        using var olga = await app.As("olga");

        var month = await olga.Page("/w/acme/calendar?date=2027-03-10&q=plum&state=draft");
        var list = await olga.Page("/w/acme/calendar?view=list&date=2027-03-10&q=plum&state=draft");

        var inMonth = month.QuerySelectorAll("#month [data-post]").Select(p => p.GetAttribute("data-post")).Order();
        Assert.Equal(2, inMonth.Count());
        Assert.Equal(inMonth, list.QuerySelectorAll(".posts [data-post]").Select(p => p.GetAttribute("data-post")).Order());
        Assert.Equal("2 posts", month.QuerySelector("#filters [role=status]")!.TextContent);
        Assert.Equal("2 posts", list.QuerySelector("#filters [role=status]")!.TextContent);
    }

    [Fact]
    public async Task A_full_day_shows_three_and_opens_the_rest()
    {
        for (var i = 0; i < 5; i++)
            await Draft(new DateTime(2027, 4, 7, 9 + i, 0, 0), $"Post number {i}");
        using var olga = await app.As("olga");

        var day = (await olga.Page("/w/acme/calendar?date=2027-04-01")).QuerySelector("#d-2027-04-07")!;
        Assert.Equal(3, day.QuerySelectorAll(".pcw").Length);
        Assert.Equal("+2 more", day.QuerySelector("[data-kept='3']")!.TextContent);
        Assert.StartsWith("Wednesday 7 April, 5 posts", day.GetAttribute("aria-label"), StringComparison.Ordinal);

        using var opened = await olga.Get("/w/acme/calendar/days/2027-04-07", htmx: true);
        Assert.Equal(5, (await Visitor.Shown(opened)).QuerySelectorAll("[data-post]").Length);
        using var plain = await olga.Get("/w/acme/calendar/days/2027-04-07");
        Assert.Equal("/w/acme/calendar?view=list&from=2027-04-07&to=2027-04-07", plain.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_phone_gets_the_agenda_with_the_month_and_a_narrow_window_when_it_shows()
    {
        await Draft(new DateTime(2027, 9, 15, 9, 0, 0), "For the agenda");
        using var olga = await app.As("olga");

        var wide = (await olga.Page("/w/acme/calendar?date=2027-09-01")).QuerySelector("#agenda")!;
        Assert.Empty(wide.QuerySelectorAll("[data-post]"));

        using var asked = await olga.Get(wide.GetAttribute("hx-get")!, htmx: true);
        var later = (await Visitor.Shown(asked)).QuerySelector("#agenda")!;
        Assert.Single(later.QuerySelectorAll("#a-2027-09-15 [data-post]"));

        using var plain = await olga.Get("/w/acme/calendar/agenda?date=2027-09-01");
        Assert.Equal("/w/acme/calendar?view=list&date=2027-09-01", plain.Headers.Location!.ToString());

        olga.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1");
        var phone = (await olga.Page("/w/acme/calendar?date=2027-09-01")).QuerySelector("#agenda")!;
        Assert.Single(phone.QuerySelectorAll("#a-2027-09-15 [data-post]"));
    }

    [Fact]
    public async Task Unknown_parameters_are_ignored()
    {
        using var olga = await app.As("olga");
        using var answer = await olga.Get("/w/acme/calendar?view=spiral&state=nonsense&date=never&channel=%00x&colour=red");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_client_sees_no_post_of_the_team_and_no_tray()
    {
        var hidden = await Draft(new DateTime(2027, 5, 5, 9, 0, 0), "Between us", Audience.Team);
        var open = await Draft(new DateTime(2027, 5, 5, 10, 0, 0), "For everybody");
        using var clara = await app.As("clara");

        foreach (var address in (string[])["/w/acme/calendar?date=2027-05-01", "/w/acme/calendar?view=list&date=2027-05-01"])
        {
            var page = await clara.Page(address);
            Assert.Null(page.QuerySelector($"[data-post='{hidden}']"));
            Assert.NotNull(page.QuerySelector($"[data-post='{open}']"));
            Assert.Null(page.QuerySelector("#tray"));
        }

        using var card = await clara.Get($"/w/acme/posts/{hidden}/card", htmx: true);
        Assert.Equal(HttpStatusCode.NotFound, card.StatusCode);
        using var move = await clara.Get($"/w/acme/posts/{hidden}/move");
        Assert.Equal(HttpStatusCode.NotFound, move.StatusCode);
    }

    [Fact]
    public async Task The_card_says_when_with_the_zone_and_where()
    {
        var id = await Draft(new DateTime(2027, 2, 3, 9, 0, 0), "A card of its own");
        using var olga = await app.As("olga");
        using var answer = await olga.Get($"/w/acme/posts/{id}/card", htmx: true);

        var words = (await Visitor.Shown(answer)).Body!.TextContent;
        Assert.Contains("Wed 3 Feb 2027, 09:00 Berlin", words, StringComparison.Ordinal);
        Assert.Contains("Acme Coffee", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_posts_come_with_the_days_they_left_and_the_days_they_came_to()
    {
        var id = await Draft(new DateTime(2027, 7, 7, 9, 0, 0), "On the move");
        using var olga = await app.As("olga");
        using var answer = await olga.Get($"/w/acme/calendar/changes?date=2027-07-01&posts={id}&days=2027-07-05", htmx: true);

        var shown = await Visitor.Shown(answer);
        Assert.Equal(["d-2027-07-05", "d-2027-07-07"], shown.QuerySelectorAll(".day").Select(d => d.Id).Order());
        Assert.NotNull(shown.QuerySelector("#tray"));
        Assert.NotNull(shown.QuerySelector("#filters"));
    }

    [Fact]
    public async Task The_list_of_all_dates_begins_today_then_what_has_no_date_then_what_is_over()
    {
        var mark = $"fig{Guid.NewGuid():N}";
        var today = TimeZoneInfo.ConvertTime(app.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).Date;
        await CalendarPosts.Draft(app, today.AddDays(40).AddHours(9), $"{mark} later");
        await CalendarPosts.Draft(app, null, $"{mark} undated");
        await CalendarPosts.Draft(app, today.AddDays(-30).AddHours(9), $"{mark} long ago");
        await CalendarPosts.Draft(app, today.AddDays(-1).AddHours(9), $"{mark} yesterday");
        // Over by the clock, but of today.
        await CalendarPosts.Draft(app, today.AddMinutes(1), $"{mark} today");
        await CalendarPosts.Draft(app, today.AddDays(2).AddHours(9), $"{mark} soon");
        using var pia = await app.As("pia");

        var rows = (await pia.Page($"/w/acme/calendar?view=list&dates=all&q={mark}")).QuerySelectorAll("table.posts tbody td.what").Select(c => c.TextContent.Trim()[(mark.Length + 1)..]);
        Assert.Equal(["today", "soon", "later", "undated", "yesterday", "long ago"], rows);
    }

    [Fact]
    public async Task Sorted_by_state_the_list_goes_from_draft_to_published()
    {
        await CalendarPosts.Draft(app, new DateTime(2027, 9, 20, 9, 0, 0), "Sorted draft");
        var scheduled = await CalendarPosts.Scheduled(app, new DateTime(2027, 9, 19, 9, 0, 0));
        var held = await CalendarPosts.Scheduled(app, new DateTime(2027, 9, 18, 9, 0, 0));
        var published = await CalendarPosts.Scheduled(app, new DateTime(2027, 9, 17, 9, 0, 0));
        await app.In("acme", async db =>
        {
            await db.Posts.Where(p => p.Id == held).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PostState.Held));
            await db.Posts.Where(p => p.Id == published).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PostState.Published));
        });
        using var pia = await app.As("pia");

        Assert.Contains((await pia.Page("/w/acme/calendar?view=month")).QuerySelectorAll(".rail a"), a => a.GetAttribute("href") == "/w/acme/calendar?view=list&dates=all");
        var rows = (await pia.Page("/w/acme/calendar?view=list&from=2027-09-17&to=2027-09-20&sort=state")).QuerySelectorAll("table.posts tbody .badge").Select(b => b.TextContent.Trim());
        Assert.Equal(["Draft", "Scheduled", "Held", "Published"], rows);
    }

    [Fact]
    public async Task The_list_says_why_it_is_empty()
    {
        using var olga = await app.As("olga");

        await Draft(null, "Some post");
        Assert.Equal("No post matches these filters", (await olga.Page("/w/acme/calendar?view=list&q=zzzzzz")).QuerySelector(".empty h2")!.TextContent);
        using var oscar = await app.As("oscar");
        Assert.Equal("No posts yet", (await oscar.Page("/w/elsewhere/calendar?view=list")).QuerySelector(".empty h2")!.TextContent);
    }

    [Fact]
    public async Task A_month_of_500_posts_costs_as_many_commands_as_one_of_10_and_stays_small()
    {
        using var olga = await app.As("olga");
        for (var i = 0; i < 10; i++)
            await Draft(new DateTime(2028, 1, 3 + i, 9, 0, 0), $"Post {i} of January");
        await app.In("acme", async db =>
        {
            var author = await TestApp.Member(db, "olga");
            var workspace = await db.Workspaces.SingleAsync(w => w.Slug == "acme");
            var channels = await db.Channels.ToListAsync();
            for (var i = 0; i < 500; i++)
            {
                var post = Post.Draft(author, workspace, app.Clock.GetUtcNow());
                post.Edit(new PostEdit($"The autumn roast number {i} is here. Plum, cocoa, a little smoke, and a text that goes on well past the first line.", null, [.. channels.Select(c => new PostEdit.Target(c, null, null))], []), author, app.Clock.GetUtcNow());
                post.Plan(PlannedTime.Read(new DateTime(2028, 3, 1 + (i % 31), 8 + (i % 12), 0, 0), "Europe/Berlin"), author, app.Clock.GetUtcNow());
                db.Posts.Add(post);
            }

            await db.SaveChangesAsync();
        });

        foreach (var view in (string[])["month", "list"])
        {
            using var warm = await olga.Get($"/w/acme/calendar?view={view}&date=2028-01-01");
            var few = await app.Sql.During(() => olga.Page($"/w/acme/calendar?view={view}&date=2028-01-01"));
            var html = "";
            var many = await app.Sql.During(async () =>
            {
                using var answer = await olga.Get($"/w/acme/calendar?view={view}&date=2028-03-01");
                html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            });

            Assert.Equal(few.Count, many.Count);
            Assert.InRange(many.Count, 1, 8);
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(html), 10_000, 350 * 1024);
        }
    }

    [Fact]
    public async Task Oscar_gets_404()
    {
        using var oscar = await app.As("oscar");
        using var answer = await oscar.Get("/w/acme/calendar");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    Task<Guid> Draft(DateTime? local, string text, Audience audience = Audience.Client) => CalendarPosts.Draft(app, local, text, audience);
}
