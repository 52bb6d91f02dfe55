using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Jobs.Notices;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

public class DecisionsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_post_is_sent_round_decided_and_scheduled_and_each_is_told_once()
    {
        await app.RequireApproval();
        var id = await app.Write("Round it goes.", sent: false);
        using var wanda = await app.As("wanda");
        using var sent = await wanda.Htmx($"/w/acme/posts/{id}/approval");
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        Assert.Contains("Waiting for approval", (await Visitor.Shown(sent)).QuerySelector(".post-h .badge")!.TextContent, StringComparison.Ordinal);
        await app.Run<WriteNoticesJob>();
        await app.Run<WriteNoticesJob>();
        Assert.Equal("Your approval is asked for: Team.", await app.Words(id, "ivo", "post.approval-asked"));

        using var ivo = await app.As("ivo");
        var page = await ivo.Page($"/w/acme/posts/{id}");
        var version = await app.Read(id);
        Assert.Contains($"Version {version.LatestVersion},", page.QuerySelector(".decide .ver-s")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(version.Content().Hash(), page.QuerySelector(".decide input[name=Hash]")!.GetAttribute("value"));
        using var first = await ivo.Htmx($"/w/acme/posts/{id}/approval/decisions", await app.Decision(id, "approve", text: "Lovely"));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var clara = await app.As("clara");
        using var second = await clara.Htmx($"/w/acme/posts/{id}/approval/decisions", await app.Decision(id, "approve"));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);

        var post = await app.Read(id);
        Assert.Equal((PostState.Scheduled, ApprovalState.Approved), (post.State, post.ApprovalState));
        Assert.Equal(post.Content().Hash(), post.Decisions[0].Hash);
        await app.Run<WriteNoticesJob>();
        Assert.Equal("Approved and scheduled.", await app.Words(id, "wanda", "post.approved"));
        await app.In("acme", async db => Assert.Contains(post.Content().Hash(), (await db.Log.SingleAsync(e => e.SubjectId == id && e.Verb == "post.level-approved" && e.ActorName == "Clara Client")).Data, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changed_since_it_was_opened_it_is_shown_with_what_is_new_and_asked_again()
    {
        await app.RequireApproval();
        var id = await app.Write("The first words.");
        var old = await app.Decision(id, "changes", "Wording", "Shorter, please");
        using var wanda = await app.As("wanda");
        await app.In("acme", async db =>
        {
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == id);
            House.Write(post, await TestApp.Member(db, "wanda"), "The second words.");
            await db.SaveChangesAsync();
        });

        using var ivo = await app.As("ivo");
        using var stale = await ivo.Htmx($"/w/acme/posts/{id}/approval/decisions", old);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        var shown = await Visitor.Shown(stale);
        Assert.Contains("Changed since you opened it.", shown.QuerySelector(".appr .conflict")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("first", shown.QuerySelector(".diff del")!.TextContent.Trim());
        Assert.Equal("second", shown.QuerySelector(".diff ins")!.TextContent.Trim());
        Assert.Equal("Shorter, please", shown.QuerySelector("#changes-text")!.TextContent.Trim());
        Assert.Equal((await app.Read(id)).Content().Hash(), shown.QuerySelector(".decide input[name=Hash]")!.GetAttribute("value"));
        Assert.Empty((await app.Read(id)).Decisions);

        // Without a script the same page comes whole.
        using var whole = await ivo.Post($"/w/acme/posts/{id}/approval/decisions", old);
        Assert.Equal(HttpStatusCode.Conflict, whole.StatusCode);
        Assert.NotNull((await Visitor.Shown(whole)).QuerySelector("main .appr .conflict"));
    }

    [Fact]
    public async Task In_the_second_round_an_approver_sees_what_is_new_since_their_decision()
    {
        await app.RequireApproval();
        var id = await app.Write("Blue cups on Monday.");
        using var ivo = await app.As("ivo");
        using var back = await ivo.Htmx($"/w/acme/posts/{id}/approval/decisions", await app.Decision(id, "changes", "Facts", "They are green"));
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        await app.Run<WriteNoticesJob>();
        Assert.Equal("Ivo Inside asks for changes: They are green", await app.Words(id, "wanda", "post.changes-requested"));
        using var wanda = await app.As("wanda");
        var list = await wanda.Page("/w/acme/approvals?show=changes");
        Assert.Contains("They are green", list.QuerySelector(".todo")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("due ", list.QuerySelector(".todo .meta")!.TextContent, StringComparison.Ordinal);

        await app.In("acme", async db =>
        {
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == id);
            var author = await TestApp.Member(db, "wanda");
            House.Write(post, author, "Green cups on Monday.");
            post.RequestApproval(null, author, await db.Members.Include(m => m.Person).ToListAsync(), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        var diff = (await ivo.Page($"/w/acme/posts/{id}")).QuerySelector(".appr .diff")!;
        Assert.Equal(("Blue", "Green"), (diff.QuerySelector("del")!.TextContent.Trim(), diff.QuerySelector("ins")!.TextContent.Trim()));
    }

    [Fact]
    public async Task Changes_without_a_reason_or_words_are_refused()
    {
        await app.RequireApproval();
        var id = await app.Write("No reason.");
        using var ivo = await app.As("ivo");
        using var noReason = await ivo.Htmx($"/w/acme/posts/{id}/approval/decisions", await app.Decision(id, "changes", null, "Shorter"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, noReason.StatusCode);
        using var noWords = await ivo.Htmx($"/w/acme/posts/{id}/approval/decisions", await app.Decision(id, "changes", "Wording"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, noWords.StatusCode);
        Assert.Equal(ApprovalState.Waiting, (await app.Read(id)).ApprovalState);
    }

    [Fact]
    public async Task Every_way_of_writing_answers_423_and_names_who_can_unlock()
    {
        await app.RequireApproval();
        var id = await app.Write("Set in stone.", 3, true, "ivo");
        using var olga = await app.As("olga");
        // Open in the editor while Clara approves.
        var open = (await olga.Page($"/w/acme/posts/{id}/edit")).QuerySelector("#composer")!;
        var typed = open.QuerySelectorAll("input[name], textarea[name]").Where(f => f.GetAttribute("type") is not ("checkbox" or "radio" or "file") || f.HasAttribute("checked"))
            .Select(f => (f.GetAttribute("name")!, (string?)(f.GetAttribute("name") == "Text" ? "Other words." : f.GetAttribute("value") ?? f.TextContent))).ToList();
        using var clara = await app.As("clara");
        using var approved = await clara.Htmx($"/w/acme/posts/{id}/approval/decisions", await app.Decision(id, "approve"));
        using var saved = await olga.Post($"/w/acme/posts/{id}", [.. typed, ("Do", "save")]);
        Assert.Equal(423, (int)saved.StatusCode);
        Assert.Contains("Adam Admin, Olga Owner can unlock it", await saved.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Set in stone.", (await app.Read(id)).Text);
        foreach (var (path, fields) in new (string, (string, string?)[])[]
        {
            ("deletion", []), ("publication", []), ("moves", [("Date", "2027-03-01")]), ("moves", [("Date", "2027-03-01"), ("Time", "09:00")]),
        })
        {
            using var refused = await olga.Htmx($"/w/acme/posts/{id}/{path}", fields);
            Assert.True((int)refused.StatusCode == 423, $"{path}: {(int)refused.StatusCode}");
            Assert.Contains("locked by approval. Adam Admin, Olga Owner can unlock it", await refused.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        }

        using var deletion = await olga.Htmx($"/w/acme/posts/{id}/deletion");
        Assert.Equal(423, (int)deletion.StatusCode);
        using var edit = await olga.Get($"/w/acme/posts/{id}/edit");
        Assert.Equal(HttpStatusCode.Redirect, edit.StatusCode);
        var page = await olga.Page($"/w/acme/posts/{id}?tab=approval");
        Assert.Contains("Adam Admin, Olga Owner", page.QuerySelector(".lockd")!.TextContent, StringComparison.Ordinal);

        using var noReason = await olga.Htmx($"/w/acme/posts/{id}/approval/unlocking", ("reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, noReason.StatusCode);
        using var unlocked = await olga.Htmx($"/w/acme/posts/{id}/approval/unlocking", ("reason", "The date was wrong"));
        Assert.Equal(HttpStatusCode.OK, unlocked.StatusCode);
        await app.Run<WriteNoticesJob>();
        Assert.Equal("Olga Owner unlocked a post you approved: The date was wrong", await app.Words(id, "clara", "post.unlocked"));
        Assert.Equal("Olga Owner unlocked a post you approved: The date was wrong", await app.Words(id, "ivo", "post.unlocked"));
    }

    [Fact]
    public async Task Where_approval_is_required_nothing_is_scheduled_from_anywhere()
    {
        await app.RequireApproval();
        var id = await app.Write("Not yet.", sent: false);
        using var pia = await app.As("pia");
        foreach (var (path, fields) in new (string, (string, string?)[])[] { ("stage", [("to", "scheduled")]), ("publication", []), ("queue", []) })
        {
            using var refused = await pia.Htmx($"/w/acme/posts/{id}/{path}", fields);
            Assert.True((int)refused.StatusCode is 422 or 409, $"{path}: {(int)refused.StatusCode}");
            Assert.Equal(PostState.Draft, (await app.Read(id)).State);
        }

        using var bulk = await pia.Htmx("/w/acme/bulk", ("Act", "Schedule"), ("Posts", id.ToString()));
        await app.Run<Jobs.Bulk.RunBulkJob>();
        Assert.Equal(PostState.Draft, (await app.Read(id)).State);
        await app.In("acme", async db => Assert.Equal(Data.Bulk.BulkOutcome.Failed, (await db.BulkItems.SingleAsync(i => i.PostId == id)).Outcome));

        var composer = await pia.Page($"/w/acme/posts/{id}/edit");
        Assert.Null(composer.QuerySelector(".ed-f button[value=schedule]"));
        Assert.NotNull(composer.QuerySelector(".ed-f button[value=request-approval]"));
    }

    [Fact]
    public async Task A_client_sees_its_own_level_and_nothing_of_the_team()
    {
        await app.RequireApproval();
        var id = await app.Write("For Clara.");
        using var ivo = await app.As("ivo");
        using var approved = await ivo.Htmx($"/w/acme/posts/{id}/approval/decisions", await app.Decision(id, "approve", text: "Internal remark"));
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        using var clara = await app.As("clara");
        foreach (var path in new[] { $"/w/acme/posts/{id}?tab=approval", $"/w/acme/posts/{id}?tab=activity", "/w/acme/approvals", "/approvals" })
        {
            var html = (await clara.Page(path)).DocumentElement.OuterHtml;
            Assert.DoesNotContain("Internal remark", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Ivo", html, StringComparison.Ordinal);
        }

        Assert.NotNull((await clara.Page($"/w/acme/posts/{id}")).QuerySelector(".decide .approve"));
    }

    [Fact]
    public async Task An_approver_who_leaves_is_not_waited_for()
    {
        await app.RequireApproval();
        var id = await app.Write("Clara leaves.", 3, true, "ivo");
        using var olga = await app.As("olga");
        var clara = await app.In("acme", async db => (await TestApp.Member(db, "clara")).Id);
        using var left = await olga.Post($"/w/acme/members/{clara}/removal");
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        try
        {
            // Nobody is left at the client's level: it comes to those who manage the client.
            Assert.Equal("Adam Admin, Olga Owner", (await app.Read(id)).Approval!.WaitingNames);
        }
        finally
        {
            await app.In("acme", async db =>
            {
                var member = await db.Members.SingleAsync(m => m.Id == clara);
                db.Entry(member).Property(m => m.LeftAt).CurrentValue = null;
                await db.SaveChangesAsync();
            });
        }
    }

    [Fact]
    public async Task The_page_stays_within_its_commands()
    {
        await app.RequireApproval();
        var id = await app.Write("Few commands.", 3, true, "ivo", "clara");
        using var olga = await app.As("olga");
        Assert.InRange((await app.Sql.During(() => olga.Page($"/w/acme/posts/{id}?tab=approval"))).Count, 1, 8);
        Assert.InRange((await app.Sql.During(() => olga.Page("/w/acme/approvals?show=changes"))).Count, 1, 8);
        Assert.InRange((await app.Sql.During(() => olga.Page("/approvals"))).Count, 1, 8);
        Assert.InRange((await app.Sql.During(() => olga.Page("/w/acme/settings/approvals"))).Count, 1, 8);
        Assert.InRange((await app.Sql.During(() => olga.Page("/w/acme/settings/approvals/flows/new"))).Count, 1, 8);
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        await app.RequireApproval();
        var id = await app.Write("Not yours.");
        var fields = await app.Decision(id, "approve");
        using var wanda = await app.As("wanda");
        using var wrong = await wanda.Post($"/w/acme/posts/{id}/approval/decisions", fields);
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using var carl = await app.As("carl");
        using var looks = await carl.Post($"/w/acme/posts/{id}/approval/decisions", fields);
        Assert.Equal(HttpStatusCode.Forbidden, looks.StatusCode);
        using var oscar = await app.As("oscar");
        using var stranger = await oscar.Post($"/w/acme/posts/{id}/approval/decisions", fields);
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
    }
}
