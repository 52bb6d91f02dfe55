using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Workspaces;

public class SettingsTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly DateTime NineInJanuary = new(2027, 1, 20, 9, 0, 0);

    async Task<List<Guid>> ThreeScheduled(string slug, string zone) => await app.In(slug, async db =>
    {
        var olga = await TestApp.Member(db, "olga");
        var workspace = await db.Workspaces.SingleAsync(w => w.Slug == slug);
        var channel = await db.Channels.FirstAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            var post = Post.Draft(olga, workspace, app.Clock.GetUtcNow());
            post.Edit(new PostEdit($"Zoned {i}", null, [new PostEdit.Target(channel, null, null)], []), olga, app.Clock.GetUtcNow());
            post.Schedule(PlannedTime.Read(NineInJanuary.AddDays(i), zone), olga, app.Clock.GetUtcNow());
            db.Posts.Add(post);
            ids.Add(post.Id);
        }

        await db.SaveChangesAsync();
        return ids;
    });

    [Theory, InlineData("acme", "Europe/Berlin", true), InlineData("bolt", "America/New_York", false)]
    public async Task Another_zone_shows_before_and_after_and_moves_all_by_the_chosen_rule(string slug, string from, bool keepLocal)
    {
        const string To = "Asia/Tokyo";
        var ids = await ThreeScheduled(slug, from);
        using var olga = await app.As("olga");
        var page = await olga.Page($"/w/{slug}/settings/zone?zone={To}");
        Assert.Equal(3, page.QuerySelectorAll("table.moves tbody tr").Length);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await olga.Htmx($"/w/{slug}/settings/zone", ("zone", To))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await olga.Post($"/w/{slug}/settings/zone", ("zone", To), ("keepLocal", keepLocal ? "true" : "false"))).StatusCode);
        await app.In(slug, async db =>
        {
            foreach (var post in await db.Posts.Include(p => p.Deliveries).Where(p => ids.Contains(p.Id)).ToListAsync())
            {
                var local = NineInJanuary.AddDays(ids.IndexOf(post.Id));
                Assert.Equal(To, post.Zone);
                Assert.Equal(keepLocal ? local : Zones.ToLocal(Zones.ToInstantLeniently(local, from), To), post.PlannedLocal);
                Assert.Equal(Zones.ToInstantLeniently(local, keepLocal ? To : from), post.ScheduledAt);
                Assert.All(post.Deliveries, d => Assert.Equal(post.ScheduledAt, d.DueAt));
            }

            var entry = await db.Log.SingleAsync(e => e.Verb == "workspace.zone-changed");
            Assert.Equal((from, To), (entry.Facts["from"], entry.Facts["to"]));
        });
    }

    [Fact]
    public async Task Settings_are_saved_a_wrong_one_is_given_back_and_a_newer_save_is_not_overwritten()
    {
        using var adam = await app.As("adam");
        (string, string?)[] Form(string name, string? website, string revision) =>
            [("Name", name), ("Locale", "de-DE"), ("WeekStart", "Sunday"), ("Website", website), ("Colour", "5"), ("DefaultAudience", "Team"), ("LateMinutes", "15"), ("Revision", revision)];
        var revision = (await adam.Page("/w/acme/settings")).QuerySelector("input[name=Revision]")!.GetAttribute("value")!;
        var wrong = await adam.Htmx("/w/acme/settings", Form("Acme", "not an address", revision));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal("not an address", (await Visitor.Shown(wrong)).QuerySelector("#Website")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.Redirect, (await adam.Post("/w/acme/settings", Form("Acme", "https://acme.example", revision))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await adam.Htmx("/w/acme/settings", Form("Acme again", null, revision))).StatusCode);
        await app.In("acme", async db => Assert.Equal(("Acme", 15, 5), await db.Workspaces.Where(w => w.Slug == "acme").Select(w => new ValueTuple<string, int, int>(w.Name, w.LateMinutes, w.Colour)).SingleAsync()));
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get("/w/acme/settings")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post("/w/acme/settings", ("Name", "Mine"), ("Locale", "de-DE"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post("/w/acme/settings/zone", ("zone", "Asia/Tokyo"), ("keepLocal", "true"))).StatusCode);
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/w/acme/settings")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post("/w/acme/settings/zone", ("zone", "Asia/Tokyo"), ("keepLocal", "true"))).StatusCode);
    }
}

public class PausesTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_paused_client_sends_nothing_says_who_and_why_and_lists_what_was_missed()
    {
        using var olga = await app.As("olga");
        await app.In("acme", async db =>
        {
            var member = await TestApp.Member(db, "olga");
            var workspace = await db.Workspaces.SingleAsync(w => w.Slug == "acme");
            var channel = await db.Channels.FirstAsync();
            var post = Post.Draft(member, workspace, app.Clock.GetUtcNow());
            post.Edit(new PostEdit("Missed by the pause", null, [new PostEdit.Target(channel, null, null)], []), member, app.Clock.GetUtcNow());
            var at = app.Clock.GetUtcNow().AddMinutes(5);
            post.Schedule(new PlannedTime(Zones.ToLocal(at, "Europe/Berlin"), "Europe/Berlin", false, at), member, app.Clock.GetUtcNow());
            db.Posts.Add(post);
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await olga.Htmx("/w/acme/pause", ("why", " "))).StatusCode);
        await olga.Post("/w/acme/pause", ("why", "Recall of the autumn roast"));
        using var wanda = await app.As("wanda");
        var banner = (await wanda.Page("/w/acme/activity")).QuerySelector(".paused")!;
        Assert.Contains("Olga Owner paused this client", banner.TextContent, StringComparison.Ordinal);
        Assert.Contains("Recall of the autumn roast", banner.TextContent, StringComparison.Ordinal);
        Assert.Null(banner.QuerySelector("a"));

        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await app.DeliverDue();
        await olga.Post("/w/acme/pause/end");
        await app.DeliverDue();
        var page = await olga.Page("/w/acme/pause");
        Assert.Null(page.QuerySelector(".paused"));
        Assert.Contains("Missed by the pause", page.Body!.TextContent, StringComparison.Ordinal);
        await app.In("acme", async db => Assert.Equal(DeliveryState.Held, await db.Deliveries.Select(d => d.State).SingleAsync()));
    }

    [Fact]
    public async Task An_owner_pauses_all_clients_of_the_company_and_nobody_else_does()
    {
        using var olga = await app.As("olga");
        var id = await app.In("acme", db => db.Companies.Where(c => c.Name == "Northlight").Select(c => c.Id).SingleAsync());
        using var adam = await app.As("adam");
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.Forbidden, (await adam.Post($"/companies/{id}/pause", ("why", "No"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await adam.Post($"/companies/{id}/pause")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/companies/{id}/pause", ("why", "No"))).StatusCode);
        await olga.Post($"/companies/{id}/pause", ("why", "Day of mourning"));
        Assert.Contains("Olga Owner paused all clients", (await adam.Page("/w/bolt/members")).QuerySelector(".paused")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Day of mourning", (await olga.Page("/")).Body!.TextContent, StringComparison.Ordinal);
        await olga.Post($"/companies/{id}/resume");
        Assert.Null((await adam.Page("/w/bolt/members")).QuerySelector(".paused"));
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post("/w/acme/pause", ("why", "No"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get("/w/acme/pause")).StatusCode);
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post("/w/acme/pause", ("why", "No"))).StatusCode);
    }
}
