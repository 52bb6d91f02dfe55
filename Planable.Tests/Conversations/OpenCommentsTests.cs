using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Tests.Approvals;
using Planable.Tests.Calendar;
using Planable.Tests.Support;

namespace Planable.Tests.Conversations;

/// <summary>Nothing goes out past what the client said, unless somebody says so.</summary>
public class OpenCommentsTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly DateTime Day = new(2027, 2, 1, 9, 0, 0);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_open_comments_are_asked_about_on_the_board_and_said_in_the_log()
    {
        var id = await Commented(2);
        await Say(id, Audience.Team, "Among us");
        using var pia = await app.As("pia");

        using (var asked = await pia.Htmx($"/w/acme/posts/{id}/stage?to=scheduled"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
            var form = (await Visitor.Shown(asked)).QuerySelector("form[data-moves]")!;
            Assert.Equal(("2 open comments – schedule anyway?", "Schedule anyway"), (form.QuerySelector("h2")!.TextContent, form.QuerySelector("button.primary")!.TextContent.Trim()));
            Assert.Equal(PostState.Draft, await State(id));
            using var anyway = await Answered(pia, form);
            Assert.Equal(HttpStatusCode.Redirect, anyway.StatusCode);
        }

        Assert.Equal(PostState.Scheduled, await State(id));
        Assert.Contains("\"open comments\":\"2\"", await app.In("acme", db => db.Log.Where(e => e.SubjectId == id && e.Verb == "post.scheduled").Select(e => e.Data).SingleAsync(Cancel)), StringComparison.Ordinal);
        // On its way already: another time is no new question.
        using (var moved = await pia.Htmx($"/w/acme/posts/{id}/moves", ("Date", "2027-02-03"), ("Time", "10:00")))
            Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
    }

    [Fact]
    public async Task More_than_somebody_was_told_of_is_asked_about_again_and_resolved_ones_are_not()
    {
        var id = await Commented(1);
        using var pia = await app.As("pia");
        await Say(id, Audience.Client, "And another thing");
        using (var more = await pia.Htmx($"/w/acme/posts/{id}/stage", ("to", "scheduled"), ("despite", "1")))
            Assert.Equal("2 open comments – schedule anyway?", (await Visitor.Shown(more)).QuerySelector("h2")!.TextContent);
        foreach (var thread in await app.In("acme", db => db.FeedbackThreads.Where(t => t.PostId == id).Select(t => t.Id).ToListAsync(Cancel)))
            (await pia.Htmx($"/w/acme/posts/{id}/threads/{thread}/resolution")).Dispose();
        using (var scheduled = await pia.Htmx($"/w/acme/posts/{id}/stage", ("to", "scheduled")))
            Assert.Equal(HttpStatusCode.OK, scheduled.StatusCode);
    }

    [Fact]
    public async Task Publishing_scheduling_by_a_form_and_the_queue_ask_the_same_without_a_script()
    {
        var id = await Commented(1);
        using var pia = await app.As("pia");
        foreach (var (path, fields) in new (string, (string, string?)[])[]
        {
            ($"/w/acme/posts/{id}/publication", []), ($"/w/acme/posts/{id}/queue", []), ($"/w/acme/posts/{id}/moves", [("Date", "2027-02-02"), ("Time", "10:00"), ("Schedule", "true")]),
        })
        {
            using var asked = await pia.Post(path, fields);
            Assert.Equal((path, HttpStatusCode.UnprocessableEntity), (path, asked.StatusCode));
            Assert.Equal("1 open comment – schedule anyway?", (await Visitor.Shown(asked)).QuerySelector("#go-anyway h2")!.TextContent);
            Assert.Equal(PostState.Draft, await State(id));
        }

        using var again = await pia.Post($"/w/acme/posts/{id}/moves", ("Date", "2027-02-02"), ("Time", "10:00"), ("Schedule", "true"));
        using (await Answered(pia, (await Visitor.Shown(again)).QuerySelector("#go-anyway")!)) { }
        Assert.Equal((new DateTime(2027, 2, 2, 10, 0, 0), PostState.Scheduled), await LocalAndState(id));
        // Publishing what is scheduled lets it out now: that is asked as well.
        using (var now = await pia.Post($"/w/acme/posts/{id}/publication"))
            Assert.Equal("Publish anyway", (await Visitor.Shown(now)).QuerySelector("#go-anyway button.primary")!.TextContent.Trim());
        using (await pia.Post($"/w/acme/posts/{id}/publication", ("despite", "1"))) { }
        Assert.NotNull(await app.In("acme", db => db.Posts.Where(p => p.Id == id).Select(p => p.Recall).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task The_editor_keeps_the_draft_asks_and_goes_on_with_the_answer()
    {
        var id = await Commented(2);
        using var pia = await app.As("pia");
        using (var asked = await Send(pia, await pia.Page($"/w/acme/posts/{id}/edit"), "schedule"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
            var page = await Visitor.Shown(asked);
            Assert.Contains("2 open comments – schedule anyway?", page.QuerySelector("#composer-notes .notice[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("schedule", page.QuerySelector("#composer-notes button.primary")!.GetAttribute("value"));
            Assert.Equal(PostState.Draft, await State(id));
            using var anyway = await Send(pia, page, "schedule");
            Assert.Equal(HttpStatusCode.Redirect, anyway.StatusCode);
        }

        Assert.Equal(PostState.Scheduled, await State(id));
    }

    [Fact]
    public async Task Many_at_once_set_those_with_comments_apart()
    {
        var (commented, plain) = (await Commented(1), await CalendarPosts.Draft(app, Day.AddHours(3)));
        using var pia = await app.As("pia");
        (string, string?)[] both = [("Act", "Schedule"), ("Posts", $"{commented},{plain}")];
        using (var preview = await pia.Htmx("/w/acme/bulk", both))
        {
            var form = (await Visitor.Shown(preview)).QuerySelector("form[data-bulk]")!;
            Assert.Equal([commented.ToString()], form.QuerySelectorAll("li[data-post]").Select(l => l.GetAttribute("data-post")));
            Assert.Equal(plain.ToString(), form.QuerySelector("input[type=hidden][name=Posts]")!.GetAttribute("value"));
            Assert.Equal((PostState.Draft, PostState.Draft), (await State(commented), await State(plain)));
        }

        using (await pia.Htmx("/w/acme/bulk", [.. both, ("Told", "true"), ("Without", "true")])) { }
        Assert.Equal((PostState.Draft, PostState.Scheduled), (await State(commented), await State(plain)));
        using (await pia.Htmx("/w/acme/bulk", [.. both, ("Told", "true")])) { }
        Assert.Equal(PostState.Scheduled, await State(commented));
    }

    [Fact]
    public async Task A_rule_of_the_client_blocks_until_they_are_resolved()
    {
        await Settle(rules => rules with { WaitsForComments = true });
        try
        {
            var id = await Commented(2);
            using var pia = await app.As("pia");
            using (var refused = await pia.Htmx($"/w/acme/posts/{id}/stage", ("to", "scheduled"), ("despite", "2")))
                Assert.Contains("2 comments of the client are open. They have to be resolved", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            using (await pia.Htmx("/w/acme/bulk", ("Act", "Schedule"), ("Posts", id.ToString()), ("Told", "true"))) { }
            using (var edited = await Send(pia, await pia.Page($"/w/acme/posts/{id}/edit"), "schedule"))
                Assert.Null((await Visitor.Shown(edited)).QuerySelector("#composer-notes button.primary"));
            Assert.Equal(PostState.Draft, await State(id));
        }
        finally
        {
            await Settle(rules => rules with { WaitsForComments = false });
        }
    }

    [Fact]
    public async Task What_is_approved_waits_for_its_comments_where_the_rule_says_so()
    {
        var before = await app.In("acme", db => db.Workspaces.Where(w => w.Id == db.WorkspaceId).Select(w => w.Approvals).SingleAsync(Cancel));
        await app.RequireApproval(rules => rules with { WaitsForComments = true });
        try
        {
            var (waits, goes) = (await app.Write("Approved, but", approvedBy: "ivo"), await app.Write("Approved, and", approvedBy: "ivo"));
            await Say(waits, Audience.Client, "Not that cup");
            using var clara = await app.As("clara");
            foreach (var id in (Guid[])[waits, goes])
                (await clara.Post($"/w/acme/posts/{id}/approval/decisions", await app.Decision(id, "approve"))).Dispose();
            Assert.Equal((ApprovalState.Approved, PostState.Draft), ((await app.Read(waits)).ApprovalState, (await app.Read(waits)).State));
            Assert.Equal((ApprovalState.Approved, PostState.Scheduled), ((await app.Read(goes)).ApprovalState, (await app.Read(goes)).State));
        }
        finally
        {
            await Settle(_ => before);
        }
    }

    [Fact]
    public async Task Nobody_lets_a_post_out_by_a_way_that_forgot_to_look()
    {
        var id = await Commented(1);
        var refused = await Assert.ThrowsAsync<RuleBroken>(() => app.In("acme", async db =>
        {
            var (pia, now) = (await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            (await db.Posts.Whole().SingleAsync(p => p.Id == id, Cancel)).Schedule(A.Time(3, 9, 2, 2027), pia, now);
            await db.SaveChangesAsync(Cancel);
        }));
        Assert.Equal((Post.CommentsOpen, PostState.Draft), (refused.Code, await State(id)));
    }

    async Task<Guid> Commented(int comments)
    {
        var id = await CalendarPosts.Draft(app, Day, $"Latte art {Guid.NewGuid():N}");
        for (var i = 0; i < comments; i++)
            await Say(id, Audience.Client, $"Comment {i}");
        return id;
    }

    Task Say(Guid id, Audience audience, string text) => app.In("acme", async db =>
    {
        var post = await db.Posts.SingleAsync(p => p.Id == id, Cancel);
        db.FeedbackThreads.Add(post.Comment(FeedbackDraft.Of(text, []), audience, null, await TestApp.Member(db, audience == Audience.Client ? "clara" : "wanda"), app.Clock.GetUtcNow()));
        await db.SaveChangesAsync(Cancel);
    });

    Task Settle(Func<ApprovalRules, ApprovalRules> change) => app.In("acme", async db =>
    {
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel);
        workspace.SettleApprovals(change(workspace.Approvals), await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
        await db.SaveChangesAsync(Cancel);
    });

    async Task<PostState> State(Guid id) => (await CalendarPosts.Stand(app, id)).State;

    async Task<(DateTime?, PostState)> LocalAndState(Guid id) => await CalendarPosts.Stand(app, id) is var stand ? (stand.Local, stand.State) : default;

    static Task<HttpResponseMessage> Answered(Visitor visitor, IElement form) =>
        visitor.Post(form.GetAttribute("action")!, [.. form.QuerySelectorAll("input[name]").Where(i => i.GetAttribute("name") != "__RequestVerificationToken").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")))]);

    static Task<HttpResponseMessage> Send(Visitor visitor, IHtmlDocument page, string what) =>
        visitor.Post("/w/acme/posts", [.. page.QuerySelector<IHtmlFormElement>("#composer")!.Elements.OfType<IHtmlElement>().Select(e => e switch
        {
            IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } or IHtmlInputElement { Type: "file" } => default,
            IHtmlInputElement input => (input.Name!, input.Value),
            IHtmlTextAreaElement area => (area.Name!, area.Value),
            IHtmlSelectElement select => (select.Name!, select.Value),
            _ => default((string, string?)),
        }).Where(f => f.Item1 is { Length: > 0 } and not "__RequestVerificationToken"), ("Do", what)]);
}
