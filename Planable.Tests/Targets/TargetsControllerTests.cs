using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Labels;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Targets;

public class TargetsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_week_below_its_target_says_what_is_missing_and_its_ghost_opens_the_editor_filled_in()
    {
        var label = await Label("Education");
        await Plan(new DateTime(2027, 1, 11, 9, 0, 0));
        await Plan(new DateTime(2027, 1, 12, 9, 0, 0));
        await Plan(new DateTime(2027, 1, 13, 9, 0, 0));
        using var pia = await app.As("pia");
        using var aimed = await pia.Post("/w/acme/settings/targets", ("Posts", "4"), ($"Mix[{label}]", "25"));
        Assert.Equal(HttpStatusCode.Redirect, aimed.StatusCode);
        Assert.Contains("4 posts, of them 1 Education.", (await pia.Page("/w/acme/settings/targets")).Body!.TextContent, StringComparison.Ordinal);

        foreach (var view in (string[])["month", "week"])
        {
            var page = await pia.Page($"/w/acme/calendar?view={view}&date=2027-01-11");
            var gap = page.QuerySelector(view == "month" ? "#gap-2027-01-11" : ".wgap .gap-w")!;
            Assert.False(gap.HasAttribute("hidden"));
            Assert.Contains("1 Education post missing", gap.TextContent, StringComparison.Ordinal);
            Assert.Contains("3 of 4", gap.TextContent, StringComparison.Ordinal);
            var ghost = page.QuerySelectorAll("a.pc.slot").Single(g => InWeek(g.GetAttribute("href")!));
            Assert.Contains("Education post missing", ghost.TextContent, StringComparison.Ordinal);
            var composer = await pia.Page(ghost.GetAttribute("href")!);
            Assert.Contains("label=" + label, ghost.GetAttribute("href"), StringComparison.Ordinal);
            Assert.True(composer.QuerySelector($"input[name=Labels][value='{label}']")!.HasAttribute("checked"));
            Assert.StartsWith("2027-01-1", composer.QuerySelector("input[name=Date]")!.GetAttribute("value"), StringComparison.Ordinal);
            Assert.Equal("09:00", composer.QuerySelector("input[name=Time]")!.GetAttribute("value"));
        }

        // A label that is not asked for does not fill the mix; the one that is does.
        await Plan(new DateTime(2027, 1, 14, 9, 0, 0), label);
        var full = await pia.Page("/w/acme/calendar?date=2027-01-11");
        Assert.True(full.QuerySelector("#gap-2027-01-11")!.HasAttribute("hidden"));
        Assert.DoesNotContain(full.QuerySelectorAll("a.pc.slot"), g => InWeek(g.GetAttribute("href")!));
    }

    [Fact]
    public async Task Filtered_weeks_and_clients_see_no_gaps_and_a_change_brings_them_along()
    {
        using var pia = await app.As("pia");
        (await pia.Post("/w/acme/settings/targets", ("Posts", "2"))).Dispose();
        Assert.NotEmpty((await pia.Page("/w/acme/calendar?date=2027-03-01")).QuerySelectorAll("a.pc.slot"));
        Assert.Empty((await pia.Page("/w/acme/calendar?date=2027-03-01&q=roast")).QuerySelectorAll("a.pc.slot"));
        using var clara = await app.As("clara");
        var shown = await clara.Page("/w/acme/calendar?date=2027-03-01");
        Assert.Empty(shown.QuerySelectorAll("a.pc.slot, .gap-w"));
        var changes = await pia.Page("/w/acme/calendar/changes?date=2027-03-01&days=2027-03-10");
        Assert.NotNull(changes.QuerySelector("#gap-2027-03-08"));
        Assert.Equal(7, changes.QuerySelectorAll(".day").Length);
    }

    [Fact]
    public async Task A_channel_has_a_target_of_its_own_which_can_be_removed()
    {
        var channel = await app.In("acme", db => db.Channels.OrderBy(c => c.Name).Select(c => new { c.Id, c.Name }).FirstAsync());
        using var pia = await app.As("pia");
        (await pia.Post("/w/acme/settings/targets", ("Channel", channel.Id.ToString()), ("Posts", "3"))).Dispose();
        var page = await pia.Page("/w/acme/calendar?date=2027-05-03");
        Assert.Contains(channel.Name, page.QuerySelector("#gap-2027-05-03")!.TextContent, StringComparison.Ordinal);
        var target = await app.In("acme", async db => (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId)).Targets.Single(t => t.ChannelId == channel.Id).Id);
        (await pia.Post($"/w/acme/settings/targets/{target}/removal")).Dispose();
        Assert.DoesNotContain(await app.In("acme", async db => (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId)).Targets), t => t.ChannelId == channel.Id);
    }

    [Fact]
    public async Task With_targets_and_other_calendars_no_view_asks_more_than_eight_times()
    {
        using var olga = await app.As("olga");
        (await olga.Post("/w/acme/settings/targets", ("Posts", "9"))).Dispose();
        await app.In("acme", async db =>
        {
            var (workspace, adam) = (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId), await TestApp.Member(db, "adam"));
            var overlay = Data.Feeds.Overlay.Add(workspace, "Holidays", new Uri("https://calendar.invalid/all.ics"), true, adam, app.Clock.GetUtcNow().AddYears(1));
            db.Overlays.Add(overlay);
            db.OverlayEvents.Add(new Data.Feeds.OverlayEvent(overlay, new Data.Feeds.IcalEvent("Carnival", new DateOnly(2027, 2, 8), new DateOnly(2027, 2, 9), new TimeOnly(10, 0))));
            await db.SaveChangesAsync();
        });
        foreach (var view in (string[])["month", "week", "day", "list", "feed", "board", "grid"])
        {
            (await olga.Get($"/w/acme/calendar?view={view}&date=2027-02-08")).Dispose();
            var commands = await app.Sql.During(() => olga.Page($"/w/acme/calendar?view={view}&date=2027-02-08"));
            Assert.True(commands.Count <= 8, $"{view}: {commands.Count}\n{string.Join("\n\n", commands)}");
            if (view is not ("month" or "week" or "day"))
                continue;
            Assert.Contains("Carnival", (await olga.Page($"/w/acme/calendar?view={view}&date=2027-02-08")).Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_typed_wrong_is_said()
    {
        var (one, two) = (await Label("Half"), await Label("More than half"));
        using var pia = await app.As("pia");
        using var none = await pia.Htmx("/w/acme/settings/targets", ("Posts", "0"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        using var much = await pia.Htmx("/w/acme/settings/targets", ("Posts", "4"), ($"Mix[{one}]", "50"), ($"Mix[{two}]", "60"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, much.StatusCode);
        Assert.Contains("at most 100 %", await much.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        using var wanda = await app.As("wanda");
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get("/w/acme/settings/targets")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post("/w/acme/settings/targets", ("Posts", "4"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"/w/acme/settings/targets/{Guid.NewGuid()}/removal")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/w/acme/settings/targets")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post("/w/acme/settings/targets", ("Posts", "4"))).StatusCode);
    }

    static bool InWeek(string address)
    {
        var day = DateOnly.ParseExact(address[(address.IndexOf("date=", StringComparison.Ordinal) + 5)..][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return day >= new DateOnly(2027, 1, 11) && day <= new DateOnly(2027, 1, 17);
    }

    Task<Guid> Label(string name) => app.In("acme", async db =>
    {
        var label = new Label(await TestApp.Member(db, "adam"), name, 3, app.Clock.GetUtcNow());
        db.Labels.Add(label);
        await db.SaveChangesAsync();
        return label.Id;
    });

    Task Plan(DateTime local, Guid? label = null) => app.In("acme", async db =>
    {
        var (pia, at) = (await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
        var post = Post.Draft(pia, await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId), at);
        post.Edit(new PostEdit("Counted", null, [.. (await db.Channels.OrderBy(c => c.Name).Take(1).ToListAsync()).Select(c => new PostEdit.Target(c, null, null))], []), pia, at);
        if (label is { } id)
            post.Relabel([await db.Labels.SingleAsync(l => l.Id == id)], pia, at);
        post.Plan(PlannedTime.Read(local, A.Berlin), pia, at);
        db.Posts.Add(post);
        await db.SaveChangesAsync();
    });
}
