using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Calendar;

public class MovesControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Another_day_keeps_the_hour_and_can_be_taken_back()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 11, 7, 9, 0, 0));
        using var pia = await app.As("pia");

        using var moved = await Move(pia, id, "2027-11-08");
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        var toast = await Visitor.Shown(moved);
        Assert.Contains("Moved to Monday 8 November, 09:00 Berlin", toast.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal((new DateTime(2027, 11, 8, 9, 0, 0), PostState.Scheduled), await LocalAndState(id));

        using var undone = await pia.Htmx(toast.QuerySelector("form")!.GetAttribute("action")!);
        Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
        Assert.Equal((new DateTime(2027, 11, 7, 9, 0, 0), PostState.Scheduled), await LocalAndState(id));
    }

    [Fact]
    public async Task Over_the_change_of_clocks_the_hour_stays_and_the_instant_moves()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 3, 27, 9, 0, 0));
        using var pia = await app.As("pia");

        using var moved = await Move(pia, id, "2027-03-28");

        var (local, _, at) = await CalendarPosts.Stand(app, id);
        Assert.Equal(new DateTime(2027, 3, 28, 9, 0, 0), local);
        Assert.Equal(new DateTimeOffset(2027, 3, 28, 7, 0, 0, TimeSpan.Zero), at);
    }

    [Fact]
    public async Task A_time_that_has_passed_is_said_in_the_form_it_was_typed_in()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 11, 7, 9, 0, 0));
        using var pia = await app.As("pia");

        foreach (var htmx in (bool[])[false, true])
        {
            (string, string?)[] typed = [("Date", "2020-03-28"), ("Time", "09:15")];
            using var refused = htmx ? await pia.Htmx($"/w/acme/posts/{id}/moves", typed) : await pia.Post($"/w/acme/posts/{id}/moves", typed);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var form = await Visitor.Shown(refused);
            Assert.Contains("has passed", form.QuerySelector("#move-problem")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(("2020-03-28", "09:15"), (form.QuerySelector("#move-date")!.GetAttribute("value"), form.QuerySelector("#move-time")!.GetAttribute("value")));
        }
    }

    [Theory, InlineData("ar-SA"), InlineData("th-TH"), InlineData("fa-IR")]
    public async Task Dates_are_read_and_shown_the_same_where_years_are_counted_otherwise(string locale)
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 11, 7, 9, 0, 0));
        using var pia = await app.As("pia");
        await app.In("acme", db => db.Workspaces.Where(w => w.Slug == "acme").ExecuteUpdateAsync(set => set.SetProperty(w => w.Locale, locale)));
        try
        {
            var form = await pia.Page($"/w/acme/posts/{id}/move");
            Assert.Equal("2027-11-07", form.QuerySelector("#move-date")!.GetAttribute("value"));
            using var moved = await pia.Htmx($"/w/acme/posts/{id}/moves", ("Date", "2027-11-09"), ("Time", "10:30"));
            Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
            Assert.Equal(new DateTime(2027, 11, 9, 10, 30, 0), (await CalendarPosts.Stand(app, id)).Local);
            Assert.Contains("2027", (await pia.Page("/w/acme/calendar?date=2027-11-09")).QuerySelector("#calendar h1")!.TextContent, StringComparison.Ordinal);
        }
        finally
        {
            await app.In("acme", db => db.Workspaces.Where(w => w.Slug == "acme").ExecuteUpdateAsync(set => set.SetProperty(w => w.Locale, "en-GB")));
        }
    }

    [Fact]
    public async Task A_time_the_clocks_skip_is_refused_with_another()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 3, 27, 2, 30, 0));
        using var pia = await app.As("pia");

        using var refused = await Move(pia, id, "2027-03-28");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var form = await Visitor.Shown(refused);
        Assert.Contains("02:30 does not exist on 28 Mar 2027 in Berlin: the clocks go forward. Use 03:30?", form.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("03:30", form.QuerySelector("#move-time")!.GetAttribute("value"));
        Assert.Equal(new DateTime(2027, 3, 27, 2, 30, 0), (await CalendarPosts.Stand(app, id)).Local);
    }

    [Fact]
    public async Task A_time_that_comes_twice_is_asked_about()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 10, 30, 2, 30, 0));
        using var pia = await app.As("pia");

        using var asked = await Move(pia, id, "2027-10-31");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        Assert.Equal(2, (await Visitor.Shown(asked)).QuerySelectorAll("input[name=Second]").Length);

        using var second = await pia.Htmx($"/w/acme/posts/{id}/moves", ("date", "2027-10-31"), ("time", "02:30"), ("second", "true"));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(new DateTimeOffset(2027, 10, 31, 1, 30, 0, TimeSpan.Zero), (await CalendarPosts.Stand(app, id)).At);
    }

    [Fact]
    public async Task From_the_tray_each_takes_the_next_free_slot_of_the_day_until_there_is_none()
    {
        // A Sunday, on which nobody else here plans anything.
        await app.In("acme", async db =>
        {
            var channel = await db.Channels.FirstAsync(c => c.Name == "Acme Coffee");
            foreach (var hour in (int[])[10, 16])
                channel.AddSlots([DayOfWeek.Sunday], new TimeOnly(hour, 30), await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        using var pia = await app.As("pia");
        foreach (var time in (TimeOnly[])[new(10, 30), new(16, 30), new(9, 0)])
        {
            var id = await CalendarPosts.Draft(app, null);
            using var moved = await pia.Htmx($"/w/acme/posts/{id}/moves?date=2027-06-06");
            Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
            Assert.Equal((new DateOnly(2027, 6, 6).ToDateTime(time), PostState.Draft), await LocalAndState(id));
        }
    }

    [Fact]
    public async Task From_the_tray_a_draft_is_planned_for_nine_and_stays_a_draft()
    {
        var id = await CalendarPosts.Draft(app, null);
        using var pia = await app.As("pia");

        using var moved = await Move(pia, id, "2027-06-01");

        Assert.Equal((new DateTime(2027, 6, 1, 9, 0, 0), PostState.Draft), await LocalAndState(id));
    }

    [Fact]
    public async Task Back_in_the_tray_it_has_no_date_and_undo_schedules_it_again()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 6, 2, 11, 0, 0));
        using var pia = await app.As("pia");

        using var moved = await pia.Htmx($"/w/acme/posts/{id}/moves");
        Assert.Equal((null, PostState.Draft), await LocalAndState(id));

        using var undone = await pia.Htmx((await Visitor.Shown(moved)).QuerySelector("form")!.GetAttribute("action")!);
        Assert.Equal((new DateTime(2027, 6, 2, 11, 0, 0), PostState.Scheduled), await LocalAndState(id));
    }

    [Fact]
    public async Task A_scheduled_post_does_not_go_into_the_past()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 6, 3, 11, 0, 0));
        using var pia = await app.As("pia");

        using var refused = await Move(pia, id, "2020-01-01");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("has passed", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_script_the_form_is_a_page_and_the_answer_the_calendar_with_undo()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 6, 4, 11, 0, 0));
        using var pia = await app.As("pia");

        var page = await pia.Page($"/w/acme/posts/{id}/move");
        Assert.Equal("2027-06-04", page.QuerySelector("#move-date")!.GetAttribute("value"));
        Assert.Equal("11:00", page.QuerySelector("#move-time")!.GetAttribute("value"));

        using var moved = await pia.Post($"/w/acme/posts/{id}/moves", ("Date", "2027-06-05"), ("Time", "12:15"));
        Assert.Equal("/w/acme/calendar?date=2027-06-05", moved.Headers.Location!.ToString());
        Assert.Equal(new DateTime(2027, 6, 5, 12, 15, 0), (await CalendarPosts.Stand(app, id)).Local);
    }

    [Theory, InlineData("carl"), InlineData("ivo"), InlineData("wanda")]
    public async Task Who_may_not_move_it_gets_403(string name)
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 6, 6, 11, 0, 0));
        using var visitor = await app.As(name);

        using var answer = await Move(visitor, id, "2027-06-07");
        using var nonsense = await Move(visitor, id, "the day after");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (answer.StatusCode, nonsense.StatusCode));
        Assert.Equal(new DateTime(2027, 6, 6, 11, 0, 0), (await CalendarPosts.Stand(app, id)).Local);
    }

    [Fact]
    public async Task Oscar_gets_404()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 6, 8, 11, 0, 0));
        using var oscar = await app.As("oscar");

        using var answer = await Move(oscar, id, "2027-06-07");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    static Task<HttpResponseMessage> Move(Visitor visitor, Guid id, string date) => visitor.Htmx($"/w/acme/posts/{id}/moves", ("date", date));

    async Task<(DateTime? Local, PostState State)> LocalAndState(Guid id)
    {
        var (local, state, _) = await CalendarPosts.Stand(app, id);
        return (local, state);
    }
}
