using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Media;
using Planable.Data.Posts;
using Planable.Jobs.Notices;
using Planable.Tests.Approvals;
using Planable.Tests.Support;

namespace Planable.Tests.Reviews;

public class ReviewControllerTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gus_types_his_name_approves_three_of_five_and_finds_them_so_tomorrow()
    {
        await app.RequireApproval();
        var ids = new List<Guid>();
        for (var i = 1; i <= 5; i++)
            ids.Add(await app.ForClient($"Batch post {i}", days: 10 + i));
        var (path, linkId) = await app.Share("June batch", ("Posts", string.Join(',', ids)));
        using var gus = await app.Gus();
        var page = await gus.Page(path);
        Assert.Equal("1 of 5", page.QuerySelector("h1")!.TextContent);
        Assert.NotNull(page.QuerySelector("#decide input[name=Name]"));
        foreach (var id in ids.Take(3))
        {
            using var done = await gus.Post($"{path}/posts/{id}/decisions", await app.Fields(id, "approve", id == ids[0] ? "Gus" : null));
            Assert.Equal((HttpStatusCode.Redirect, path), (done.StatusCode, done.Headers.Location!.OriginalString));
        }

        foreach (var id in ids.Take(3))
        {
            var post = await app.Read(id);
            Assert.Equal((ApprovalState.Approved, PostState.Scheduled), (post.ApprovalState, post.State));
            var decision = post.Decisions.Single(d => d.IsClient);
            Assert.Equal(("Gus (link ‘June batch’)", IdentityStrength.Name, Via.Link, linkId), (decision.Name, decision.Strength, decision.Via, decision.LinkId!.Value));
        }

        await app.In("acme", async db =>
        {
            var entry = await db.Log.SingleAsync(e => e.SubjectId == ids[0] && e.Verb == "post.level-approved" && e.Via == Via.Link, Cancel);
            Assert.Equal((ActorKind.Link, linkId, "Gus (link ‘June batch’)", Audience.Client), (entry.ActorKind, entry.ActorId!.Value, entry.ActorName, entry.Audience));
        });
        app.Clock.Advance(TimeSpan.FromDays(1));
        var tomorrow = await gus.Page(path);
        Assert.Equal("4 of 5", tomorrow.QuerySelector("h1")!.TextContent);
        Assert.Equal(3, tomorrow.QuerySelectorAll(".rv-queue li svg[data-state=approved]").Length);
        Assert.Null(tomorrow.QuerySelector("#decide input[name=Name]"));
        Assert.Contains("Gus (link ‘June batch’) approved version 1", (await gus.Page($"{path}/posts/{ids[0]}")).Body!.TextContent, StringComparison.Ordinal);
        using var ivo = await app.As("ivo");
        Assert.Contains("Gus (link ‘June batch’)", (await ivo.Page($"/w/acme/posts/{ids[0]}?tab=approval")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_come_with_a_reason_and_the_finished_page_says_what_happens_next()
    {
        await app.RequireApproval();
        var (one, two) = (await app.ForClient("Keep it as it is", days: 5), await app.ForClient("Not like this", days: 6));
        var (path, _) = await app.Share("Two", ("Posts", $"{one},{two}"));
        using var gus = await app.Gus();
        using (await gus.Post($"{path}/posts/{one}/decisions", await app.Fields(one, "approve", "Gus"))) { }
        using (var vague = await gus.Post($"{path}/posts/{two}/decisions", await app.Fields(two, "changes", reason: "Facts")))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, vague.StatusCode);
            Assert.Contains("Write what has to change", (await Visitor.Shown(vague)).QuerySelector(".rv-note")!.TextContent, StringComparison.Ordinal);
        }

        using (await gus.Post($"{path}/posts/{two}/decisions", await app.Fields(two, "changes", reason: "Facts", text: "It was eleven hundred."))) { }
        Assert.Equal("It was eleven hundred.", (await app.Read(two)).Approval!.Wanted!.Text);
        var done = await gus.Page(path);
        Assert.Equal("All posts are answered", done.QuerySelector("h1")!.TextContent);
        Assert.Contains("Northlight works on your change", done.QuerySelector(".d-next")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The first approved post goes out", done.QuerySelector(".d-next")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("“Not like this” goes out only if you approve it", done.QuerySelector(".d-next")!.TextContent, StringComparison.Ordinal);
        using var list = await gus.Get($"{path}/decisions");
        var rows = (await list.Content.ReadAsStringAsync(Cancel)).Trim().Split("\r\n");
        Assert.Equal(3, rows.Length);
        Assert.Contains("Not like this", rows[2], StringComparison.Ordinal);
        Assert.Contains("It was eleven hundred.", rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_press_sent_again_counts_once_and_one_about_an_old_version_comes_back_with_what_is_new()
    {
        await app.RequireApproval(r => r with { Resets = r.Resets with { Text = ResetReach.Nothing } });
        var id = await app.ForClient("The first words.");
        var (path, _) = await app.Share("Once", ("Posts", id.ToString()));
        using var gus = await app.Gus();
        var stale = await app.Fields(id, "approve", "Gus");
        await app.In("acme", async db =>
        {
            House.Write(await db.Posts.Whole().SingleAsync(p => p.Id == id), await TestApp.Member(db, "wanda"), "The second words.");
            await db.SaveChangesAsync();
        });
        gus.Http.DefaultRequestHeaders.Add("X-Review-Queue", "1");
        using (var back = await gus.Post($"{path}/posts/{id}/decisions", stale))
        {
            Assert.Equal(HttpStatusCode.Conflict, back.StatusCode);
            var shown = await Visitor.Shown(back);
            Assert.Equal(("first", "second"), (shown.QuerySelector(".rv-diff del")!.TextContent.Trim(), shown.QuerySelector(".rv-diff ins")!.TextContent.Trim()));
            Assert.Equal((await app.Read(id)).Content().Hash(), shown.QuerySelector("#decide input[name=Hash]")!.GetAttribute("value"));
        }

        Assert.Single((await app.Read(id)).Decisions);
        var fields = await app.Fields(id, "approve");
        foreach (var _ in (int[])[1, 2, 3])
        {
            using var sent = await gus.Post($"{path}/posts/{id}/decisions", fields);
            Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
        }

        Assert.Single((await app.Read(id)).Decisions, d => d.IsClient);
    }

    [Fact]
    public async Task A_guest_mends_a_typo_and_approves_and_the_author_is_told()
    {
        await app.RequireApproval();
        var id = await app.ForClient("Forty peices, then autumn.");
        var (path, _) = await app.Share("Typo", ("Posts", id.ToString()));
        using var gus = await app.Gus();
        var page = await gus.Page(path);
        Assert.Equal("Forty peices, then autumn.", page.QuerySelector("#words")!.TextContent.Trim());
        using (var done = await gus.Post($"{path}/posts/{id}/decisions", (await app.Fields(id, "suggest", "Gus")).And(("Words", "Forty pieces, then autumn."))))
            Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        var post = await app.Read(id);
        Assert.Equal(("Forty pieces, then autumn.", "Gus (link ‘Typo’)"), (post.Text, post.Versions.OrderBy(v => v.Number).Last().ByName));
        Assert.Equal("Team", post.Approval!.Current!.Name);
        await app.Run<WriteNoticesJob>();
        Assert.Equal("Gus (link ‘Typo’) changed it and approved it so. Version 2 shows what is new.", await app.Words(id, "wanda", "post.suggested"));

        // The same for somebody with an account.
        using var ivo = await app.As("ivo");
        Assert.Equal("Forty pieces, then autumn.", (await ivo.Page($"/w/acme/posts/{id}?tab=approval")).QuerySelector("#suggest-text")!.TextContent.Trim());
        using var mended = await ivo.Htmx($"/w/acme/posts/{id}/approval/decisions", (await app.Fields(id, "suggest")).And(("Words", "Forty pieces, then the autumn.")));
        Assert.Equal(HttpStatusCode.OK, mended.StatusCode);
        Assert.Equal("Ivo Inside", (await app.Read(id)).Versions.OrderBy(v => v.Number).Last().ByName);
    }

    [Fact]
    public async Task Nothing_of_the_team_is_in_any_answer_and_other_posts_are_not_there()
    {
        await app.RequireApproval();
        var (shown, other) = (await app.ForClient("Shown to Gus", days: 4), await app.ForClient("July belongs to others", days: 40));
        var hidden = await app.In("acme", async db =>
        {
            var (wanda, now) = (await TestApp.Member(db, "wanda"), app.Clock.GetUtcNow());
            var label = new Data.Labels.Label(wanda, "Zaubertrank-label", 0, now);
            var campaign = new Data.Campaigns.Campaign(await TestApp.Member(db, "olga"), "Zaubertrank-campaign", 0, now);
            db.AddRange(label, campaign);
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == shown);
            post.Relabel([label], wanda, now);
            post.Join(campaign, wanda, now);
            post.SetBudget(98765, wanda, now);
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
            var note = Data.Calendar.CalendarNote.Write("Zaubertrank-note", DateOnly.FromDateTime(now.UtcDateTime), DateOnly.FromDateTime(now.UtcDateTime.AddDays(9)), Audience.Team, wanda, now);
            db.Add(note);
            var secret = Data.Posts.Post.Draft(wanda, workspace, now);
            db.Posts.Add(secret);
            secret.Edit(new PostEdit("Zaubertrank-post", null, [], []), wanda, now);
            db.Entry(secret).Property(p => p.Audience).CurrentValue = Audience.Team;
            await db.SaveChangesAsync();
            return secret.Id;
        });
        // What the team sends back to itself is its own talk too.
        var sent = await app.Write("Still with the team", days: 4);
        using (var ivo = await app.As("ivo"))
        using (await ivo.Htmx($"/w/acme/posts/{sent}/approval/decisions", await app.Decision(sent, "changes", "Wording", "Zaubertrank-talk"))) { }
        var first = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var (path, _) = await app.Share("Grep", ("From", first.ToString("yyyy-MM-dd")), ("To", first.AddDays(10).ToString("yyyy-MM-dd")));
        using var gus = await app.Gus();
        string[] addresses = ["", "/done", "/decisions", $"/posts/{shown}", $"/posts/{sent}"];
        foreach (var address in addresses)
        {
            using var answer = await gus.Get(path + address);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var words = await answer.Content.ReadAsStringAsync(Cancel);
            foreach (var secret in (string[])["Zaubertrank", "98765", "July belongs", "Ivo", "Wanda", "Autumn roast launch"])
                Assert.False(words.Contains(secret, StringComparison.Ordinal), $"{address} says {secret}.");
            Assert.DoesNotContain("Planable", words, StringComparison.Ordinal);
        }

        foreach (var id in (Guid[])[other, hidden, Guid.NewGuid()])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await gus.Get($"{path}/posts/{id}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await gus.Post($"{path}/posts/{id}/decisions", ("Name", "Gus"), ("Do", "approve"))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await gus.Post($"{path}/posts/{id}/seen", ("version", "1"))).StatusCode);
        }

        Assert.Single((await app.Read(other)).Decisions);
        using var head = await gus.Get(path);
        Assert.Equal("no-referrer", head.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("noindex", head.Headers.GetValues("X-Robots-Tag").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_for_one_channel_shows_and_decides_nothing_of_another()
    {
        await app.RequireApproval();
        var (both, roastery) = await app.In("acme", async db =>
        {
            var (wanda, now) = (await TestApp.Member(db, "wanda"), app.Clock.GetUtcNow());
            var channels = await db.Channels.Where(c => c.Network == "practice").OrderBy(c => c.Name).Take(2).ToListAsync();
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
            var post = Data.Posts.Post.Draft(wanda, workspace, now);
            db.Posts.Add(post);
            post.Edit(new PostEdit("Said on both.", null, [new PostEdit.Target(channels[0], null, null), new PostEdit.Target(channels[1], "Only for roasters.", null)], []), wanda, now);
            post.RequestApproval(null, wanda, await db.Members.Include(m => m.Person).ToListAsync(), now);
            post.Approve(post.Approval!.Current!.Id, post.Content().Hash(), null, await TestApp.Member(db, "ivo"), now);
            await db.SaveChangesAsync();
            return (post.Id, channels[0].Id);
        });
        var (path, _) = await app.Share("One channel", ("Channels", roastery.ToString()));
        using var gus = await app.Gus();
        var page = await gus.Page($"{path}/posts/{both}");
        Assert.Contains("Said on both.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Only for roasters", page.Body!.InnerHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("Acme Roastery", page.Body!.InnerHtml, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#decide form"));
        Assert.Equal(HttpStatusCode.Forbidden, (await gus.Post($"{path}/posts/{both}/decisions", await app.Fields(both, "approve", "Gus"))).StatusCode);
        Assert.Equal(ApprovalState.Waiting, (await app.Read(both)).ApprovalState);
    }

    [Fact]
    public async Task A_guest_talks_with_the_agency_and_never_hears_the_team_among_itself()
    {
        await app.RequireApproval();
        var id = await app.ForClient("Something to say about");
        await app.In("acme", async db =>
        {
            var (post, wanda) = (await db.Posts.Whole().SingleAsync(p => p.Id == id), await TestApp.Member(db, "wanda"));
            db.FeedbackThreads.AddRange(
                post.Comment(new FeedbackDraft(Guid.NewGuid(), "Zaubertrank among us", []), Audience.Team, null, wanda, app.Clock.GetUtcNow()),
                post.Comment(new FeedbackDraft(Guid.NewGuid(), "Is the date right?", []), Audience.Client, null, wanda, app.Clock.GetUtcNow()));
            await db.SaveChangesAsync(Cancel);
        });
        var (path, linkId) = await app.Share("Talk", ("Posts", id.ToString()), ("Reach", "Comment"));
        using var gus = await app.Gus();
        var page = await gus.Page(path);
        Assert.Contains("Is the date right?", page.QuerySelector("#talk")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Zaubertrank", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        var (team, client) = await app.In("acme", async db => (
            await db.FeedbackThreads.Where(t => t.PostId == id && t.Audience == Audience.Team).Select(t => t.Id).SingleAsync(Cancel), await db.FeedbackThreads.Where(t => t.PostId == id && t.Audience == Audience.Client).Select(t => t.Id).SingleAsync(Cancel)));
        var key = Guid.NewGuid().ToString();
        using (var nameless = await gus.Post($"{path}/posts/{id}/comments", ("Id", key), ("Text", "It is.")))
            Assert.Equal("It is.", (await Visitor.Shown(nameless)).QuerySelector("#say")!.TextContent.Trim());
        foreach (var _ in (int[])[1, 2])
            using (await gus.Post($"{path}/posts/{id}/comments", ("Id", key), ("Thread", client.ToString()), ("Text", "It is."), ("Name", "Gus"))) { }
        Assert.Equal(HttpStatusCode.NotFound, (await gus.Post($"{path}/posts/{id}/comments", ("Id", Guid.NewGuid().ToString()), ("Thread", team.ToString()), ("Text", "Hello?"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await gus.Post($"{path}/posts/{id}/decisions", await app.Fields(id, "approve", "Gus"))).StatusCode);
        await app.In("acme", async db =>
        {
            var said = await db.FeedbackThreads.Where(t => t.Id == client).SelectMany(t => t.Comments).OrderBy(c => c.At).ToListAsync(Cancel);
            Assert.Equal((2, "It is.", "Gus (link ‘Talk’)", linkId), (said.Count, said[^1].Text, said[^1].Name, said[^1].LinkId!.Value));
        });

        // Other words for a channel's own text: shown as what changes, and taken by the team as a version of both.
        var channel = await app.In("acme", async db =>
        {
            var (olga, post) = (await TestApp.Member(db, "olga"), await db.Posts.Whole().SingleAsync(p => p.Id == id, Cancel));
            post.EditPart([new PostEdit.Target(post.Variants[0].Channel, "Only here.", null)], olga, app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
            return post.Variants[0].ChannelId;
        });
        page = await gus.Page($"{path}/posts/{id}");
        Assert.Equal("Only here.", page.QuerySelector($"#suggested-{channel}")!.TextContent.Trim());
        using (await gus.Post($"{path}/posts/{id}/comments", ("Id", Guid.NewGuid().ToString()), ("Text", ""), ($"Own[{channel}].Origin", "Only here."), ($"Own[{channel}].Suggested", "Only there."))) { }
        var other = (await gus.Page($"{path}/posts/{id}")).QuerySelector("#talk .sug")!;
        Assert.Equal(("here", "there"), (other.QuerySelector("del")!.TextContent, other.QuerySelector("ins")!.TextContent));
        await app.In("acme", async db =>
        {
            var (olga, post) = (await TestApp.Member(db, "olga"), await db.Posts.Whole().SingleAsync(p => p.Id == id, Cancel));
            var thread = await db.FeedbackThreads.Whole().SingleAsync(t => t.PostId == id && t.Comments.Any(c => c.Suggestion != null), Cancel);
            Assert.Equal(channel, thread.Anchor!.ChannelId);
            Assert.StartsWith("Gus", post.Accept(thread, thread.Comments[0].Id, "Only here.", olga, app.Clock.GetUtcNow()).CreditedTo, StringComparison.Ordinal);
            Assert.Equal("Only there.", post.Variants[0].Text);
        });

        var (look, _) = await app.Share("Look and say nothing", ("Posts", id.ToString()), ("Reach", "Look"));
        Assert.Equal(HttpStatusCode.Forbidden, (await gus.Post($"{look}/posts/{id}/comments", ("Id", Guid.NewGuid().ToString()), ("Text", "Hello?"), ("Name", "Gus"))).StatusCode);
    }

    [Fact]
    public async Task A_link_to_look_at_decides_nothing()
    {
        await app.RequireApproval();
        var id = await app.ForClient("Look, do not touch");
        var (path, _) = await app.Share("Look", ("Posts", id.ToString()), ("Reach", "Look"));
        using var gus = await app.Gus();
        Assert.Null((await gus.Page(path)).QuerySelector("#decide form"));
        Assert.Equal(HttpStatusCode.Forbidden, (await gus.Post($"{path}/posts/{id}/decisions", await app.Fields(id, "approve", "Gus"))).StatusCode);
    }

    [Fact]
    public async Task A_picture_is_shown_with_the_posts_of_the_link_and_no_other()
    {
        await app.RequireApproval();
        var picture = await app.In("acme", async db =>
        {
            var asset = MediaAsset.Upload(await TestApp.Member(db, "pia"), "secret-name.png", new MediaFile(new string('a', 64), "image/png", 100), 10, 10, app.Clock.GetUtcNow());
            db.Media.Add(asset);
            await db.SaveChangesAsync(Cancel);
            return asset.Id;
        });
        var (path, _) = await app.Share("No pictures", ("Posts", (await app.ForClient("Without a picture")).ToString()));
        using var gus = await app.Gus();
        Assert.Equal(HttpStatusCode.NotFound, (await gus.Get($"{path}/media/{picture}/thumb")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await gus.Get($"{path}/media/{picture}/video")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await gus.Get($"{path}/links/picture?address=https%3A%2F%2Fexample.com")).StatusCode);
    }

    [Fact]
    public async Task An_address_that_never_was_shows_nothing_and_says_nothing_of_whose_it_is()
    {
        using var gus = await app.Gus();
        foreach (var address in (string[])["/r/nothing", "/r/nothing/done", "/r/nothing/decisions", $"/r/nothing/posts/{Guid.NewGuid()}"])
        {
            using var answer = await gus.Get(address);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain("Planable", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
    }
}
