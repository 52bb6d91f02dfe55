using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Tests.Support;

namespace Planable.Tests.Members;

/// <summary>Clara answers for two brands of one agency.</summary>
public class SeveralBrandsTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Her_menu_lists_both_and_each_keeps_its_own_notifications()
    {
        using (var olga = await app.As("olga"))
        {
            using var opened = await olga.Post("/clients", ("Name", "Zeta"), ("Zone", "Europe/Lisbon"), ("Colour", "4"));
            Assert.Equal("/w/zeta/channels", opened.Headers.Location!.ToString());
        }

        await app.In("zeta", async db =>
        {
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel);
            db.Members.Add(new Member(workspace, await db.Users.SingleAsync(p => p.Email == "clara@acme.example", Cancel), Role.ClientApprover, app.Clock.GetUtcNow()));
            await db.SaveChangesAsync(Cancel);
        });

        using var clara = await app.As("clara");
        var home = await clara.Page("/w/acme/home");
        Assert.Equal([("Acme", "/w/acme/home"), ("Zeta", "/w/zeta/home")], home.QuerySelectorAll(".rail .cl").Select(c => (c.QuerySelector(".lbl")!.TextContent, c.GetAttribute("href")!)));
        Assert.DoesNotContain("Bolt", home.DocumentElement.TextContent, StringComparison.Ordinal);
        Assert.Contains("Zeta", (await clara.Page("/w/zeta/home")).QuerySelector(".crumb")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Acme", "Zeta"], (await clara.Page("/w/zeta/home")).QuerySelectorAll(".rail .cl .lbl").Select(c => c.TextContent));

        // Told of comments at one, not at the other.
        (await clara.Post("/account/notifications/acme", [.. NoticeEvents.All.Where(r => r.IsEssential).Select(r => ("On", (string?)$"{r.Event}:App")), ("On", "Comment:App")])).Dispose();
        Task<NoticeChannels> Chosen(string slug) => app.In(slug, async db => (await TestApp.Member(db, "clara")).NoticeChoices.For(NoticeEvent.Comment));
        Assert.Equal((NoticeChannels.App, NoticeEvents.Of(NoticeEvent.Comment).Usual), (await Chosen("acme"), await Chosen("zeta")));
        Assert.NotEqual(NoticeChannels.App, await Chosen("zeta"));

        using (var leaves = await app.As("oscar"))
        {
            using var hidden = await leaves.Get("/w/zeta/home");
            Assert.Equal(System.Net.HttpStatusCode.NotFound, hidden.StatusCode);
        }
    }
}
