using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Calendar;

public class SwapsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly DateTime Tuesday = new(2027, 2, 2, 9, 0, 0);
    static readonly DateTime Friday = new(2027, 2, 5, 17, 30, 0);

    [Fact]
    public async Task Two_planned_posts_change_their_times_which_is_said_and_undone_by_one_press()
    {
        var (one, other) = (await CalendarPosts.Scheduled(app, Tuesday), await CalendarPosts.Draft(app, Friday, "Latte art in 20 seconds"));
        using var pia = await app.As("pia");

        using var swapped = await Swap(pia, one, other);
        var toast = await Visitor.Shown(swapped);
        Assert.Contains("“The autumn roast is here.” goes out Fri 5 Feb, 17:30, “Latte art in 20 seconds” Tue 2 Feb, 09:00 Berlin", toast.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal((Friday, PostState.Scheduled, Tuesday, PostState.Draft), await Both(one, other));
        Assert.Equal(
            new DateTimeOffset(2027, 2, 5, 16, 30, 0, TimeSpan.Zero),
            await app.In("acme", db => db.Deliveries.Where(d => d.PostId == one).Select(d => d.DueAt).SingleAsync()));

        using var undone = await pia.Htmx(toast.QuerySelector("form")!.GetAttribute("action")!);
        Assert.Equal((Tuesday, PostState.Scheduled, Friday, PostState.Draft), await Both(one, other));
    }

    [Fact]
    public async Task What_is_out_keeps_its_time_and_so_does_the_other()
    {
        var (one, other) = (await CalendarPosts.Scheduled(app, Tuesday), await CalendarPosts.Scheduled(app, Friday));
        await app.In("acme", db => db.Posts.Where(p => p.Id == other).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PostState.Published)));
        using var pia = await app.As("pia");

        using var refused = await Swap(pia, one, other);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal((Tuesday, PostState.Scheduled, Friday, PostState.Published), await Both(one, other));
    }

    [Fact]
    public async Task A_scheduled_post_takes_no_time_that_has_passed()
    {
        var (one, other) = (await CalendarPosts.Scheduled(app, Tuesday), await CalendarPosts.Draft(app, new DateTime(2020, 1, 1, 9, 0, 0)));
        using var pia = await app.As("pia");

        using var refused = await Swap(pia, one, other);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(Tuesday, (await CalendarPosts.Stand(app, one)).Local);
    }

    [Theory, InlineData("carl"), InlineData("ivo"), InlineData("wanda")]
    public async Task Who_may_not_move_them_gets_403(string name)
    {
        var (one, other) = (await CalendarPosts.Scheduled(app, Tuesday), await CalendarPosts.Scheduled(app, Friday));
        using var visitor = await app.As(name);

        using var answer = await Swap(visitor, one, other);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Oscar_gets_404()
    {
        var (one, other) = (await CalendarPosts.Scheduled(app, Tuesday), await CalendarPosts.Scheduled(app, Friday));
        using var oscar = await app.As("oscar");

        using var answer = await Swap(oscar, one, other);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    static Task<HttpResponseMessage> Swap(Visitor visitor, Guid one, Guid other) => visitor.Htmx($"/w/acme/posts/{one}/swaps", ("with", other.ToString()));

    async Task<(DateTime?, PostState, DateTime?, PostState)> Both(Guid one, Guid other)
    {
        var (first, second) = (await CalendarPosts.Stand(app, one), await CalendarPosts.Stand(app, other));
        return (first.Local, first.State, second.Local, second.State);
    }
}
