using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Jobs.Notices;
using Planable.Tests.Approvals;
using Planable.Tests.Media;
using Planable.Tests.Reviews;
using Planable.Tests.Support;

namespace Planable.Tests.Conversations;

public class OutsideControllerTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approved_by_phone_is_marked_as_that_wherever_the_decision_shows()
    {
        await app.RequireApproval(r => r with { Flows = [r.Flows[0] with { TakesRecorded = true }] });
        var id = await app.ForClient("Said on the phone.");
        var (review, _) = await app.Share("Phone");
        using var adam = await app.As("adam");
        using (var done = await Send(adam, id, "Approved", "Go ahead", Pixels.Png(40, 30)))
            Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        const string mark = "by phone, written down by Adam Admin";
        Assert.Equal((ApprovalState.Approved, IdentityStrength.Recorded), ((await app.Read(id)).ApprovalState, (await app.Read(id)).Decisions.Single(d => d.IsClient).Strength));

        Assert.Contains(mark, await Said(adam, $"/w/acme/posts/{id}?tab=approval"), StringComparison.Ordinal);
        var talk = (await adam.Page($"/w/acme/posts/{id}?tab=conversation")).QuerySelector(".msg")!;
        Assert.Contains("Clara Client", talk.TextContent, StringComparison.Ordinal);
        Assert.Contains(mark, talk.TextContent, StringComparison.Ordinal);
        Assert.Contains("It counts as a decision.", talk.TextContent, StringComparison.Ordinal);
        Assert.Equal("chat.png", talk.QuerySelector(".files .truncate")!.TextContent);
        using var clara = await app.As("clara");
        Assert.Contains(mark, await Said(clara, $"/w/acme/posts/{id}?tab=approval"), StringComparison.Ordinal);
        using (var file = await clara.Get(talk.QuerySelector(".files a")!.GetAttribute("href")!))
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        using var gus = await app.Gus();
        Assert.Contains(mark, await Said(gus, $"{review}/posts/{id}"), StringComparison.Ordinal);
        using (var list = await gus.Get($"{review}/decisions"))
            Assert.Contains("Clara Client (by phone, written down by Adam Admin)", await list.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Contains("wrote down that Clara Client approved version", await Said(adam, $"/w/acme/posts/{id}?tab=activity"), StringComparison.Ordinal);

        using var olga = await app.As("olga");
        Assert.Equal($"/w/acme/posts/{id}/certificates", (await olga.Page($"/w/acme/posts/{id}?tab=approval")).QuerySelector("a[href$=certificates]")!.GetAttribute("href"));
        using var issued = await olga.Post($"/w/acme/posts/{id}/certificates");
        var path = issued.Headers.Location!.ToString();
        Assert.Contains(mark, await Said(olga, path), StringComparison.Ordinal);
        Assert.Contains("\"recording\":{\"through\":\"Phone\"", await olga.Http.GetStringAsync($"{path}/file", Cancel), StringComparison.Ordinal);
        var hash = await app.In("acme", db => db.Certificates.Where(c => c.PostId == id).Select(c => c.Hash).SingleAsync(Cancel));
        using var nobody = await app.As(null);
        using var checkedIt = await nobody.Post("/certificates", ("hash", hash));
        Assert.Contains("Clara Client (by phone, written down by Adam Admin)", await checkedIt.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        await app.Run<WriteNoticesJob>();
        Assert.Equal("Approved and scheduled. A decision of the client was written down by Adam Admin.", await app.Words(id, "wanda", "post.approved"));
        // Whose word it is said to be hears of it.
        Assert.Equal("Adam Admin wrote down what Clara Client said by phone: Go ahead", await app.Words(id, "clara", "comment.recorded"));
    }

    [Fact]
    public async Task Changes_told_in_a_chat_are_mailed_as_whose_word_they_are()
    {
        await app.RequireApproval(r => r with { Flows = [r.Flows[0] with { TakesRecorded = true }] });
        var id = await app.ForClient("Said in a chat.");
        using var adam = await app.As("adam");
        (await Send(adam, id, "ChangesRequested", "Another cup", null, ("Through", "WhatsApp"), ("Reason", "Picture"))).Dispose();
        await app.Run<WriteNoticesJob>();
        Assert.Equal("Clara Client (by WhatsApp, written down by Adam Admin) asks for changes: Another cup", await app.Words(id, "wanda", "post.changes-requested"));
        Assert.Contains("by WhatsApp, written down by Adam Admin", (await adam.Page($"/w/acme/posts/{id}?tab=approval")).QuerySelector(".wanted")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_flow_takes_none_it_is_kept_says_so_and_decides_nothing()
    {
        await app.RequireApproval();
        var id = await app.ForClient("Kept only.");
        using var adam = await app.As("adam");
        Assert.Contains("It is kept and decides nothing", await Said(adam, $"/w/acme/posts/{id}/outside/new"), StringComparison.Ordinal);
        (await Send(adam, id, "Approved", "Go")).Dispose();
        Assert.Equal(ApprovalState.Waiting, (await app.Read(id)).ApprovalState);
        var page = await adam.Page($"/w/acme/posts/{id}?tab=conversation");
        Assert.Contains("It does not count as a decision.", page.QuerySelector(".msg")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_said_with_the_words_kept_and_sent_twice_it_is_there_once()
    {
        await app.RequireApproval(r => r with { Flows = [r.Flows[0] with { TakesRecorded = true }] });
        var id = await app.ForClient("Half a form.");
        using var adam = await app.As("adam");
        using (var missing = await Send(adam, id, "ChangesRequested", "Shorter, please"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, missing.StatusCode);
            var shown = await Visitor.Shown(missing);
            Assert.Contains("Choose what it is about.", shown.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("Shorter, please", shown.QuerySelector("#text")!.TextContent.Trim());
        }

        // A name that was typed is not laid on whoever the list names first.
        (await Send(adam, id, "", "From her boss", null, ("Name", "Clara's boss"))).Dispose();
        Assert.Equal(("Clara's boss", (Guid?)null), await app.In("acme", async db => await db.FeedbackThreads.Where(t => t.PostId == id).SelectMany(t => t.Comments).SingleAsync(Cancel) is var said ? (said.Name, said.MemberId) : default));
        var key = ("Id", Guid.NewGuid().ToString());
        (await Send(adam, id, "", "Once", null, key)).Dispose();
        (await Send(adam, id, "", "Once", null, key)).Dispose();
        Assert.Equal(2, await app.In("acme", db => db.FeedbackThreads.CountAsync(t => t.PostId == id, Cancel)));
    }

    [Fact]
    public async Task A_flow_says_whether_it_takes_them_and_not_together_with_a_code()
    {
        await app.RequireApproval();
        using var olga = await app.As("olga");
        var flow = await app.In("acme", async db => (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel)).Approvals.Flows[0]);
        (string, string?)[] Form(string identity) =>
        [
            ("Name", flow.Name), ("Identity", identity), ("TakesRecorded", "true"), ("Do", "save"),
            ("Levels[0].Id", flow.Levels[0].Id.ToString()), ("Levels[0].Name", "Client"), ("Levels[0].Groups[0].Roles", nameof(Role.ClientApprover)), ("Levels[0].Groups[0].Needed", "1"),
        ];
        using (var refused = await olga.Post($"/w/acme/settings/approvals/flows/{flow.Id}", Form("MailCode")))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("Take such decisions only where a name is enough.", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        (await olga.Post($"/w/acme/settings/approvals/flows/{flow.Id}", Form("Name"))).Dispose();
        Assert.True(await app.In("acme", async db => (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel)).Approvals.Flows[0].TakesRecorded));
        Assert.True((await olga.Page($"/w/acme/settings/approvals/flows/{flow.Id}")).QuerySelector("input[name=TakesRecorded]")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        await app.RequireApproval();
        var id = await app.ForClient("Not yours to write down.");
        foreach (var (who, status) in new[] { ("clara", HttpStatusCode.Forbidden), ("carl", HttpStatusCode.Forbidden), ("oscar", HttpStatusCode.NotFound) })
        {
            using var visitor = await app.As(who);
            using var form = await visitor.Get($"/w/acme/posts/{id}/outside/new");
            Assert.Equal(status, form.StatusCode);
            using var sent = await Send(visitor, id, "", "Words");
            Assert.Equal(status, sent.StatusCode);
        }

        using var wanda = await app.As("wanda");
        Assert.Empty((await wanda.Page($"/w/acme/posts/{id}/outside/new")).QuerySelectorAll("input[name=Said]"));
        using var decided = await Send(wanda, id, "Approved", "Go");
        Assert.Equal(HttpStatusCode.Forbidden, decided.StatusCode);
    }

    static async Task<string> Said(Visitor visitor, string path) => string.Join(' ', (await visitor.Page(path)).QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    async Task<HttpResponseMessage> Send(Visitor visitor, Guid post, string said, string text, byte[]? file = null, params (string Name, string Value)[] more)
    {
        var (clara, hash) = await app.In("acme", async db => ((await TestApp.Member(db, "clara")).Id, (await app.Read(post)).Content().Hash()));
        using var body = new MultipartFormDataContent();
        foreach (var (name, value) in (IEnumerable<(string, string)>)[("Person", clara.ToString()), ("Through", "Phone"), ("Said", said), ("Text", text), ("Hash", hash), ("Audience", "Client")])
        {
            if (!more.Any(m => m.Name == name))
                body.Add(new StringContent(value), name);
        }

        foreach (var (name, value) in more)
            body.Add(new StringContent(value), name);
        if (file is not null)
            body.Add(new ByteArrayContent(file), "Files", "chat.png");
        return await visitor.Send(HttpMethod.Post, $"/w/acme/posts/{post}/outside", body, htmx: false);
    }
}
