using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Tests.Calendar;
using Planable.Tests.Support;

namespace Planable.Tests.Blackouts;

public class BlackoutsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public void Changing_places_does_not_lead_into_a_blackout_either()
    {
        var pia = A.Member(Role.Publisher);
        var (before, inside) = (A.Post(pia), A.Post(pia));
        before.Plan(PlannedTime.Read(new DateTime(2027, 5, 8, 9, 0, 0), A.Berlin), pia, A.Monday);
        inside.Plan(PlannedTime.Read(new DateTime(2027, 5, 10, 9, 0, 0), A.Berlin), pia, A.Monday);
        pia.Workspace.Block(new DateOnly(2027, 5, 9), new DateOnly(2027, 5, 11), "Trade fair", false, A.Member(Role.Admin), A.Monday);

        Assert.Equal("BLACKOUT", Assert.Throws<RuleBroken>(() => before.SwapTimes(inside, pia, A.Monday)).Code);
    }

    [Fact]
    public void No_way_of_planning_leads_into_a_blackout()
    {
        var pia = A.Member(Role.Publisher);
        var post = A.Post(pia);
        pia.Workspace.Block(new DateOnly(2027, 5, 9), new DateOnly(2027, 5, 11), "Trade fair", false, A.Member(Role.Admin), A.Monday);
        var inside = PlannedTime.Read(new DateTime(2027, 5, 10, 9, 0, 0), A.Berlin);
        foreach (Action plan in (Action[])[() => post.Plan(inside, pia, A.Monday), () => post.Schedule(inside, pia, A.Monday), () => post.PublishNow(pia, A.Berlin, inside.Instant), () => post.Postpone([], inside, pia, A.Monday)])
        {
            var refusal = Assert.Throws<RuleBroken>(plan);
            Assert.Equal("BLACKOUT", refusal.Code);
            Assert.Contains("9 May 2027 to 11 May 2027: Trade fair", refusal.Message, StringComparison.Ordinal);
        }

        post.Schedule(PlannedTime.Read(new DateTime(2027, 5, 12, 0, 0, 0), A.Berlin), pia, A.Monday);
        post.Schedule(PlannedTime.Read(new DateTime(2027, 5, 8, 23, 59, 0), A.Berlin), pia, A.Monday);
    }

    [Fact]
    public async Task Posts_inside_are_listed_and_move_behind_it_at_the_same_hour()
    {
        var inside = await CalendarPosts.Scheduled(app, new DateTime(2027, 5, 10, 9, 30, 0));
        var outside = await CalendarPosts.Scheduled(app, new DateTime(2027, 5, 12, 9, 0, 0));
        using var adam = await app.As("adam");

        using var set = await adam.Post("/w/acme/settings/blackouts", ("First", "2027-05-09"), ("Last", "2027-05-11"), ("Reason", "Trade fair"), ("IsPublic", "true"));
        var path = set.Headers.Location!.ToString();
        var page = await adam.Page(path);
        Assert.Equal([$"/w/acme/posts/{inside}"], page.QuerySelectorAll(".rows .what a").Select(a => a.GetAttribute("href")));

        using var pia = await app.As("pia");
        using var refused = await pia.Htmx($"/w/acme/posts/{outside}/moves", ("date", "2027-05-11"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Trade fair", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using var moved = await adam.Post($"{path}/posts", ("draft", "false"));
        Assert.Equal((new DateTime(2027, 5, 12, 9, 30, 0), PostState.Scheduled, new DateTimeOffset(2027, 5, 12, 7, 30, 0, TimeSpan.Zero)), await CalendarPosts.Stand(app, inside));

        using var clara = await app.As("clara");
        Assert.Contains("Trade fair", (await clara.Page("/w/acme/calendar?date=2027-05-01")).Body!.TextContent, StringComparison.Ordinal);
        using var lifted = await adam.Post($"{path}/removal");
        Assert.DoesNotContain("Trade fair", (await clara.Page("/w/acme/calendar?date=2027-05-01")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clients_people_do_not_see_what_is_not_public()
    {
        using var adam = await app.As("adam");
        using var set = await adam.Post("/w/acme/settings/blackouts", ("First", "2027-07-09"), ("Last", "2027-07-09"), ("Reason", "Secret launch"));
        Assert.Contains("Secret launch", (await adam.Page("/w/acme/calendar?date=2027-07-01")).Body!.TextContent, StringComparison.Ordinal);
        using var carl = await app.As("carl");
        Assert.DoesNotContain("Secret launch", (await carl.Page("/w/acme/calendar?date=2027-07-01")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_composer_says_so_while_the_date_is_typed_and_keeps_the_words()
    {
        using var adam = await app.As("adam");
        using var set = await adam.Post("/w/acme/settings/blackouts", ("First", "2027-08-01"), ("Last", "2027-08-31"), ("Reason", "Summer break"));
        using var wanda = await app.As("wanda");
        var id = Guid.CreateVersion7();
        using var preview = await wanda.Htmx($"/w/acme/posts/{id}/preview", ("Text", "Holiday hours"), ("Date", "2027-08-10"), ("Time", "09:00"));
        Assert.Contains("Summer break", await preview.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var kept = await wanda.Htmx($"/w/acme/posts/{id}/autosave", ("Text", "Holiday hours"), ("Date", "2027-08-10"), ("Time", "09:00"));
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.Null((await CalendarPosts.Stand(app, id)).Local);
    }

    [Fact]
    public async Task Wrong_days_are_given_back_with_the_words_kept()
    {
        using var adam = await app.As("adam");
        using var wrong = await adam.Htmx("/w/acme/settings/blackouts", ("First", "2027-05-11"), ("Last", "2027-05-09"), ("Reason", "Backwards"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var shown = await Visitor.Shown(wrong);
        Assert.Equal("Backwards", shown.QuerySelector("#Reason")!.GetAttribute("value"));
        Assert.Contains("before the first", shown.QuerySelector("#Last-error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        using var wanda = await app.As("wanda");
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get("/w/acme/settings/blackouts")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post("/w/acme/settings/blackouts", ("First", "2027-05-09"), ("Last", "2027-05-11"), ("Reason", "Mine"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/w/acme/settings/blackouts")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post("/w/acme/settings/blackouts", ("First", "2027-05-09"), ("Last", "2027-05-11"), ("Reason", "Mine"))).StatusCode);
    }
}
