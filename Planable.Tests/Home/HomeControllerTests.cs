using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Tests.Approvals;
using Planable.Tests.Calendar;
using Planable.Tests.Support;

namespace Planable.Tests.Home;

public class HomeControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_address_of_a_client_alone_opens_where_each_begins()
    {
        foreach (var (who, place) in new[] { ("clara", "/w/acme/home"), ("pia", "/w/acme/calendar") })
        {
            using var visitor = await app.As(who);
            using var answer = await visitor.Get("/w/acme");
            Assert.Equal((HttpStatusCode.Redirect, place), (answer.StatusCode, answer.Headers.Location!.ToString()));
        }

        using var oscar = await app.As("oscar");
        using var nothing = await oscar.Get("/w/acme");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    [Fact]
    public async Task Clara_lands_on_what_waits_what_comes_what_went_out_and_what_came_of_it()
    {
        await app.RequireApproval();
        var waiting = await app.Write("Waits for Clara.", 2, true, "ivo");
        var planned = await app.Write("Goes out soon.", 1, true, "ivo", "clara");
        using var clara = await app.As("clara");
        var page = await clara.Page("/w/acme/home");
        var list = await clara.Page("/w/acme/approvals");
        Assert.Equal(list.QuerySelectorAll(".todo li").Length.ToString(CultureInfo.InvariantCulture), page.QuerySelector(".home-wl .big b")!.TextContent);
        Assert.Equal("/w/acme/approvals", page.QuerySelector(".home-wl a.primary")!.GetAttribute("href"));
        var coming = page.QuerySelectorAll(".home-up a").Select(a => a.GetAttribute("href")!.Split('/')[^1]).ToList();
        Assert.Contains(planned.ToString(), coming);
        Assert.Contains(waiting.ToString(), coming);

        app.Clock.Advance(TimeSpan.FromDays(1).Add(TimeSpan.FromMinutes(5)));
        await app.DeliverDue();
        await app.In("acme", async db =>
        {
            var delivery = await db.Deliveries.SingleAsync(d => d.PostId == planned);
            delivery.Learn(new Dictionary<string, long> { ["likes"] = 1234 }, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        var after = await clara.Page("/w/acme/home");
        Assert.Contains($"/w/acme/posts/{planned}", after.QuerySelectorAll(".home-pubs a").Select(a => a.GetAttribute("href")));
        var figures = await app.In("acme", async db =>
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
            var month = TimeZoneInfo.ConvertTime(app.Clock.GetUtcNow(), zone);
            var start = new DateTimeOffset(month.Year, month.Month, 1, 0, 0, 0, zone.GetUtcOffset(new DateTime(month.Year, month.Month, 1))).ToUniversalTime();
            return (await db.Deliveries.Where(d => d.PublishedAt >= start && db.Posts.Any(p => p.Id == d.PostId && p.Audience == Audience.Client)).ToListAsync()).Where(d => d.Figures?.ContainsKey("likes") == true).Sum(d => d.Figures!["likes"]);
        });
        Assert.Equal(figures.ToString("N0", CultureInfo.GetCultureInfo("en-GB")), after.QuerySelectorAll(".home-k div").Single(d => d.QuerySelector("dt")!.TextContent == "Likes").QuerySelector("dd.num")!.TextContent.Replace(".", ",", StringComparison.Ordinal));
        Assert.Equal("n/a", after.QuerySelectorAll(".home-k div").Single(d => d.QuerySelector("dt")!.TextContent == "Shares").QuerySelector("dd.num")!.TextContent);
    }

    [Fact]
    public async Task With_nothing_waiting_the_next_expected_is_named()
    {
        await app.RequireApproval();
        foreach (var id in await app.In("acme", db => db.Posts.Where(p => p.ApprovalState == Data.Approvals.ApprovalState.Waiting).Select(p => p.Id).ToListAsync()))
            await app.In("acme", async db =>
            {
                var post = await db.Posts.Whole().SingleAsync(p => p.Id == id);
                post.WithdrawApproval(await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
                await db.SaveChangesAsync();
            });
        using var clara = await app.As("clara");
        Assert.Contains("No post is on its way to you.", (await clara.Page("/w/acme/home")).QuerySelector(".home-w")!.TextContent, StringComparison.Ordinal);
        await app.Write("With Ivo first.", 4);
        Assert.Contains("The next is expected", (await clara.Page("/w/acme/home")).QuerySelector(".home-w")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_internal_is_on_it()
    {
        var id = await CalendarPosts.Draft(app, new DateTime(2027, 12, 1, 9, 0, 0), "Internal only, hush");
        await app.In("acme", db => db.Posts.Where(p => p.Id == id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Audience, Audience.Team).SetProperty(x => x.State, PostState.Scheduled).SetProperty(x => x.ScheduledAt, app.Clock.GetUtcNow().AddHours(1))));
        using var clara = await app.As("clara");
        Assert.DoesNotContain("hush", (await clara.Page("/w/acme/home")).DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_asks_the_database_a_fixed_number_of_times()
    {
        using var clara = await app.As("clara");
        await clara.Page("/w/acme/home");
        Assert.InRange((await app.Sql.During(() => clara.Page("/w/acme/home"))).Count, 1, 9);
    }

    [Fact]
    public async Task The_team_goes_to_its_calendar_and_Oscar_gets_404()
    {
        using var pia = await app.As("pia");
        using var sent = await pia.Get("/w/acme/home");
        Assert.Equal("/w/acme/calendar", sent.Headers.Location!.ToString());
        using var oscar = await app.As("oscar");
        using var gone = await oscar.Get("/w/acme/home");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }
}
