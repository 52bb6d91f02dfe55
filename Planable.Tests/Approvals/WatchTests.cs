using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Mail;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Data.Tokens;
using Planable.Jobs.Approvals;
using Planable.Jobs.Notices;
using Planable.Tests.Support;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.Approvals;

/// <summary>The clock moves, and what waits for approval is told of, held, let go or counted: through the app.</summary>
public sealed class WatchTests(TestApp app) : IClassFixture<TestApp>, IAsyncLifetime
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A Monday morning in Berlin on which nothing waits and nothing is left to be mailed.</summary>
    public async ValueTask InitializeAsync()
    {
        var local = Zones.ToLocal(app.Clock.GetUtcNow(), A.Berlin).Date;
        app.Clock.Set(Zones.ToInstantLeniently(local.AddDays(8 - (int)local.DayOfWeek).AddHours(9), A.Berlin));
        await app.In("acme", db => db.Posts.Where(p => p.ApprovalState == ApprovalState.Waiting)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.ApprovalState, ApprovalState.None).SetProperty(x => x.WaitingFor, (string?)null).SetProperty(x => x.ApprovalWakesAt, (DateTimeOffset?)null), Cancel));
        await app.Run<WriteNoticesJob>();
        await app.In("acme", db => db.Notices.ExecuteUpdateAsync(n => n.SetProperty(x => x.MailAt, (DateTimeOffset?)null), Cancel));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    Task Ladders(ApprovalLadder team, ApprovalLadder? client = null) => app.RequireApproval(r => r with
    {
        Flows = [r.Flows[0] with { Levels = [r.Flows[0].Levels[0] with { Ladder = team }, r.Flows[0].Levels[1] with { Ladder = client ?? ApprovalLadder.None }] }],
    });

    Task<Guid> IdOf(string name) => app.In("acme", async db => (await TestApp.Member(db, name)).Id);

    async Task Pass(TimeSpan time)
    {
        app.Clock.Advance(time);
        await app.Run<WatchApprovalsJob>();
        await app.Run<WriteNoticesJob>();
    }

    /// <summary>Mails that were written since, after the moment they wait for more of the same.</summary>
    async Task<List<OutgoingMail>> Mails(string name, DateTimeOffset since)
    {
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.Run<WriteNoticesJob>();
        return await app.In("acme", db => db.Mails.AsNoTracking().Where(m => m.To.StartsWith(name + "@") && m.CreatedAt >= since).OrderBy(m => m.CreatedAt).ToListAsync(Cancel));
    }

    async Task Approve(Guid id, string by)
    {
        using var visitor = await app.As(by);
        using var answer = await visitor.Htmx($"/w/acme/posts/{id}/approval/decisions", await app.Decision(id, "approve"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Reminders_are_one_mail_a_person_stop_after_a_decision_and_end_with_Adam()
    {
        await Ladders(new ApprovalLadder([24, 48], 72, await IdOf("adam"), true));
        var (first, second) = (await app.Write("The first that waits.", days: null), await app.Write("The second that waits.", days: null));
        await Pass(TimeSpan.Zero);
        await Mails("ivo", app.Clock.GetUtcNow());

        var since = app.Clock.GetUtcNow();
        await Pass(TimeSpan.FromHours(24));
        var mail = Assert.Single(await Mails("ivo", since));
        Assert.EndsWith("2 posts still wait for approval", mail.MailSubject, StringComparison.Ordinal);
        Assert.Contains("The first that waits.", mail.Text, StringComparison.Ordinal);
        Assert.Empty(await Mails("adam", since));

        since = app.Clock.GetUtcNow();
        await Approve(first, "ivo");
        // The worker that runs twice tells once, and a mail that was about to be written is not, if the decision comes before it.
        await Pass(TimeSpan.FromHours(24));
        await app.Run<WatchApprovalsJob>();
        await app.Run<WriteNoticesJob>();
        mail = Assert.Single(await Mails("ivo", since), m => m.MailSubject.Contains("still wait", StringComparison.Ordinal));
        Assert.Contains("The second that waits.", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("The first that waits.", mail.Text, StringComparison.Ordinal);

        since = app.Clock.GetUtcNow();
        await Pass(TimeSpan.FromHours(24));
        Assert.Equal("After 72 hours it still waits for Ivo Inside.", await app.Words(second, "adam", "post.approval-escalated"));
        Assert.Contains("it still waits for Ivo Inside", Assert.Single(await Mails("adam", since)).Text, StringComparison.Ordinal);
        // The client's people hear nothing of what the team owes.
        Assert.Empty((await app.Words(second, "clara", "post.approval-escalated")) + await app.Words(second, "clara", "post.approval-reminded"));
    }

    [Fact]
    public async Task Who_decides_before_the_mail_is_written_is_not_reminded_by_it()
    {
        await Ladders(new ApprovalLadder([24], 0, null, true));
        var id = await app.Write("Decided at the last moment.", days: null);
        await Pass(TimeSpan.Zero);
        await Mails("ivo", app.Clock.GetUtcNow());
        var since = app.Clock.GetUtcNow();
        await Pass(TimeSpan.FromHours(24));
        await Approve(id, "ivo");
        Assert.DoesNotContain(await Mails("ivo", since), m => m.MailSubject.Contains("still wait", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_ladder_is_seen_beforehand_in_the_flow_and_on_the_post_by_the_team_alone()
    {
        await app.RequireApproval();
        var (adam, flow) = (await IdOf("adam"), await app.In("acme", db => db.Workspaces.Where(w => w.Id == db.WorkspaceId).Select(w => w.Approvals).SingleAsync(Cancel)));
        using var olga = await app.As("olga");
        (string, string?)[] Fields(string reminders, string what) =>
        [
            ("Name", "Watched"), ("Levels[0].Id", flow.Flows[0].Levels[0].Id.ToString()), ("Levels[0].Name", "Client"), ("Levels[0].Groups[0].Rule", "Any"), ("Levels[0].Groups[0].Needed", "1"), ("Levels[0].Groups[0].Roles", "ClientApprover"),
            ("Levels[0].Reminders", reminders), ("Levels[0].EscalateHours", "96"), ("Levels[0].EscalateTo", adam.ToString()), ("Levels[0].Rests", "true"), ("Do", what),
        ];
        var path = $"/w/acme/settings/approvals/flows/{flow.Flows[0].Id}";
        using var wrong = await olga.Post(path, Fields("24, soon", "save"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal("24, soon", (await Visitor.Shown(wrong)).QuerySelector("#reminders-0")!.GetAttribute("value"));
        using var tried = await olga.Post(path, Fields("24, 48/72", "try"));
        Assert.Contains("Reminded after 24, 48, 72 hours. After 96 hours Adam Admin is told. Not at night, and weekends do not count.", (await Visitor.Shown(tried)).QuerySelector("#path")!.TextContent, StringComparison.Ordinal);
        using var saved = await olga.Post(path, Fields("24, 48/72", "save"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);

        var id = await app.Write("Watched from the start.", days: null, sent: false);
        using var wanda = await app.As("wanda");
        Assert.Contains("Reminded after 24, 48, 72 hours. After 96 hours Adam Admin is told.", (await wanda.Page($"/w/acme/posts/{id}?tab=approval")).QuerySelector(".levels")!.TextContent, StringComparison.Ordinal);
        using var sent = await wanda.Htmx($"/w/acme/posts/{id}/approval");
        var climb = (await Visitor.Shown(sent)).QuerySelectorAll(".climb li").Select(l => string.Join(' ', l.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Equal(4, climb.Count);
        Assert.StartsWith("Tue", climb[0], StringComparison.Ordinal);
        Assert.EndsWith("09:00 Berlin Reminder to Clara Client", climb[0], StringComparison.Ordinal);
        Assert.EndsWith("To Adam Admin: it still waits", climb[3], StringComparison.Ordinal);
        using var clara = await app.As("clara");
        var theirs = (await clara.Page($"/w/acme/posts/{id}?tab=approval")).DocumentElement.OuterHtml;
        Assert.DoesNotContain("Adam", theirs, StringComparison.Ordinal);
        Assert.DoesNotContain("climb", theirs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_its_time_nothing_goes_out_everybody_hears_why_and_one_press_gives_it_another()
    {
        await app.RequireApproval();
        var id = await app.Write("Waits past its time.", days: 2);
        await Pass(TimeSpan.FromHours(24));
        Assert.Equal("It is planned to go out in 24 hours, and waits for your decision: Team. Without it nothing goes out.", await app.Words(id, "ivo", "post.approval-closing"));
        Assert.Equal("Not approved 24 hours before its time: waiting for Ivo Inside. Without it nothing goes out.", await app.Words(id, "wanda", "post.approval-closing"));
        await Pass(TimeSpan.FromHours(22));
        Assert.Contains("in 2 hours", await app.Words(id, "ivo", "post.approval-closing"), StringComparison.Ordinal);
        using var early = await app.As("wanda");
        using var refused = await early.Htmx($"/w/acme/posts/{id}/approval/slot");
        Assert.False(refused.IsSuccessStatusCode);
        await Pass(TimeSpan.FromHours(2));
        await app.DeliverDue();

        var post = await app.Read(id);
        Assert.Equal((PostState.Draft, ApprovalState.Waiting, 0), (post.State, post.ApprovalState, post.Deliveries.Count));
        Assert.Equal("Missed: waiting for Ivo Inside. Nothing went out. Give it a new time.", await app.Words(id, "wanda", "post.approval-missed"));
        using var wanda = await app.As("wanda");
        Assert.Equal("Missed: waiting for Ivo Inside", (await wanda.Page($"/w/acme/posts/{id}")).QuerySelector(".post-h .badge")!.TextContent.Trim());
        Assert.Contains("Missed: waiting for Ivo Inside", (await wanda.Page("/w/acme/approvals?show=others")).QuerySelector(".todo")!.TextContent, StringComparison.Ordinal);
        foreach (var view in new[] { "list&dates=all", "month", "feed&dates=all" })
            Assert.Contains("Missed: waiting for Ivo Inside", (await wanda.Page($"/w/acme/calendar?view={view}&q=past+its+time")).DocumentElement.OuterHtml, StringComparison.Ordinal);
        using var card = await wanda.Get($"/w/acme/posts/{id}/card", htmx: true);
        Assert.NotNull((await Visitor.Shown(card)).QuerySelector($"form[action$='/posts/{id}/approval/slot'] button"));
        // The client knows that it waits, not for whom of the team.
        using var clara = await app.As("clara");
        foreach (var path in new[] { $"/w/acme/posts/{id}?tab=approval", $"/w/acme/posts/{id}?tab=activity", "/w/acme/calendar?view=list&dates=all&q=past+its+time" })
            Assert.DoesNotContain("Ivo", (await clara.Page(path)).DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal("Missed: waiting for the team", (await clara.Page($"/w/acme/posts/{id}")).QuerySelector(".post-h .badge")!.TextContent.Trim());

        using var given = await wanda.Post($"/w/acme/posts/{id}/approval/slot");

        Assert.Equal($"/w/acme/posts/{id}?tab=approval", given.Headers.Location!.ToString());
        post = await app.Read(id);
        Assert.True(post.ScheduledAt > app.Clock.GetUtcNow());
        Assert.Equal((PostState.Draft, ApprovalState.Waiting), (post.State, post.ApprovalState));
        await Approve(id, "ivo");
        await Approve(id, "clara");
        Assert.Equal(PostState.Scheduled, (await app.Read(id)).State);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Approved_too_late_it_is_held_and_one_press_gives_it_the_next_free_slot(bool byPage)
    {
        await app.RequireApproval();
        var id = await app.Write("Approved too late.", days: 2);
        await Pass(TimeSpan.FromHours(49));
        await Approve(id, "ivo");
        await Approve(id, "clara");
        Assert.Equal(PostState.Held, (await app.Read(id)).State);
        using var wanda = await app.As("wanda");
        using var clara = await app.As("clara");
        foreach (var tab in (string[])["approval", "deliveries", "conversation"])
        {
            Assert.NotNull((await wanda.Page($"/w/acme/posts/{id}?tab={tab}")).QuerySelector($"footer.decide form[action$='/posts/{id}/approval/slot'] button"));
            Assert.Null((await clara.Page($"/w/acme/posts/{id}?tab={tab}")).QuerySelector("form[action$='/approval/slot']"));
        }

        using (var refused = await clara.Post($"/w/acme/posts/{id}/approval/slot"))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        if (byPage)
        {
            using var given = await wanda.Htmx($"/w/acme/posts/{id}/approval/slot");
            var shown = await Visitor.Shown(given);
            Assert.Equal("scheduled", shown.QuerySelector("#post .post-h .badge")!.GetAttribute("data-state"));
            Assert.Null(shown.QuerySelector("footer.decide"));
        }
        else
        {
            using var program = await app.Api("wanda", TokenScope.Write);
            Assert.NotNull((await program.Do("mutation ($id: ID!) { giveNewSlot(input: {id: $id}) { post { id } errors { ... on UserError { code message } } } }", new { id = Id("Post", id) }))["post"]);
        }

        // Sent when it comes, once, and not before.
        var post = await app.Read(id);
        Assert.Equal((PostState.Scheduled, ApprovalState.Approved, post.ScheduledAt), (post.State, post.ApprovalState, post.Deliveries.Single().DueAt));
        Assert.True(post.ScheduledAt > app.Clock.GetUtcNow());
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Waiting, (await app.Read(id)).Deliveries.Single().State);
        app.Clock.Set(post.ScheduledAt!.Value.AddMinutes(1));
        await app.DeliverDue();
        Assert.Equal(PostState.Published, (await app.Read(id)).State);

        using var again = await wanda.Htmx($"/w/acme/posts/{id}/approval/slot");
        Assert.False(again.IsSuccessStatusCode);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Silence_never_passes_over_what_the_client_said_and_nobody_resolved(bool blocks)
    {
        await app.RequireApproval(r => r with { WaitsForComments = blocks });
        var (talked, resolved) = (await app.Write("She asked something.", 3, true, "ivo"), await app.Write("She was answered.", 3, true, "ivo"));
        using var olga = await app.As("olga");
        using var clara = await app.As("clara");
        using (await olga.Post("/w/acme/settings/approvals/silence", ("Hours", "48"), ("Note", "Contract of 3 March"), ("Do", "save"))) { }
        foreach (var id in new[] { talked, resolved })
            using (await clara.Htmx($"/w/acme/posts/{id}/threads", ("Text", "Is this the right year?"), ("Audience", "Client"), ("Id", Guid.NewGuid().ToString()))) { }
        var answered = await app.In("acme", db => db.FeedbackThreads.Where(t => t.PostId == resolved).Select(t => t.Id).SingleAsync(Cancel));
        using (await olga.Htmx($"/w/acme/posts/{resolved}/threads/{answered}/resolution")) { }
        Assert.DoesNotContain("Without an answer it goes out", (await clara.Page($"/w/acme/posts/{talked}?tab=approval")).QuerySelector(".appr")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Without an answer it goes out", (await clara.Page($"/w/acme/posts/{resolved}?tab=approval")).QuerySelector(".appr")!.TextContent, StringComparison.Ordinal);

        await Pass(TimeSpan.FromHours(70));
        // Nobody is told that it goes out while it does not.
        Assert.DoesNotContain("goes out in 2 hours unless", await app.Words(talked, "clara", "post.approval-closing"), StringComparison.Ordinal);
        Assert.Contains("goes out in 2 hours unless", await app.Words(resolved, "clara", "post.approval-closing"), StringComparison.Ordinal);
        await Pass(TimeSpan.FromHours(2));
        await app.DeliverDue();
        var (waits, went) = (await app.Read(talked), await app.Read(resolved));
        Assert.Equal((PostState.Draft, ApprovalState.Waiting, 0), (waits.State, waits.ApprovalState, waits.Deliveries.Count));
        Assert.DoesNotContain(waits.Decisions, d => d.Kind == DecisionKind.SilentConsent);
        Assert.True(waits.HasMissedItsTime(app.Clock.GetUtcNow()));
        Assert.Equal((PostState.Published, ApprovalState.Approved), (went.State, went.ApprovalState));
    }

    [Fact]
    public async Task Silence_is_agreed_on_a_page_that_shows_what_it_means_and_is_told_as_such()
    {
        await app.RequireApproval();
        var (silent, brief) = (await app.Write("Nobody answers.", 3, true, "ivo"), await app.Write("Hardly seen.", 1, true, "ivo"));
        using var olga = await app.As("olga");
        using var unsaid = await olga.Post("/w/acme/settings/approvals/silence", ("Hours", "48"), ("Note", ""), ("Do", "save"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.StatusCode);
        using var tried = await olga.Post("/w/acme/settings/approvals/silence", ("Hours", "48"), ("Note", "Contract of 3 March"), ("Do", "try"));
        var rows = (await Visitor.Shown(tried)).QuerySelectorAll("#silent-posts li").Select(l => l.TextContent).ToList();
        Assert.Contains("Without an answer it goes out", rows.Single(r => r.Contains("Nobody answers.", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("Without an answer it is held", rows.Single(r => r.Contains("Hardly seen.", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Null(await app.In("acme", async db => (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel)).Approvals.Silence));
        using var saved = await olga.Post("/w/acme/settings/approvals/silence", ("Hours", "48"), ("Note", "Contract of 3 March"), ("Do", "save"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        using var clara = await app.As("clara");
        Assert.Contains("Without an answer it goes out", (await clara.Page($"/w/acme/posts/{silent}?tab=approval")).QuerySelector(".appr")!.TextContent, StringComparison.Ordinal);

        await Pass(TimeSpan.FromHours(70));
        Assert.Equal("It goes out in 2 hours unless you say otherwise.", await app.Words(silent, "clara", "post.approval-closing"));
        await Pass(TimeSpan.FromHours(2));
        await app.DeliverDue();

        var post = await app.Read(silent);
        Assert.Equal((PostState.Published, ApprovalState.Approved), (post.State, post.ApprovalState));
        Assert.Equal((PostState.Draft, ApprovalState.Waiting), ((await app.Read(brief)).State, (await app.Read(brief)).ApprovalState));
        Assert.Equal("It goes out without an answer, as agreed: Contract of 3 March", await app.Words(silent, "clara", "post.approval-consented"));
        Assert.Contains("silent consent, as agreed", (await clara.Page($"/w/acme/posts/{silent}?tab=approval")).QuerySelector(".levels")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("took silence for consent to version", (await clara.Page($"/w/acme/posts/{silent}?tab=activity")).QuerySelector(".tp")!.TextContent, StringComparison.Ordinal);
        using var issued = await olga.Post($"/w/acme/posts/{silent}/certificates");
        Assert.Contains("Nobody objected to version", (await olga.Page(issued.Headers.Location!.ToString())).QuerySelector(".cert")!.TextContent, StringComparison.Ordinal);
        await app.In("acme", async db =>
        {
            var content = (await db.Certificates.OrderBy(c => c.At).LastAsync(c => c.PostId == silent, Cancel)).Content;
            Assert.Equal((DecisionKind.SilentConsent, "Contract of 3 March"), (content.Decisions[^1].Kind, content.Decisions[^1].Text));
            Assert.Equal(post.LatestVersion, content.Approved);
        });

        using var off = await olga.Post("/w/acme/settings/approvals/silence", ("Hours", "48"), ("Note", "Contract of 3 March"), ("Do", "off"));
        Assert.Null(await app.In("acme", async db => (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel)).Approvals.Silence));
    }

    [Fact]
    public async Task Turnaround_counts_each_thing_once_and_the_file_says_what_the_page_says()
    {
        await app.RequireApproval(r => r with { Flows = [r.Flows[0] with { Levels = [.. r.Flows[0].Levels.Select(l => l with { DueHours = 10 })] }] });
        var from = DateOnly.FromDateTime(Zones.ToLocal(app.Clock.GetUtcNow(), A.Berlin));
        var (quick, slow, stuck) = (await app.Write("Quick.", days: 9), await app.Write("Slow.", days: 9), await app.Write("Stuck.", days: 0.75));
        app.Clock.Advance(TimeSpan.FromHours(4));
        await Approve(quick, "ivo");
        app.Clock.Advance(TimeSpan.FromHours(8));
        await Approve(slow, "ivo");
        await Pass(TimeSpan.FromHours(8));
        await Pass(TimeSpan.FromHours(8));

        using var olga = await app.As("olga");
        var query = $"?from={from:yyyy-MM-dd}&to={from.AddDays(7):yyyy-MM-dd}";
        var page = await olga.Page($"/w/acme/approvals/turnaround{query}");
        var cells = page.QuerySelectorAll("table.turn-t tbody tr").Select(r => r.QuerySelectorAll("th, td").Select(c => c.TextContent.Trim()).ToList()).ToList();
        // Ivo was 4 and 12 hours with two, is late with the slow one and with the stuck one, which missed its time. Clara is late with two that came to her.
        Assert.Equal(["Acme", "2", "8.0", "1.0", "4", "1"], cells[0]);
        Assert.Equal(["Client", "0", "–", "–", "2", "0"], cells[1]);
        Assert.Equal(["Team", "2", "8.0", "1.0", "2", "1"], cells[2]);
        Assert.Equal(["Clara Client", "0", "–", "–", "2", "0"], cells[3]);
        Assert.Equal(["Ivo Inside", "2", "8.0", "1.0", "2", "1"], cells[4]);
        // However long it waits.
        await Pass(TimeSpan.FromDays(2));
        Assert.Equal("4", (await olga.Page($"/w/acme/approvals/turnaround{query}")).QuerySelectorAll("table.turn-t tbody td")[3].TextContent);

        using var file = await olga.Get($"/w/acme/approvals/turnaround/csv{query}");
        Assert.Equal("text/csv", file.Content.Headers.ContentType!.MediaType);
        var lines = (await file.Content.ReadAsStringAsync(Cancel)).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')[1..].ToList()).ToList();
        Assert.Equal(cells, lines);
        var earlier = await olga.Page($"/w/acme/approvals/turnaround?from={from.AddYears(-3):yyyy-MM-dd}&to={from.AddYears(-2):yyyy-MM-dd}");
        Assert.Equal("0", earlier.QuerySelectorAll("table.turn-t tbody td")[0].TextContent);
        Assert.Equal(cells[0][..2], (await olga.Page($"/approvals/turnaround{query}")).QuerySelectorAll("table.turn-t tbody tr").Select(r => r.QuerySelectorAll("th, td").Select(c => c.TextContent.Trim()).Take(2).ToList()).First(r => r[0] == "Acme"));
        Assert.InRange((await app.Sql.During(() => olga.Page($"/w/acme/approvals/turnaround{query}"))).Count, 1, 8);
        Assert.InRange((await app.Sql.During(() => olga.Page("/approvals/turnaround"))).Count, 1, 8);
        // Of other people's clients the client's own people see none.
        using var clara = await app.As("clara");
        Assert.Empty((await clara.Page("/approvals/turnaround")).QuerySelectorAll("table.turn-t"));
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        await app.RequireApproval();
        var id = await app.Write("Not yours.");
        foreach (var (who, status) in new[] { ("clara", HttpStatusCode.Forbidden), ("oscar", HttpStatusCode.NotFound) })
        {
            using var visitor = await app.As(who);
            foreach (var path in new[] { "/w/acme/approvals/turnaround", "/w/acme/approvals/turnaround/csv", "/w/acme/settings/approvals/silence", "/w/acme/members/absences" })
            {
                using var answer = await visitor.Get(path);
                Assert.Equal(status, answer.StatusCode);
            }

            using var slot = await visitor.Post($"/w/acme/posts/{id}/approval/slot");
            Assert.Equal(status, slot.StatusCode);
        }
    }
}
