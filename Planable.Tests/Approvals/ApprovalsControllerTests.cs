using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

public class ApprovalsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Approve_all_but_two_in_one_submit_and_one_that_changed_comes_back()
    {
        await app.RequireApproval();
        await Decided();
        var ids = new List<Guid>();
        for (var i = 0; i < 18; i++)
            ids.Add(await app.Write($"Batch {i}", days: 3 + i));
        using var ivo = await app.As("ivo");
        var form = (await ivo.Page("/w/acme/approvals")).QuerySelector("form[action$='/approvals/decisions']")!;
        var rows = form.QuerySelectorAll("input[name$='.Post']").Select(i => Guid.Parse(i.GetAttribute("value")!)).ToList();
        Assert.Equal(ids, rows);
        var fields = form.QuerySelectorAll("input[type=hidden]").Where(i => i.GetAttribute("name")!.StartsWith("Items", StringComparison.Ordinal)).Select(i => (i.GetAttribute("name")!, i.GetAttribute("value"))).ToList();
        fields.AddRange(Enumerable.Range(0, 18).Select(i => ($"Items[{i}].Decision.Do", (string?)(i == 3 ? "changes" : i == 5 ? "reject" : "skip"))));
        fields.AddRange([("Items[3].Decision.Reason", "Wording"), ("Items[3].Decision.Text", "Shorter"), ("Items[5].Decision.Reason", "Brand"), ("Items[5].Decision.Text", "Not us"), ("Do", "all")]);
        await app.In("acme", async db =>
        {
            House.Write(await db.Posts.Whole().SingleAsync(p => p.Id == ids[7]), await TestApp.Member(db, "wanda"), "Batch 7, changed meanwhile");
            await db.SaveChangesAsync();
        });

        using var answer = await ivo.Post("/w/acme/approvals/decisions", [.. fields]);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var shown = await Visitor.Shown(answer);
        Assert.Contains("17 decisions are kept.", shown.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("changed since you opened it", shown.QuerySelector($"#todo-{ids[7]} .back")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Single(shown.QuerySelectorAll(".back"));
        await app.In("acme", async db =>
        {
            var decisions = await db.ApprovalDecisions.Where(d => ids.Contains(d.PostId)).ToListAsync();
            Assert.Equal(17, decisions.Count);
            Assert.Equal((DecisionKind.ChangesRequested, "Shorter"), decisions.Where(d => d.PostId == ids[3]).Select(d => (d.Kind, d.Text)).Single());
            Assert.Equal((DecisionKind.Rejected, "Not us"), decisions.Where(d => d.PostId == ids[5]).Select(d => (d.Kind, d.Text)).Single());
            Assert.Equal(17, decisions.Select(d => d.PostId).Distinct().Count());
        });
        Assert.Equal(ApprovalState.Waiting, (await app.Read(ids[7])).ApprovalState);
    }

    [Fact]
    public async Task The_list_goes_by_publish_date_and_the_menu_counts_it()
    {
        await app.RequireApproval();
        await Decided();
        var (late, undated, soon) = (await app.Write("Late", days: 9), await app.Write("Undated", days: null), await app.Write("Soon", days: 2));
        app.Clock.Advance(TimeSpan.FromHours(5));
        using var ivo = await app.As("ivo");
        var page = await ivo.Page("/approvals");
        Assert.Equal([soon, late, undated], page.QuerySelectorAll(".todo .words a").Select(a => Guid.Parse(a.GetAttribute("href")!.Split('/', '?')[4])));
        Assert.Contains("asked 5 hours ago", page.QuerySelector(".todo .meta")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("3", page.QuerySelector("nav.rail a[href='/approvals'] .count")!.FirstChild!.TextContent);
        Assert.Equal("3", (await ivo.Page("/w/acme/approvals")).QuerySelector("nav.rail .sub a[href='/w/acme/approvals'] .count")!.FirstChild!.TextContent);
        using var clara = await app.As("clara");
        Assert.Null((await clara.Page("/approvals")).QuerySelector("nav.rail a[href='/approvals'] .count"));
    }

    [Fact]
    public async Task With_nothing_to_do_it_says_when_the_next_is_expected()
    {
        await app.RequireApproval();
        await Decided();
        using var clara = await app.As("clara");
        Assert.Contains("All done", (await clara.Page("/approvals")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var id = await app.Write("Comes to Clara after Ivo", days: 3);
        var day = (await app.Read(id)).ScheduledAt!.Value;
        var said = (await clara.Page("/w/acme/approvals")).QuerySelector("main")!.TextContent;
        Assert.Contains(Data.Times.Zones.ToLocal(day, "Europe/Berlin").ToString("dddd", CultureInfo.GetCultureInfo("en-GB")), said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        using var wanda = await app.As("wanda");
        using var wrong = await wanda.Post("/w/acme/approvals/decisions", ("Do", "all"));
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using var oscar = await app.As("oscar");
        using var stranger = await oscar.Post("/w/acme/approvals/decisions", ("Do", "all"));
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        using var look = await oscar.Get("/w/acme/approvals");
        Assert.Equal(HttpStatusCode.NotFound, look.StatusCode);
    }

    /// <summary>Nothing waits from the test before.</summary>
    Task Decided() => app.In("acme", async db =>
    {
        var wanda = await TestApp.Member(db, "wanda");
        var author = await TestApp.Member(db, "olga");
        foreach (var post in await db.Posts.Whole().Where(p => p.ApprovalState == ApprovalState.Waiting).ToListAsync())
            post.WithdrawApproval(post.CanBeEditedBy(wanda) ? wanda : author, app.Clock.GetUtcNow());
        await db.SaveChangesAsync();
    });
}
