using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Jobs.Recurrences;
using Planable.Tests.Calendar;
using Planable.Tests.Support;

namespace Planable.Tests.Recurrences;

public class RecurrencesControllerTests(TestApp app) : IClassFixture<TestApp>
{
    /// <summary>Some days ahead at ten.</summary>
    DateTime Start(int days = 3) => Zones.ToLocal(app.Clock.GetUtcNow(), A.Berlin).Date.AddDays(days).AddHours(10);

    [Fact]
    public async Task The_next_ten_are_shown_before_saving_and_nothing_is_saved()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 1, 31, 10, 0, 0));
        using var pia = await app.As("pia");

        var page = await pia.Page($"/w/acme/posts/{id}/recurrence?Pace=Monthly&Every=1&MonthDay=31");

        Assert.Contains("Every month on day 31, in shorter months on the last day, at 10:00 Berlin", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(10, page.QuerySelectorAll(".rec-next li").Length);
        Assert.StartsWith("Sun, 28 Feb 2027".Replace(",", "", StringComparison.Ordinal), page.QuerySelector(".rec-next time")!.TextContent.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, await app.In("acme", db => db.Recurrences.CountAsync(r => r.SourceId == id)));
    }

    [Fact]
    public async Task A_series_is_made_six_weeks_ahead_and_goes_on_by_itself_without_doubles()
    {
        var (id, series) = await Repeat(Start(), ("Pace", "Weekly"), ("Every", "1"));
        var first = await Days(series);
        Assert.Equal(6, first.Count);
        await app.Run<MakeOccurrencesJob>();
        await app.Run<MakeOccurrencesJob>();
        Assert.Equal(first, await Days(series));

        app.Clock.Advance(TimeSpan.FromDays(14));
        await app.Run<MakeOccurrencesJob>();
        Assert.Equal(8, (await Days(series)).Count);
        await app.In("acme", async db => Assert.All(await db.Posts.Where(p => p.RecurrenceId == series && p.Id != id).ToListAsync(), p => Assert.Equal((PostState.Scheduled, "The autumn roast is here."), (p.State, p.Text))));
    }

    [Fact]
    public async Task As_drafts_each_one_waits_for_a_person()
    {
        var (id, series) = await Repeat(Start(), ("Pace", "Daily"), ("Every", "7"), ("AsDrafts", "true"));
        await app.In("acme", async db => Assert.All(await db.Posts.Where(p => p.RecurrenceId == series && p.Id != id).ToListAsync(), p => Assert.Equal(PostState.Draft, p.State)));
    }

    [Fact]
    public async Task An_edit_reaches_this_one_or_later_ones_or_all()
    {
        var (_, series) = await Repeat(Start(5), ("Pace", "Daily"), ("Every", "7"));
        var posts = await Posts(series);
        using var pia = await app.As("pia");

        await Save(pia, posts[1].Id, "Only the second", "This");
        Assert.Equal(["The autumn roast is here.", "Only the second", "The autumn roast is here."], (await Posts(series)).Take(3).Select(p => p.Text));

        await Save(pia, posts[3].Id, "From the fourth on", "Later");
        var texts = (await Posts(series)).Select(p => p.Text).ToList();
        Assert.Equal("The autumn roast is here.", texts[2]);
        Assert.All(texts.Skip(3), t => Assert.Equal("From the fourth on", t));

        await Save(pia, posts[2].Id, "All of them", "All");
        texts = [.. (await Posts(series)).Select(p => p.Text)];
        Assert.Equal("Only the second", texts[1]);
        Assert.All(texts.Where((_, i) => i != 1), t => Assert.Equal("All of them", t));

        // What is made later follows the last change.
        app.Clock.Advance(TimeSpan.FromDays(7));
        await app.Run<MakeOccurrencesJob>();
        Assert.Equal("All of them", (await Posts(series))[^1].Text);
    }

    [Fact]
    public async Task A_deleted_one_does_not_come_back_and_a_blackout_leaves_one_out()
    {
        var start = Start(4);
        var closed = DateOnly.FromDateTime(start).AddDays(14);
        var blackout = await app.In("acme", async db =>
        {
            var set = (await db.Workspaces.SingleAsync(w => w.Slug == "acme")).Block(closed, closed, "Stocktaking", false, await TestApp.Member(db, "adam"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            return set.Id;
        });
        var (id, series) = await Repeat(start, ("Pace", "Daily"), ("Every", "7"));
        using var pia = await app.As("pia");
        var second = (await Posts(series))[1].Id;
        using var deleted = await pia.Post($"/w/acme/posts/{second}/deletion");
        await app.Run<MakeOccurrencesJob>();

        var days = await Days(series);
        Assert.DoesNotContain(DateOnly.FromDateTime(start).AddDays(7), days);
        Assert.DoesNotContain(closed, days);
        Assert.Contains(DateOnly.FromDateTime(start).AddDays(21), days);
        await app.In("acme", async db =>
        {
            Assert.Contains("Stocktaking", (await db.Log.SingleAsync(e => e.Verb == "recurrence.skipped" && e.SubjectId == series)).Facts["why"], StringComparison.Ordinal);
            (await db.Workspaces.SingleAsync(w => w.Slug == "acme")).Unblock(blackout, await TestApp.Member(db, "adam"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
    }

    [Fact]
    public async Task Ended_after_a_post_the_later_ones_go_and_none_is_made()
    {
        var (_, series) = await Repeat(Start(6), ("Pace", "Daily"), ("Every", "7"));
        using var pia = await app.As("pia");
        using var ended = await pia.Post($"/w/acme/posts/{(await Posts(series))[1].Id}/recurrence/end", ("delete", "true"));
        Assert.Equal(2, (await Days(series)).Count);
        app.Clock.Advance(TimeSpan.FromDays(7));
        await app.Run<MakeOccurrencesJob>();
        Assert.Equal(2, (await Days(series)).Count);
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 9, 1, 10, 0, 0));
        using var wanda = await app.As("wanda");
        using var carl = await app.As("carl");
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get($"/w/acme/posts/{id}/recurrence")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"/w/acme/posts/{id}/recurrence", ("Pace", "Daily"), ("Every", "1"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await carl.Post($"/w/acme/posts/{id}/recurrence", ("Pace", "Daily"), ("Every", "1"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get($"/w/acme/posts/{id}/recurrence")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/acme/posts/{id}/recurrence/end", ("delete", "true"))).StatusCode);
    }

    async Task<(Guid Post, Guid Series)> Repeat(DateTime start, params (string, string?)[] form)
    {
        var id = await CalendarPosts.Scheduled(app, start);
        using var pia = await app.As("pia");
        using var made = await pia.Post($"/w/acme/posts/{id}/recurrence", form);
        Assert.Equal($"/w/acme/posts/{id}/recurrence", made.Headers.Location?.ToString());
        Assert.Contains("This post recurs", (await pia.Page($"/w/acme/posts/{id}/recurrence")).Body!.TextContent, StringComparison.Ordinal);
        return (id, await app.In("acme", async db => (await db.Posts.SingleAsync(p => p.Id == id)).RecurrenceId!.Value));
    }

    static async Task Save(Visitor visitor, Guid id, string text, string reach)
    {
        var page = await visitor.Page($"/w/acme/posts/{id}/edit");
        var form = page.QuerySelectorAll("#composer input[type=hidden], #composer input[type=date], #composer input[type=time]").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")))
            .Concat(page.QuerySelectorAll("#composer input[data-channel][checked]").Select(i => (i.GetAttribute("name")!, (string?)"true")))
            .Append(("Text", text)).Append(("Reach", reach)).Append(("Do", "save"));
        using var saved = await visitor.Post($"/w/acme/posts/{id}", [.. form]);
        Assert.True(saved.StatusCode == HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    Task<List<DateOnly>> Days(Guid series) => app.In("acme", db => db.Posts.Where(p => p.RecurrenceId == series).OrderBy(p => p.OccurrenceDay).Select(p => p.OccurrenceDay!.Value).ToListAsync());

    Task<List<Post>> Posts(Guid series) => app.In("acme", db => db.Posts.AsNoTracking().Where(p => p.RecurrenceId == series).OrderBy(p => p.OccurrenceDay).ToListAsync());
}
