using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Overview;

public class OverviewTests(TestApp app) : IClassFixture<TestApp>
{
    async Task Fill(string slug, string by, string text) => await app.In(slug, async db =>
    {
        var now = app.Clock.GetUtcNow();
        var (author, reader) = (await TestApp.Member(db, "olga"), await TestApp.Member(db, by));
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
        var channel = await db.Channels.FirstAsync();
        for (var i = 0; i < 5; i++)
        {
            var post = Post.Draft(author, workspace, now);
            post.Edit(new PostEdit($"{text} {i}", null, [new PostEdit.Target(channel, null, null)], []), author, now);
            db.Posts.Add(post);
            if (i == 0)
                continue;
            var at = now.AddMinutes(10).AddDays(i - 1);
            post.Schedule(new PlannedTime(Zones.ToLocal(at, workspace.Zone), workspace.Zone, false, at), author, now);
            if (i == 4)
            {
                post.Deliveries[0].Hold(HoldReason.Late, "Found too late.", now);
                db.Entry(post).Property(p => p.State).CurrentValue = PostState.Held;
            }
        }

        db.Notices.Add(new Notice(reader.Id, $"test:{text}", "post.delivery-held", null, $"{text} needs you", now, null));
        await db.SaveChangesAsync();
    });

    static int Number(IElement row, string name) => row.QuerySelector($"[data-number={name}]") is { } link ? int.Parse(link.TextContent, CultureInfo.InvariantCulture) : 0;

    [Fact]
    public async Task Every_number_is_the_length_of_the_list_it_links_to_and_nobody_sees_another_clients_words()
    {
        await Fill("acme", "wanda", "Plum and cocoa");
        await Fill("bolt", "olga", "Charge overnight");
        using var wanda = await app.As("wanda");
        var page = await wanda.Page("/");
        Assert.DoesNotContain("Bolt", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("Charge overnight", page.DocumentElement.OuterHtml, StringComparison.Ordinal);

        var row = page.QuerySelector("tr[data-client=acme]")!;
        await app.In("acme", async db =>
        {
            var now = app.Clock.GetUtcNow();
            var posts = await db.Posts.ToListAsync();
            var today = Zones.ToLocal(now, "Europe/Berlin").Date;
            bool Goes(Post p) => p.State is PostState.Scheduled or PostState.Publishing;
            Assert.Equal(posts.Count(p => p.State is PostState.Failed or PostState.PartlyPublished or PostState.Held or PostState.Unknown), Number(row, "trouble"));
            Assert.Equal(posts.Count(p => p.State == PostState.Draft && p.ScheduledAt == null), Number(row, "drafts"));
            Assert.Equal(posts.Count(p => Goes(p) && p.PlannedLocal!.Value.Date == today), Number(row, "today"));
            Assert.Equal(posts.Count(p => Goes(p) && p.PlannedLocal!.Value.Date >= today && p.PlannedLocal.Value.Date < today.AddDays(7)), Number(row, "week"));
        });
        var unread = await wanda.Page(row.QuerySelector("[data-number=unread]")!.GetAttribute("href")!);
        Assert.Equal(Number(row, "unread"), unread.QuerySelectorAll("[data-notice]").Length);
        Assert.Equal(Number(row, "trouble"), page.QuerySelectorAll(".fail").Length);
    }

    [Fact]
    public async Task A_client_sees_when_posts_go_out_and_no_figures_of_the_agency()
    {
        using var clara = await app.As("clara");
        // She belongs to one brand and to no team: she lands on its page.
        using var landed = await clara.Get("/");
        Assert.Equal("/w/acme/home", landed.Headers.Location!.ToString());
        var page = await clara.Page("/w/acme/home");
        Assert.Empty(page.QuerySelectorAll("[data-number], .kps, .fails"));
        Assert.DoesNotContain("Found too late", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overview_asks_the_database_no_more_however_much_there_is()
    {
        using var olga = await app.As("olga");
        await olga.Page("/");
        Assert.InRange((await app.Sql.During(() => olga.Page("/"))).Count, 1, 8);
    }

    [Fact]
    public async Task An_owner_opens_a_client_and_a_member_does_not()
    {
        using var olga = await app.As("olga");
        await olga.Page("/clients/new");
        var wrong = await olga.Post("/clients", ("Name", ""), ("Zone", "Nowhere/Land"), ("Colour", "3"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal("/w/cedar-sons/channels", (await olga.Post("/clients", ("Name", "Cedar & Sons"), ("Zone", "Europe/Paris"), ("Colour", "3"))).Headers.Location!.ToString());
        Assert.Equal("/w/cedar-sons-2/channels", (await olga.Post("/clients", ("Name", "Cedar & Sons"), ("Zone", "Europe/Paris"), ("Colour", "4"))).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await olga.Get("/w/cedar-sons/settings")).StatusCode);
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get("/clients/new")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post("/clients", ("Name", "Mine"), ("Zone", "Europe/Paris"), ("Colour", "3"))).StatusCode);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_asked_to()
    {
        using var nobody = await app.As(null);
        Assert.Contains("/sign-in", (await nobody.Get("/")).Headers.Location!.ToString(), StringComparison.Ordinal);
    }
}
