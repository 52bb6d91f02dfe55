using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Tests.Support;

namespace Planable.Tests.Calendar;

public class ViewsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_look_is_saved_without_its_date_and_found_in_the_menu()
    {
        using var wanda = await app.As("wanda");

        using var saved = await wanda.Post("/w/acme/views", ("Name", "Drafts of the week"), ("Audience", "Team"), ("Look", "/calendar?view=week&date=2027-01-01&state=draft&page=3"), ("From", "/w/acme/calendar?view=week&date=2027-01-01&state=draft"));
        var view = await Find("Drafts of the week");
        Assert.Equal("/calendar?view=week&state=draft", view.Address);
        Assert.Equal($"/w/acme/calendar?view=week&date=2027-01-01&state=draft&saved={view.Id}", saved.Headers.Location!.ToString());

        using var pia = await app.As("pia");
        var link = (await pia.Page("/w/acme/calendar?date=2027-01-01")).QuerySelector($"#views a[href*='{view.Id}']")!;
        Assert.Contains("Wanda", link.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/w/acme/calendar?view=week&date=2027-01-01&state=draft&saved={view.Id}", link.GetAttribute("href"));
    }

    [Fact]
    public async Task Looked_at_otherwise_it_says_so_and_its_owner_can_keep_that()
    {
        var id = await Save("Board of drafts", "/calendar?view=board&state=draft", "wanda");
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");

        var same = $"/w/acme/calendar?view=board&date=2027-02-01&state=draft&saved={id}";
        var other = $"/w/acme/calendar?view=board&state=draft,failed&saved={id}";
        Assert.Null((await wanda.Page(same)).QuerySelector(".view-c"));
        Assert.NotNull((await wanda.Page(other)).QuerySelector($".view-c form[action='/w/acme/views/{id}/look']"));
        Assert.Null((await pia.Page(other)).QuerySelector(".view-c form"));
        Assert.Contains("Save as your own?", (await pia.Page(other)).QuerySelector(".view-c")!.TextContent, StringComparison.Ordinal);

        using var kept = await wanda.Post($"/w/acme/views/{id}/look", ("look", "/calendar?view=board&state=draft,failed"), ("from", other));
        Assert.Equal(other, kept.Headers.Location!.ToString());
        Assert.Null((await wanda.Page(other)).QuerySelector(".view-c"));
        using var refused = await pia.Htmx($"/w/acme/views/{id}/look", ("look", "/calendar"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Shared_with_clara_it_silently_drops_what_only_the_team_filters_by()
    {
        var author = await app.In("acme", async db => (await TestApp.Member(db, "pia")).Id);
        var team = await Save("Ours alone", "/calendar?view=list&state=draft", "olga");
        var shared = await Save("For Clara", $"/calendar?view=list&state=scheduled&author={author}&unscheduled=1", "olga", Audience.Client);
        using var clara = await app.As("clara");

        var page = await clara.Page("/w/acme/calendar?view=month");
        Assert.Null(page.QuerySelector($"#views a[href*='{team}']"));
        Assert.Equal($"/w/acme/calendar?view=list&state=scheduled&saved={shared}", page.QuerySelector($"#views a[href*='{shared}']")!.GetAttribute("href"));
        var opened = await clara.Page($"/w/acme/calendar?view=list&state=scheduled&author={author}&unscheduled=1&saved={shared}");
        Assert.DoesNotContain("author", opened.QuerySelector("#calendar")!.GetAttribute("data-query"), StringComparison.Ordinal);
        Assert.Null(opened.QuerySelector(".view-c"));
    }

    [Fact]
    public async Task Everybody_chooses_with_which_one_their_calendar_opens()
    {
        var (first, second) = (await Save("First", "/calendar?view=feed", "olga"), await Save("Second", "/calendar?view=board", "olga"));
        using var adam = await app.As("adam");
        using var ivo = await app.As("ivo");

        using var chosen = await adam.Post($"/w/acme/views/{first}/default", ("on", "true"));
        using var again = await adam.Post($"/w/acme/views/{second}/default", ("on", "true"));
        using var bare = await adam.Get("/w/acme/calendar");
        Assert.Equal($"/w/acme/calendar?view=board&saved={second}", bare.Headers.Location!.ToString());
        using var said = await adam.Get("/w/acme/calendar?view=month");
        Assert.Equal(HttpStatusCode.OK, said.StatusCode);
        using var other = await ivo.Get("/w/acme/calendar");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        using var off = await adam.Post($"/w/acme/views/{second}/default", ("on", "false"));
        using var plain = await adam.Get("/w/acme/calendar");
        Assert.NotEqual($"/w/acme/calendar?view=board&saved={second}", plain.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Removed_it_leaves_the_calendars_that_opened_with_it_alone_and_comes_back_by_undo()
    {
        var id = await Save("Short-lived", "/calendar?view=grid", "wanda");
        using var wanda = await app.As("wanda");
        using var chosen = await wanda.Post($"/w/acme/views/{id}/default", ("on", "true"));

        using var removed = await wanda.Post($"/w/acme/views/{id}/removal");
        Assert.Equal("/w/acme/views", removed.Headers.Location!.ToString());
        using var bare = await wanda.Get("/w/acme/calendar");
        Assert.Equal(HttpStatusCode.OK, bare.StatusCode);
        using var undone = await wanda.Post("/w/acme/views?Name=Short-lived&Audience=Team&Look=%2Fcalendar%3Fview%3Dgrid");
        Assert.Equal("/calendar?view=grid", (await Find("Short-lived")).Address);
    }

    [Fact]
    public async Task Without_a_name_the_form_comes_back()
    {
        using var wanda = await app.As("wanda");
        using var refused = await wanda.Htmx("/w/acme/views", ("Name", ""), ("Audience", "Client"), ("Look", "/calendar?view=grid"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var form = await Visitor.Shown(refused);
        Assert.Equal("Give the view a name.", form.QuerySelector("#view-name-e")!.TextContent);
        Assert.Equal("/calendar?view=grid", form.QuerySelector("[name=Look]")!.GetAttribute("value"));
    }

    [Theory, InlineData("carl"), InlineData("clara")]
    public async Task Clients_save_and_change_none(string name)
    {
        var id = await Save("Not yours", "/calendar?view=feed", "olga", Audience.Client);
        using var visitor = await app.As(name);

        using var made = await visitor.Htmx("/w/acme/views", ("Name", "Mine"), ("Look", "/calendar"));
        using var edited = await visitor.Get($"/w/acme/views/{id}/edit");
        using var removed = await visitor.Htmx($"/w/acme/views/{id}/removal");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (made.StatusCode, edited.StatusCode, removed.StatusCode));
    }

    [Fact]
    public async Task Oscar_gets_404()
    {
        var id = await Save("Ours", "/calendar?view=feed", "olga");
        using var oscar = await app.As("oscar");

        using var answer = await oscar.Get($"/w/acme/views/{id}/edit");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    Task<SavedView> Find(string name) => app.In("acme", db => db.Views.AsNoTracking().SingleAsync(v => v.Name == name));

    Task<Guid> Save(string name, string address, string owner, Audience audience = Audience.Team) =>
        app.In("acme", async db =>
        {
            var values = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address[address.IndexOf('?', StringComparison.Ordinal)..]);
            var view = SavedView.Save(name, audience, CalendarQuery.Read(n => values.TryGetValue(n, out var v) ? v[0] : null), await TestApp.Member(db, owner), app.Clock.GetUtcNow());
            db.Views.Add(view);
            await db.SaveChangesAsync();
            return view.Id;
        });
}
