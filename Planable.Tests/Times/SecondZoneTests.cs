using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Tests.Calendar;
using Planable.Tests.Support;

namespace Planable.Tests.Times;

/// <summary>Clara lives in Lisbon, Acme is planned in Berlin.</summary>
public class SecondZoneTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Whose_clock_shows_another_time_sees_it_first_and_the_clients_beside_it()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2030, 11, 7, 11, 0, 0));
        var late = await CalendarPosts.Scheduled(app, new DateTime(2030, 11, 8, 0, 30, 0));
        await Live("clara", "Europe/Lisbon");
        using var clara = await app.As("clara");

        Assert.Contains("Thu 7 Nov 2030, 10:00 Lisbon (11:00 Berlin)", await When(clara, id), StringComparison.Ordinal);
        Assert.Contains("Thu 7 Nov 2030, 23:30 Lisbon (Fri 8 Nov, 00:30 Berlin)", await When(clara, late), StringComparison.Ordinal);
        Assert.Contains("10:00 Lisbon (11:00 Berlin)", (await clara.Page("/w/acme/calendar?view=list&from=2030-11-07&to=2030-11-07")).QuerySelector("td.when")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_clock_under_another_name_is_said_once()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2030, 11, 9, 11, 0, 0));
        await Live("pia", "Europe/Madrid");
        using var pia = await app.As("pia");

        Assert.Equal("Sat 9 Nov 2030, 11:00 Berlin", await When(pia, id));
    }

    [Fact]
    public async Task Fields_stay_in_the_clients_zone_and_say_so()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2030, 11, 10, 11, 0, 0));
        await Live("adam", "America/New_York");
        using var adam = await app.As("adam");

        var form = await adam.Page($"/w/acme/posts/{id}/move");
        Assert.Equal(("11:00", "Time in Berlin"), (form.QuerySelector("#move-time")!.GetAttribute("value"), form.QuerySelector("label[for=move-time]")!.TextContent));
        var read = (await adam.Page($"/w/acme/posts/{id}/edit")).QuerySelector("#when-read")!.TextContent;
        Assert.Contains("Sun 10 Nov 2030, 11:00 Berlin", read, StringComparison.Ordinal);
        Assert.Contains("05:00 New York for you", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_zone_is_chosen_in_the_account_and_given_back()
    {
        using var ivo = await app.As("ivo");
        using var saved = await ivo.Post("/account", ("Name", "Ivo Inside"), ("Theme", "System"), ("Shortcuts", "true"), ("Zone", "Asia/Tokyo"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal("Asia/Tokyo", (await ivo.Page("/account")).QuerySelector("select[name=Zone] option[selected]")!.GetAttribute("value"));

        using var back = await ivo.Post("/account", ("Name", "Ivo Inside"), ("Theme", "System"), ("Shortcuts", "true"), ("Zone", ""));
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        Assert.Null(await app.In("acme", db => db.Users.Where(p => p.Email == "ivo@northlight.example").Select(p => p.Zone).SingleAsync()));

        using var unknown = await ivo.Post("/account", ("Name", "Ivo Inside"), ("Theme", "System"), ("Zone", "Moon/Base"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        Assert.Contains("There is no time zone Moon/Base.", (await Visitor.Shown(unknown)).Body!.TextContent, StringComparison.Ordinal);
    }

    Task Live(string name, string zone) =>
        app.In("acme", async db =>
        {
            (await TestApp.Member(db, name)).Person.LiveIn(zone);
            await db.SaveChangesAsync();
        });

    static async Task<string> When(Visitor visitor, Guid id) => (await visitor.Page($"/w/acme/posts/{id}")).QuerySelector(".pl time")!.TextContent;
}
