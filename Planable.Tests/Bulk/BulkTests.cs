using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Bulk;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Jobs.Bulk;
using Planable.Tests.Calendar;
using Planable.Tests.Support;

namespace Planable.Tests.Bulk;

public class BulkTests(TestApp app) : IClassFixture<TestApp>
{
    static string Ids(params IEnumerable<Guid> ids) => string.Join(',', ids);

    [Fact]
    public async Task The_bar_offers_what_fits_at_least_one_and_says_what_is_skipped()
    {
        var draft = await CalendarPosts.Draft(app, new DateTime(2027, 5, 3, 9, 0, 0));
        var undated = await CalendarPosts.Draft(app, null);
        using var pia = await app.As("pia");
        using var answer = await pia.Htmx("/w/acme/bulk/bar", ("Posts", Ids(draft, undated)));
        var bar = await Visitor.Shown(answer);
        Assert.Equal(["Shift", "Schedule", "Replace", "Label", "Duplicate", "Delete"], bar.QuerySelectorAll("button[name=Act]").Select(b => b.GetAttribute("value")));
        Assert.Contains("1 of 2", bar.QuerySelector("button[value=Shift]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("They have no date.", bar.QuerySelector("#bulk-skips")!.TextContent, StringComparison.Ordinal);
        // A publisher deletes her own posts, and none of Wanda's.
        using var wanda = await app.As("wanda");
        using var hers = await wanda.Htmx("/w/acme/bulk/bar", ("Posts", Ids(draft, undated)));
        Assert.Equal(["Duplicate"], (await Visitor.Shown(hers)).QuerySelectorAll("button[name=Act]").Select(b => b.GetAttribute("value")));
    }

    [Fact]
    public async Task A_week_later_shows_collisions_moves_all_and_one_undo_brings_all_back()
    {
        var moving = new List<Guid>
        {
            await CalendarPosts.Scheduled(app, new DateTime(2027, 6, 7, 9, 0, 0)), await CalendarPosts.Draft(app, new DateTime(2027, 6, 8, 9, 0, 0)),
        };
        var standing = await CalendarPosts.Draft(app, new DateTime(2027, 6, 14, 9, 10, 0), "Stands in the way");
        using var pia = await app.As("pia");
        using var preview = await pia.Htmx("/w/acme/bulk/preview", ("Act", "Shift"), ("Posts", Ids(moving)), ("Days", "7"));
        var shown = await Visitor.Shown(preview);
        Assert.Contains("Close to: Stands in the way", shown.QuerySelector($"[data-post='{moving[0]}']")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Close to", shown.QuerySelector($"[data-post='{moving[1]}']")!.TextContent, StringComparison.Ordinal);

        using var moved = await pia.Htmx("/w/acme/bulk", ("Act", "Shift"), ("Posts", Ids(moving)), ("Days", "7"));
        var toast = await Visitor.Shown(moved);
        Assert.Contains("2 posts moved.", toast.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2027, 6, 14, 9, 0, 0), (await CalendarPosts.Stand(app, moving[0])).Local);
        Assert.Equal((new DateTime(2027, 6, 15, 9, 0, 0), PostState.Draft), await LocalAndState(moving[1]));
        await app.In("acme", async db => Assert.Equal(new DateTimeOffset(2027, 6, 14, 7, 0, 0, TimeSpan.Zero), await db.Deliveries.Where(d => d.PostId == moving[0]).Select(d => d.DueAt).SingleAsync()));

        var undo = toast.QuerySelector("form")!.GetAttribute("action")!;
        using (await pia.Htmx(undo)) { }
        Assert.Equal((new DateTime(2027, 6, 7, 9, 0, 0), PostState.Scheduled), await LocalAndState(moving[0]));
        Assert.Equal((new DateTime(2027, 6, 8, 9, 0, 0), PostState.Draft), await LocalAndState(moving[1]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await pia.Htmx(undo)).StatusCode);
        Assert.Equal(new DateTime(2027, 6, 14, 9, 10, 0), (await CalendarPosts.Stand(app, standing)).Local);
    }

    [Fact]
    public async Task All_move_to_one_day_and_keep_their_time_of_day()
    {
        var (early, late) = (await CalendarPosts.Draft(app, new DateTime(2027, 9, 7, 9, 0, 0)), await CalendarPosts.Scheduled(app, new DateTime(2027, 9, 20, 17, 45, 0)));
        using var pia = await app.As("pia");
        using var preview = await pia.Htmx("/w/acme/bulk/preview", ("Act", "Shift"), ("Posts", Ids(early, late)), ("Days", "7"), ("Day", "2027-10-01"));
        Assert.All((await Visitor.Shown(preview)).QuerySelectorAll("li[data-post] ins"), to => Assert.StartsWith("Fri 1 Oct", to.TextContent, StringComparison.Ordinal));

        using (await pia.Htmx("/w/acme/bulk", ("Act", "Shift"), ("Posts", Ids(early, late)), ("Days", "7"), ("Day", "2027-10-01"))) { }
        Assert.Equal(new DateTime(2027, 10, 1, 9, 0, 0), (await CalendarPosts.Stand(app, early)).Local);
        Assert.Equal((new DateTime(2027, 10, 1, 17, 45, 0), PostState.Scheduled), await LocalAndState(late));
        using var nowhere = await pia.Post("/w/acme/bulk", ("Act", "Shift"), ("Posts", Ids(early, late)), ("Days", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nowhere.StatusCode);
    }

    [Fact]
    public async Task Where_one_cannot_move_none_does_and_a_gap_is_asked_about()
    {
        var fine = await CalendarPosts.Draft(app, new DateTime(2027, 3, 20, 9, 0, 0));
        var gap = await CalendarPosts.Draft(app, new DateTime(2027, 3, 21, 2, 30, 0));
        using var pia = await app.As("pia");
        using var preview = await pia.Htmx("/w/acme/bulk/preview", ("Act", "Shift"), ("Posts", Ids(fine, gap)), ("Days", "7"));
        Assert.NotNull((await Visitor.Shown(preview)).QuerySelector($"[data-post='{gap}'][data-trouble=Gap]"));

        using var refused = await pia.Post("/w/acme/bulk", ("Act", "Shift"), ("Posts", Ids(fine, gap)), ("Days", "7"));
        Assert.Equal(new DateTime(2027, 3, 20, 9, 0, 0), (await CalendarPosts.Stand(app, fine)).Local);
        var page = await pia.Page(refused.Headers.Location!.ToString());
        Assert.Contains("02:30 does not exist on 28 Mar 2027 in Berlin", page.QuerySelector("[data-outcome=Failed]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("all move together or none", page.QuerySelector("[data-outcome=Skipped]")!.TextContent, StringComparison.Ordinal);

        using (await pia.Post("/w/acme/bulk", ("Act", "Shift"), ("Posts", Ids(fine, gap)), ("Days", "7"), ("AfterGap", "true"))) { }
        Assert.Equal(new DateTime(2027, 3, 28, 3, 30, 0), (await CalendarPosts.Stand(app, gap)).Local);
        Assert.Equal(new DateTime(2027, 3, 27, 9, 0, 0), (await CalendarPosts.Stand(app, fine)).Local);
    }

    [Fact]
    public async Task Where_one_was_taken_away_after_the_preview_none_moves_and_the_rest_can_be_moved_at_once()
    {
        var (stays, goes) = (await CalendarPosts.Draft(app, new DateTime(2027, 6, 20, 9, 0, 0)), await CalendarPosts.Draft(app, new DateTime(2027, 6, 21, 9, 0, 0)));
        using var pia = await app.As("pia");
        using (await pia.Htmx("/w/acme/bulk", ("Act", "Delete"), ("Posts", Ids(goes)))) { }
        using var refused = await pia.Post("/w/acme/bulk", ("Act", "Shift"), ("Posts", Ids(stays, goes)), ("Days", "7"));
        Assert.Equal(new DateTime(2027, 6, 20, 9, 0, 0), (await CalendarPosts.Stand(app, stays)).Local);
        var page = await pia.Page(refused.Headers.Location!.ToString());
        Assert.Contains("They were deleted meanwhile.", page.QuerySelector(".rows")!.TextContent, StringComparison.Ordinal);

        using (await pia.Post($"{refused.Headers.Location}/retry")) { }
        Assert.Equal(new DateTime(2027, 6, 27, 9, 0, 0), (await CalendarPosts.Stand(app, stays)).Local);
    }

    [Fact]
    public async Task What_would_land_in_a_blackout_stays()
    {
        await app.In("acme", async db =>
        {
            (await db.Workspaces.SingleAsync(w => w.Slug == "acme")).Block(new DateOnly(2028, 12, 24), new DateOnly(2028, 12, 26), "Closed", isPublic: false, await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        var into = await CalendarPosts.Draft(app, new DateTime(2028, 12, 18, 9, 0, 0));
        var behind = await CalendarPosts.Draft(app, new DateTime(2028, 12, 20, 9, 0, 0));
        using var pia = await app.As("pia");
        using var preview = await pia.Htmx("/w/acme/bulk/preview", ("Act", "Shift"), ("Posts", Ids(into, behind)), ("Days", "7"));
        var shown = await Visitor.Shown(preview);
        Assert.Contains("Closed", shown.QuerySelector($"[data-post='{into}'][data-trouble=Blackout]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(behind.ToString(), shown.QuerySelector("input[type=hidden][name=Posts]")!.GetAttribute("value"));

        using (await pia.Post("/w/acme/bulk", ("Act", "Shift"), ("Posts", Ids(into, behind)), ("Days", "7"))) { }
        Assert.Equal(new DateTime(2028, 12, 20, 9, 0, 0), (await CalendarPosts.Stand(app, behind)).Local);
        using (await pia.Post("/w/acme/bulk", ("Act", "Shift"), ("Posts", behind.ToString()), ("Days", "7"))) { }
        Assert.Equal(new DateTime(2028, 12, 27, 9, 0, 0), (await CalendarPosts.Stand(app, behind)).Local);
    }

    [Theory]
    [InlineData(BulkAct.Schedule, false), InlineData(BulkAct.Unschedule, true), InlineData(BulkAct.Delete, true), InlineData(BulkAct.Duplicate, true)]
    public async Task One_undo_takes_back_what_one_act_did(BulkAct act, bool scheduled)
    {
        var local = new DateTime(2027, 7, 5, 9, 0, 0).AddDays((int)act);
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
            ids.Add(scheduled ? await CalendarPosts.Scheduled(app, local.AddHours(i)) : await CalendarPosts.Draft(app, local.AddHours(i)));
        var before = await Count();
        using var pia = await app.As("pia");

        using var done = await pia.Htmx("/w/acme/bulk", ("Act", act.ToString()), ("Posts", Ids(ids)));
        Assert.Equal(before + (act switch { BulkAct.Delete => -3, BulkAct.Duplicate => 3, _ => 0 }), await Count());
        if (act is BulkAct.Schedule or BulkAct.Unschedule)
            Assert.Equal(act == BulkAct.Schedule ? PostState.Scheduled : PostState.Draft, (await CalendarPosts.Stand(app, ids[0])).State);
        using (await pia.Htmx((await Visitor.Shown(done)).QuerySelector("form")!.GetAttribute("action")!)) { }

        Assert.Equal(before, await Count());
        foreach (var id in ids)
            Assert.Equal((local.AddHours(ids.IndexOf(id)), scheduled ? PostState.Scheduled : PostState.Draft), await LocalAndState(id));
        await app.In("acme", async db => Assert.Equal(scheduled ? 3 : 0, await db.Deliveries.CountAsync(d => ids.Contains(d.PostId))));
    }

    [Fact]
    public async Task What_goes_out_by_itself_must_keep_the_networks_rules_and_the_failed_can_be_tried_again()
    {
        var fine = await CalendarPosts.Draft(app, new DateTime(2027, 8, 2, 9, 0, 0));
        var tooLong = await CalendarPosts.Draft(app, new DateTime(2027, 8, 2, 10, 0, 0), new string('x', 2001));
        using var pia = await app.As("pia");
        using var done = await pia.Post("/w/acme/bulk", ("Act", "Schedule"), ("Posts", Ids(fine, tooLong)));
        var path = done.Headers.Location!.ToString();
        var page = await pia.Page(path);
        Assert.Contains("The text is too long: 1 over the 2000 characters", page.QuerySelector("[data-outcome=Failed]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((PostState.Scheduled, PostState.Draft), ((await CalendarPosts.Stand(app, fine)).State, (await CalendarPosts.Stand(app, tooLong)).State));

        using (await pia.Htmx("/w/acme/bulk", ("Act", "Replace"), ("Find", "xx"), ("With", "y"), ("Posts", Ids(tooLong)))) { }
        using (await pia.Post($"{path}/retry")) { }
        Assert.Equal(PostState.Scheduled, (await CalendarPosts.Stand(app, tooLong)).State);
    }

    [Fact]
    public async Task Sixty_posts_are_replaced_in_the_background_published_ones_never_and_one_undo_reverts_all()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 60; i++)
            ids.Add(await CalendarPosts.Draft(app, new DateTime(2027, 9, 1, 9, 0, 0).AddHours(i), $"Harvest 2025, number {i}"));
        var published = await CalendarPosts.Scheduled(app, new DateTime(2027, 9, 20, 9, 0, 0));
        await app.In("acme", db => db.Posts.Where(p => p.Id == published).ExecuteUpdateAsync(p => p.SetProperty(x => x.State, PostState.Published).SetProperty(x => x.Text, "Out since 2025")));
        using var pia = await app.As("pia");

        using var preview = await pia.Htmx("/w/acme/bulk/preview", ("Act", "Replace"), ("Posts", Ids([.. ids, published])), ("Find", "2025"), ("With", "2026"));
        var shown = await Visitor.Shown(preview);
        Assert.Equal(60, shown.QuerySelectorAll(".diffs li").Length);
        Assert.Equal("2025", shown.QuerySelector(".diffs del")!.TextContent);
        Assert.Equal("2026", shown.QuerySelector(".diffs ins")!.TextContent);
        Assert.Contains("1 skipped: They are out", shown.Body!.TextContent, StringComparison.Ordinal);

        using var begun = await pia.Post("/w/acme/bulk", ("Act", "Replace"), ("Posts", Ids([.. ids, published])), ("Find", "2025"), ("With", "2026"));
        var path = begun.Headers.Location!.ToString();
        Assert.NotNull((await pia.Page(path)).QuerySelector("progress"));
        await app.Run<RunBulkJob>();
        Assert.Equal(60, await Saying("Harvest 2026"));
        Assert.Equal(1, await Saying("Out since 2025"));
        Assert.Contains("60 posts changed.", (await pia.Page(path)).Body!.TextContent, StringComparison.Ordinal);
        await app.In("acme", async db => Assert.Equal(1, await db.Notices.CountAsync(n => n.Kind == "bulk.done" && n.Words.StartsWith("60 of 61"))));

        // What somebody changed since stays theirs.
        using (await pia.Htmx("/w/acme/bulk", ("Act", "Replace"), ("Posts", Ids(ids[0])), ("Find", "Harvest 2026"), ("With", "Vintage 2026"))) { }
        using (await pia.Post($"{path}/undo")) { }
        await app.Run<RunBulkJob>();
        Assert.Equal(59, await Saying("Harvest 2025"));
        Assert.Equal(1, await Saying("Vintage 2026"));
        await app.In("acme", async db => Assert.True(await db.Log.CountAsync(e => e.Verb == "post.edited" && e.ActorName == "Pia Publisher") >= 119));
    }

    [Fact]
    public async Task Cut_off_it_goes_on_and_two_workers_do_nothing_twice()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 60; i++)
            ids.Add(await CalendarPosts.Draft(app, null, $"Copied {i}"));
        using var pia = await app.As("pia");
        using var begun = await pia.Post("/w/acme/bulk", ("Act", "Duplicate"), ("Posts", Ids(ids)));
        var run = Guid.Parse(begun.Headers.Location!.ToString()[^36..]);
        async Task Carry()
        {
            try
            {
                await app.In("acme", db => new BulkRunner(db, new Jobs.Notices.NoticeDesk(db, app.Clock), app.Clock).Carry(run, tells: true, TestContext.Current.CancellationToken));
            }
            catch (DbUpdateException)
            {
                // It met the other one.
            }
        }

        await Task.WhenAll(Carry(), Carry());
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Run<RunBulkJob>();
        Assert.Equal(120, await Saying("Copied "));
        await app.In("acme", async db => Assert.Equal(BulkState.Done, await db.BulkRuns.Where(r => r.Id == run).Select(r => r.State).SingleAsync()));
    }

    [Fact]
    public async Task A_label_is_put_on_all_that_lack_it_and_one_undo_takes_it_off_those_alone()
    {
        var ids = new List<Guid> { await CalendarPosts.Draft(app, null, "Labelled 1"), await CalendarPosts.Draft(app, null, "Labelled 2") };
        var label = await app.In("acme", async db =>
        {
            var pia = await TestApp.Member(db, "pia");
            var made = new Data.Labels.Label(pia, $"Spring {Guid.NewGuid().ToString("N")[..6]}", 2, app.Clock.GetUtcNow());
            db.Labels.Add(made);
            (await db.Posts.Include(p => p.Labels).SingleAsync(p => p.Id == ids[0])).Relabel([made], pia, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            return made.Id;
        });
        using var visitor = await app.As("pia");
        using var preview = await visitor.Htmx("/w/acme/bulk/preview", ("Act", "Label"), ("Posts", Ids(ids)));
        Assert.Contains((await Visitor.Shown(preview)).QuerySelectorAll("#bulk-label option"), o => o.GetAttribute("value") == label.ToString());

        using var done = await visitor.Htmx("/w/acme/bulk", ("Act", "Label"), ("Posts", Ids(ids)), ("Label", label.ToString()));
        var toast = await Visitor.Shown(done);
        Assert.Contains("1 post labelled. 1 skipped: They have this label already.", toast.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(ids.Order(), await With(label));
        using (await visitor.Htmx(toast.QuerySelector("form")!.GetAttribute("action")!)) { }
        Assert.Equal([ids[0]], await With(label));
        // A copy has the labels of its post.
        using (await visitor.Htmx("/w/acme/bulk", ("Act", "Duplicate"), ("Posts", Ids(ids[0])))) { }
        Assert.Equal(2, (await With(label)).Count);
    }

    Task<List<Guid>> With(Guid label) => app.In("acme", db => db.Posts.Where(p => p.Labels.Any(l => l.LabelId == label)).Select(p => p.Id).OrderBy(id => id).ToListAsync());

    [Fact]
    public async Task All_that_match_are_those_of_the_list_and_of_the_reader()
    {
        var mine = await CalendarPosts.Draft(app, new DateTime(2028, 2, 3, 9, 0, 0), "Matching");
        await CalendarPosts.Draft(app, new DateTime(2028, 3, 30, 9, 0, 0), "Matching, but in March");
        using var pia = await app.As("pia");
        using var found = await pia.Get("/w/acme/bulk/matching?view=list&date=2028-02-01&q=matching");
        Assert.Equal(mine.ToString(), await found.Content.ReadAsStringAsync());
        var list = await pia.Page("/w/acme/calendar?view=list&date=2028-02-01");
        Assert.Equal(mine.ToString(), list.QuerySelector("td.pick input")!.GetAttribute("value"));
        using var carl = await app.As("carl");
        Assert.Null((await carl.Page("/w/acme/calendar?view=list&date=2028-02-01")).QuerySelector(".pick"));
    }

    [Fact]
    public async Task Nobody_does_in_bulk_what_they_may_not_do_alone()
    {
        var id = await CalendarPosts.Draft(app, new DateTime(2027, 11, 2, 9, 0, 0), "Pia's", Audience.Team);
        using var wanda = await app.As("wanda");
        using var skipped = await wanda.Post("/w/acme/bulk", ("Act", "Delete"), ("Posts", Ids(id)));
        Assert.Contains("They are somebody else's.", (await wanda.Page(skipped.Headers.Location!.ToString())).QuerySelector("[data-outcome=Skipped]")!.TextContent, StringComparison.Ordinal);
        foreach (var name in (string[])["carl", "clara", "ivo"])
        {
            using var visitor = await app.As(name);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Htmx("/w/acme/bulk", ("Act", "Delete"), ("Posts", Ids(id)))).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Htmx("/w/acme/bulk/bar", ("Posts", Ids(id)))).StatusCode);
        }

        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Htmx("/w/acme/bulk", ("Act", "Delete"), ("Posts", Ids(id)))).StatusCode);
        using var pia = await app.As("pia");
        Assert.Equal(HttpStatusCode.Forbidden, (await pia.Htmx($"{skipped.Headers.Location}/undo")).StatusCode);
        Assert.True(await app.In("acme", db => db.Posts.AnyAsync(p => p.Id == id)));
    }

    Task<int> Count() => app.In("acme", db => db.Posts.CountAsync());

    Task<int> Saying(string words) => app.In("acme", db => db.Posts.CountAsync(p => p.Text.Contains(words)));

    async Task<(DateTime? Local, PostState State)> LocalAndState(Guid id)
    {
        var (local, state, _) = await CalendarPosts.Stand(app, id);
        return (local, state);
    }
}
