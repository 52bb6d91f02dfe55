using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Tokens;
using Planable.Jobs.Notices;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Support;

namespace Planable.Tests.Sandboxes;

public class SandboxesControllerTests(TestApp app) : IClassFixture<TestApp>
{
    const string Path = "/w/acme/settings/developers/sandbox";

    [Fact]
    public async Task One_press_opens_a_practice_workspace_with_posts_and_a_token_that_works_and_it_begins_anew_when_asked()
    {
        using var olga = await app.As("olga");
        Assert.NotNull((await olga.Page("/w/acme/settings/developers")).QuerySelector($"form[action='{Path}']"));
        using var opened = await olga.Post(Path);
        var page = opened.Headers.Location!.ToString();
        var slug = page.Split('/')[2];
        Assert.StartsWith("sandbox", slug, StringComparison.Ordinal);
        var secret = (await olga.Page(page)).QuerySelector("#token-secret")!.TextContent;

        using var program = app.CreateClient();
        program.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        var data = await Ask("{ workspace { isPractice } channels { nodes { network } } posts { totalCount nodes { id state } } }");
        Assert.True((bool)data["workspace"]!["isPractice"]!);
        Assert.Equal(5, (int)data["posts"]!["totalCount"]!);
        Assert.Equal(2, data["posts"]!["nodes"]!.AsArray().Count(p => (string?)p!["state"] == "SCHEDULED"));
        await Ask("mutation { createPost(input: {text: \"Mine\"}) { post { id } } }");

        // The sandbox was opened last: its form is not taken for another client's before that is open again.
        await olga.Page("/w/acme/settings/developers");
        using (var again = await olga.Post(Path))
            Assert.Equal(page, again.Headers.Location!.ToString());
        Assert.Null((await olga.Page(page)).QuerySelector("#token-secret"));

        var asks = await olga.Page($"/w/{slug}/settings/developers/sandbox/reset");
        Assert.Contains("6 posts go, with their comments and figures", asks.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(6, (int)(await Ask("{ posts { totalCount } }"))["posts"]!["totalCount"]!);
        using (await olga.Post($"/w/{slug}/settings/developers/sandbox/reset")) { }
        Assert.Equal(5, (int)(await Ask("{ posts { totalCount } }"))["posts"]!["totalCount"]!);
        Assert.Equal(0, await app.In(slug, db => db.Posts.CountAsync(p => p.Text == "Mine")));

        async Task<JsonNode> Ask(string query)
        {
            using var answer = await program.PostAsJsonAsync("/graphql", new { query }, TestContext.Current.CancellationToken);
            var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.True(json["errors"] is null, json.ToJsonString());
            return json["data"]!;
        }
    }

    [Fact]
    public async Task Nothing_of_it_reaches_a_mailbox_or_the_companys_own_numbers()
    {
        using var oscar = await app.As("oscar");
        using var opened = await oscar.Post("/w/elsewhere/settings/developers/sandbox");
        var slug = opened.Headers.Location!.ToString().Split('/')[2];
        await app.In(slug, async db =>
        {
            var (member, workspace) = (await TestApp.Member(db, "oscar"), await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId));
            new NoticeDesk(db, app.Clock).Raise(member, workspace, new NoticeText("try", "token.ending", "The access token “Try” ends soon.") { MailAt = app.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
        });
        app.Clock.Advance(TimeSpan.FromHours(3));
        await app.Run<WriteNoticesJob>();
        var mails = await app.In(slug, db => db.Mails.Where(m => m.Trouble == "A practice workspace sends no mail.").ToListAsync());
        Assert.True(mails.Count > 0 && mails.TrueForAll(m => m.ActAt is null && m.SentAt is null && m.Html.Length == 0));

        using (var invited = await oscar.Htmx($"/w/{slug}/invitations", ("Email", "gus@outside.example"), ("Role", "Writer"), ("Days", "7"), ("MaxUses", "1")))
            Assert.Contains("sends no mail", await invited.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, await app.In(slug, db => db.Mails.CountAsync(m => m.To == "gus@outside.example")));

        var before = await Numbers();
        await app.In(slug, db => db.Posts.ExecuteUpdateAsync(p => p.SetProperty(x => x.State, Data.Posts.PostState.Failed), TestContext.Current.CancellationToken));
        Assert.Equal(before, await Numbers());

        async Task<string> Numbers()
        {
            var page = await oscar.Page("/");
            Assert.DoesNotContain($"/w/{slug}/posts/", page.QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
            return string.Join(' ', page.QuerySelectorAll(".kp[href='#today'] b, .kp[href='#clients'] b").Select(b => b.TextContent)) + page.QuerySelector(".ov-h p")!.TextContent;
        }
    }

    [Fact]
    public async Task A_real_client_never_begins_anew()
    {
        using var olga = await app.As("olga");
        var before = await app.In("acme", db => db.Posts.CountAsync());
        using (var page = await olga.Get($"{Path}/reset"))
            Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        using (var refused = await olga.Htmx($"{Path}/reset"))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using (var program = await app.Api("olga", TokenScope.Write))
            Assert.Equal("NOT_PRACTICE", await program.Refused("mutation { resetSandbox(input: {slug: \"acme\"}) { workspace { id } errors { ... on UserError { code } } } }"));
        Assert.Equal(before, await app.In("acme", db => db.Posts.CountAsync()));
    }

    [Theory, InlineData("wanda", HttpStatusCode.Forbidden), InlineData("clara", HttpStatusCode.Forbidden), InlineData("adam", HttpStatusCode.Forbidden), InlineData("oscar", HttpStatusCode.NotFound)]
    public async Task Only_owners_open_one_and_strangers_find_nothing(string name, HttpStatusCode status)
    {
        using var visitor = await app.As(name);
        using var answer = await visitor.Post(Path);
        Assert.Equal(status, answer.StatusCode);
    }
}
