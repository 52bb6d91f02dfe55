using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Logs;
using Planable.Data.Workspaces;
using Planable.Tests.Support;
using Planable.Web.Guide;

namespace Planable.Tests.Guide;

public class ExplorerControllerTests(TestApp app) : IClassFixture<TestApp>
{
    const string Root = "/w/acme/settings/developers";
    const string Path = Root + "/explorer";
    const string Write = "mutation { createPost(input: {text: \"By the explorer\"}) { post { id } errors { __typename } } }";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_asks_as_themselves_and_changes_something_only_when_they_say_so()
    {
        using var wanda = await app.As("wanda");
        Assert.StartsWith("Wanda", (string?)(await Ask(wanda, "{ me { member { name } token { name scopes } } }"))["data"]!["me"]!["member"]!["name"], StringComparison.Ordinal);
        Assert.Equal("SCOPE_MISSING", (string?)(await Ask(wanda, Write))["errors"]![0]!["extensions"]!["code"]);
        // Others of this class write the same.
        var before = await Written();
        Assert.Null((await Ask(wanda, Write, changes: true))["data"]!["createPost"]!["errors"]);
        Assert.Equal(before + 1, await Written());
        // What her role does not allow it does not allow here.
        Assert.Equal("NOT_ALLOWED", (string?)(await Ask(wanda, "mutation { pauseWorkspace(input: {reason: \"x\"}) { errors { ... on UserError { code } } } }", changes: true))["data"]!["pauseWorkspace"]!["errors"]![0]!["code"]);
        var entry = await app.In("acme", db => db.Log.OrderByDescending(e => e.Sequence).FirstAsync(e => e.Verb == "post.drafted", Cancel));
        Assert.Equal(Via.Api, entry.Via);
        Assert.False(await app.In("acme", db => db.AccessTokens.AnyAsync(t => t.Name == "Explorer", Cancel)));

        Task<int> Written() => app.In("acme", db => db.Posts.CountAsync(p => p.Text == "By the explorer", Cancel));
    }

    [Fact]
    public async Task Points_are_spent_by_whoever_asks_and_the_schema_can_be_read()
    {
        using var pia = await app.As("pia");
        var before = (int)(await Ask(pia, "{ rateLimit { remaining } }"))["data"]!["rateLimit"]!["remaining"]!;
        for (var i = 0; i < 5; i++)
            await Ask(pia, "{ posts(first: 100) { nodes { id author { name } } } }");
        Assert.InRange((int)(await Ask(pia, "{ rateLimit { remaining } }"))["data"]!["rateLimit"]!["remaining"]!, 0, before - 100);
        Assert.Equal("Query", (string?)(await Ask(pia, "{ __schema { queryType { name } } }"))["data"]!["__schema"]!["queryType"]!["name"]);
    }

    [Fact]
    public async Task It_follows_events_and_ends_when_the_person_leaves()
    {
        using var ivo = await app.As("ivo");
        using var request = Request("subscription { postChanged { line { verb } } }", ivo.FormToken);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await ivo.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        using var wanda = await app.As("wanda");
        await Ask(wanda, Write, changes: true);
        Assert.Contains("post.drafted", await Line("data: "), StringComparison.Ordinal);
        await app.In("acme", async db =>
        {
            (await TestApp.Member(db, "ivo")).Leave(await TestApp.Member(db, "olga"), await db.Members.ToListAsync(Cancel), null, app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
        });
        await Line("event: complete");

        Task<string> Line(string begin) => Told(lines, begin);
    }

    [Theory, InlineData("sign-out"), InlineData("ended elsewhere"), InlineData("password")]
    public async Task What_it_follows_ends_with_the_session(string how)
    {
        using var pia = await app.As("pia");
        using var elsewhere = await app.As("pia");
        using var request = Request("subscription { postChanged { line { verb } } }", pia.FormToken);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await pia.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        using var wanda = await app.As("wanda");
        await Ask(wanda, Write, changes: true);
        await Told(lines, "data: ");
        using var ended = how switch
        {
            "sign-out" => await pia.Post("/sign-out"),
            "ended elsewhere" => await elsewhere.Post("/account/security/sessions/end-others"),
            _ => await elsewhere.Post("/account/security/password", ("OldPassword", "planable-demo"), ("NewPassword", "another long password")),
        };
        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        await Told(lines, "event: complete");
    }

    [Fact]
    public async Task It_tells_of_all_clients_of_the_person()
    {
        using var olga = await app.As("olga");
        var nodes = (await Ask(olga, "{ openWorkspaces { nodes { slug isEntered } } }"))["data"]!["openWorkspaces"]!["nodes"]!.AsArray();
        Assert.Equal(await app.In("acme", async db =>
        {
            var person = (await TestApp.Member(db, "olga")).PersonId;
            return await db.Members.Everywhere().Where(m => m.PersonId == person && m.LeftAt == null).Select(m => m.Workspace.Slug).OrderBy(s => s).ToListAsync(Cancel);
        }), nodes.Select(n => (string)n!["slug"]!).Order(StringComparer.Ordinal));
        Assert.Equal("acme", (string)nodes.Single(n => (bool)n!["isEntered"]!)!["slug"]!);
    }

    static async Task<string> Told(StreamReader lines, string begin)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(begin, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"The stream ended without {begin}.");
    }

    [Fact]
    public async Task Without_the_token_of_the_form_a_session_counts_for_nothing()
    {
        using var wanda = await app.As("wanda");
        using (var foreign = await wanda.Http.SendAsync(Request(Write, null, changes: true), Cancel))
            Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        using var elsewhere = await wanda.Http.PostAsJsonAsync("/graphql", new { query = "{ me { member { name } } }" }, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
    }

    [Fact]
    public async Task The_pages_show_the_examples_and_every_chapter()
    {
        using var wanda = await app.As("wanda");
        var page = await wanda.Page(Path);
        Assert.Equal(GuideBook.Examples.Select(e => $"example-{e.Name}"), page.QuerySelectorAll("button[data-example]").Select(b => b.GetAttribute("data-example")));
        foreach (var chapter in GuideBook.Chapters)
        {
            var read = await wanda.Page(chapter.Name.Length == 0 ? $"{Root}/guide" : $"{Root}/guide/{chapter.Name}");
            Assert.Equal(chapter.Title, read.QuerySelector(".guide h1")!.TextContent);
            Assert.Null(read.QuerySelector(".guide [style]"));
            Assert.DoesNotContain("planable.example", read.QuerySelector(".guide")!.TextContent.Replace("hooks.planable.example", "", StringComparison.Ordinal), StringComparison.Ordinal);
            foreach (var link in read.QuerySelectorAll(".guide a").Select(a => a.GetAttribute("href")!).Where(h => h.StartsWith('/')))
            {
                using var there = await wanda.Get(link);
                Assert.Equal(HttpStatusCode.OK, there.StatusCode);
            }
        }

        using var door = await wanda.Get("/graphql/ui");
        Assert.Equal(Path, door.Headers.Location?.ToString());
        using var none = await wanda.Get($"{Root}/guide/nothing");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.InRange((await app.Sql.During(() => wanda.Page(Path))).Count, 1, 8);
        Assert.InRange((await app.Sql.During(() => wanda.Page($"{Root}/guide"))).Count, 1, 8);
    }

    [Theory, InlineData("clara", HttpStatusCode.Forbidden), InlineData("oscar", HttpStatusCode.NotFound)]
    public async Task Clients_may_not_and_strangers_find_nothing(string name, HttpStatusCode status)
    {
        using var visitor = await app.As(name);
        foreach (var path in (string[])[Path, $"{Root}/guide"])
            using (var page = await visitor.Get(path))
                Assert.Equal(status, page.StatusCode);
        using var asked = await visitor.Http.SendAsync(Request("{ me { member { name } } }", visitor.FormToken), Cancel);
        Assert.Equal(status, asked.StatusCode);
        // Without a client it leads into one of their own, if there is one where they may.
        using var door = await visitor.Get("/graphql/ui");
        Assert.DoesNotContain("/acme/", door.Headers.Location?.ToString() ?? "", StringComparison.Ordinal);
    }

    static async Task<JsonNode> Ask(Visitor who, string query, bool changes = false)
    {
        using var response = await who.Http.SendAsync(Request(query, who.FormToken, changes), Cancel);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!;
    }

    static HttpRequestMessage Request(string query, string? formToken, bool changes = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(new { query }) };
        if (formToken is not null)
            request.Headers.Add("RequestVerificationToken", formToken);
        if (changes)
            request.Headers.Add(ExplorerController.Changes, "yes");
        return request;
    }
}
