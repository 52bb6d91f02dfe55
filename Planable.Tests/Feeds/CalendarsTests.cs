using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Feeds;
using Planable.Data.Logs;
using Planable.Jobs.Feeds;
using Planable.Tests.Calendar;
using Planable.Tests.Emulators;
using Planable.Tests.Support;

namespace Planable.Tests.Feeds;

public sealed class ReachingApp : TestApp
{
    public override void Settle(IWebHostBuilder web) => web.UseSetting("Outbound:AllowPrivateNetworks", "true");
}

public sealed class GuardedApp : TestApp
{
    public override void Settle(IWebHostBuilder web) => web.UseSetting("Outbound:AllowPrivateNetworks", "false");
}

public class CalendarsTests(ReachingApp app) : IClassFixture<ReachingApp>
{
    [Fact]
    public async Task A_calendar_with_a_broken_entry_shows_the_others_and_counts_it()
    {
        var year = app.Clock.GetUtcNow().Year + 1;
        await using var site = await Serve($"""
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            SUMMARY:Coffee day
            DTSTART;VALUE=DATE:{year}0210
            END:VEVENT
            BEGIN:VEVENT
            SUMMARY:Broken
            DTSTART:someday
            END:VEVENT
            END:VCALENDAR
            """);
        using var adam = await app.As("adam");
        using var added = await adam.Post("/w/acme/settings/calendars", ("Name", "Holidays"), ("Address", new Uri(site.Address, "/holidays.ics").AbsoluteUri));
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        Assert.Contains("Not read yet", (await adam.Page("/w/acme/settings/calendars")).Body!.TextContent, StringComparison.Ordinal);

        await app.Run<ReadOverlaysJob>();

        var page = (await adam.Page("/w/acme/settings/calendars")).Body!.TextContent;
        Assert.Contains("1 entry · 1 entry skipped", page, StringComparison.Ordinal);
        Assert.Contains("Coffee day", (await adam.Page($"/w/acme/calendar?date={year}-02-01")).QuerySelector($"#d-{year}-02-10")!.TextContent, StringComparison.Ordinal);
        using var clara = await app.As("clara");
        Assert.DoesNotContain("Coffee day", (await clara.Page($"/w/acme/calendar?date={year}-02-01")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_read_stays_when_the_address_is_away()
    {
        var year = app.Clock.GetUtcNow().Year + 1;
        var id = Guid.Empty;
        await using (var site = await Serve($"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Fair\nDTSTART;VALUE=DATE:{year}0311\nEND:VEVENT\nEND:VCALENDAR"))
        {
            using var adam = await app.As("adam");
            using var added = await adam.Post("/w/acme/settings/calendars", ("Name", "Fairs"), ("Address", new Uri(site.Address, "/holidays.ics").AbsoluteUri));
            await app.Run<ReadOverlaysJob>();
            id = await app.In("acme", db => db.Overlays.Where(o => o.Name == "Fairs").Select(o => o.Id).SingleAsync());
            using var again = await adam.Post($"/w/acme/settings/calendars/{id}/reading");
        }

        await app.Run<ReadOverlaysJob>();

        await app.In("acme", async db =>
        {
            Assert.NotNull((await db.Overlays.SingleAsync(o => o.Id == id)).Trouble);
            Assert.Equal("Fair", (await db.OverlayEvents.SingleAsync(e => e.OverlayId == id)).Title);
        });
        using var olga = await app.As("olga");
        using var removed = await olga.Post($"/w/acme/settings/calendars/{id}/removal");
        Assert.Equal(0, await app.In("acme", db => db.OverlayEvents.CountAsync(e => e.OverlayId == id)));
    }

    [Fact]
    public async Task The_feed_holds_the_plan_under_the_agencys_name_and_gives_404_once_revoked()
    {
        var id = await CalendarPosts.Scheduled(app, Day(5));
        var secret = await CalendarPosts.Draft(app, Day(6), "Only for the team", Audience.Team);
        using var adam = await app.As("adam");
        using var made = await adam.Post("/w/acme/settings/feeds", ("name", "Clara's phone"), ("audience", "Client"));
        var cookies = made.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/w/acme/settings/calendars");
        request.Headers.Add("Cookie", adam.Http.DefaultRequestHeaders.GetValues("Cookie").Concat(cookies));
        using var shown = await adam.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var page = await Visitor.Shown(shown);
        var address = page.QuerySelector("#feed-address")!.TextContent;

        using var nobody = await app.As(null);
        using var feed = await nobody.Get(new Uri(address).PathAndQuery);

        Assert.Equal("text/calendar", feed.Content.Headers.ContentType!.MediaType);
        var text = await feed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("X-WR-CALNAME:Acme – Northlight", text, StringComparison.Ordinal);
        Assert.Contains("Scheduled: The autumn roast is here.", text.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(id.ToString(), text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret.ToString(), text, StringComparison.Ordinal);
        Assert.DoesNotContain("planable", text.Replace(new Uri(address).Host, "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

        var feedId = await app.In("acme", db => db.CalendarFeeds.Where(f => f.Name == "Clara's phone").Select(f => f.Id).SingleAsync());
        using var revoked = await adam.Post($"/w/acme/settings/feeds/{feedId}/revocation");
        using var gone = await nobody.Get(new Uri(address).PathAndQuery);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        using var pia = await app.As("pia");
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.Forbidden, (await pia.Get("/w/acme/settings/calendars")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await pia.Post("/w/acme/settings/feeds", ("name", "Mine"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/w/acme/settings/calendars")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post("/w/acme/settings/feeds", ("name", "Mine"))).StatusCode);
    }

    DateTime Day(int ahead) => app.Clock.GetUtcNow().Date.AddDays(ahead).AddHours(9);

    static Task<WebSite> Serve(string calendar) =>
        WebSite.Start(new Dictionary<string, RequestDelegate>(StringComparer.Ordinal) { ["/holidays.ics"] = http => Results.Content(calendar, "text/calendar; charset=utf-8").ExecuteAsync(http) });
}

public class GuardedCalendarsTests(GuardedApp app) : IClassFixture<GuardedApp>
{
    [Theory, InlineData("http://127.0.0.1:8080/feed.ics"), InlineData("https://169.254.169.254/latest"), InlineData("file:///etc/passwd"), InlineData("not an address")]
    public async Task An_address_inside_the_house_is_not_taken(string address)
    {
        using var adam = await app.As("adam");
        using var refused = await adam.Htmx("/w/acme/settings/calendars", ("Name", "Inside"), ("Address", address));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(address, (await Visitor.Shown(refused)).QuerySelector("#Address")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_name_that_leads_inside_the_house_is_not_fetched()
    {
        await app.In("acme", async db =>
        {
            db.Overlays.Add(Overlay.Add(await db.Workspaces.SingleAsync(w => w.Slug == "acme"), "By name", new Uri("https://localhost/feed.ics"), false, await TestApp.Member(db, "adam"), app.Clock.GetUtcNow()));
            await db.SaveChangesAsync();
        });
        await app.Run<ReadOverlaysJob>();
        Assert.Contains("private network", await app.In("acme", db => db.Overlays.Where(o => o.Name == "By name").Select(o => o.Trouble).SingleAsync()), StringComparison.Ordinal);
    }
}
