using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Apps;
using Planable.Data.Tokens;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Support;

namespace Planable.Tests.Apps;

public class IntegrationAppsTests(TestApp app) : IClassFixture<TestApp>
{
    const string Path = "/w/acme/settings/developers/apps";

    [Theory]
    [InlineData("https://tool.example/back", true)]
    [InlineData("http://localhost:9000/back", true)]
    [InlineData("http://127.0.0.1/back?x=1", true)]
    [InlineData("http://tool.example/back", false)]
    [InlineData("https://tool.example/back#part", false)]
    [InlineData("https://user:word@tool.example/", false)]
    [InlineData("https://*.tool.example/", false)]
    [InlineData("https://tool.example/; script-src *", false)]
    [InlineData("http://[::1]:80/", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("com.tool.app:/back", false)]
    [InlineData("/back", false)]
    public void Only_safe_addresses_are_registered(string address, bool isTaken)
    {
        var terms = new AppTerms("Planner", [address]);
        if (isTaken)
            Assert.Equal([address], terms.Checked().Redirects);
        else
            Assert.Equal("REDIRECT_WRONG", Assert.Throws<Data.RuleBroken>(terms.Checked).Code);
    }

    [Fact]
    public async Task It_is_registered_changed_and_removed_and_its_secret_is_shown_once()
    {
        using var olga = await app.As("olga");
        using (var wrong = await olga.Post(Path, ("Name", "Planner"), ("Redirects", "http://tool.example/"), ("IsPublic", "false")))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            var form = (await Visitor.Shown(wrong)).QuerySelector("#app-form")!;
            Assert.Contains("cannot be come back to", form.TextContent, StringComparison.Ordinal);
            Assert.Equal("http://tool.example/", form.QuerySelector("textarea")!.TextContent.Trim());
        }

        using var tool = await OAuthClient.Register(app);
        var page = $"{Path}/{await app.In("acme", db => db.IntegrationApps.Where(a => a.ClientId == tool.ClientId).Select(a => a.Id).SingleAsync())}";
        Assert.Null((await olga.Page(page)).QuerySelector("#app-secret"));
        using (await olga.Post(page, ("Name", "Planner 2"), ("Redirects", OAuthClient.Back))) { }
        Assert.Equal("Planner 2", (await olga.Page(page)).QuerySelector("h1")!.TextContent);

        var tokens = await tool.Tokens("wanda", "posts", "acme");
        using (await olga.Post($"{page}/secret")) { }
        var secret = (await olga.Page(page)).QuerySelector("#app-secret")!.TextContent;
        Assert.Equal("invalid_client", await OAuthClient.Refused(tool.Refresh(tokens), HttpStatusCode.Unauthorized));
        using var anew = new OAuthClient(app, tool.ClientId, secret);
        tokens = await OAuthClient.Good(anew.Refresh(tokens));

        Assert.Contains("What one person allowed it ends at once", (await olga.Page(page)).Body!.TextContent, StringComparison.Ordinal);
        using (await olga.Post($"{page}/removal")) { }
        Assert.False(await anew.IsOpen(tokens));
        Assert.Equal("invalid_client", await OAuthClient.Refused(anew.Refresh(tokens), HttpStatusCode.Unauthorized));
        using (var gone = await olga.Get(page))
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Programs_do_the_same()
    {
        using var olga = await app.Api("olga", TokenScope.Write);
        var made = await olga.Do("""mutation { registerApp(input: {name: "By API", redirects: ["https://tool.example/back?from=planable"]}) { appWithSecret { app { id clientId isPublic } secret } errors { ... on UserError { code } } } }""");
        var (id, clientId) = ((string)made["appWithSecret"]!["app"]!["id"]!, (string)made["appWithSecret"]!["app"]!["clientId"]!);
        await olga.Do($$"""mutation { editApp(input: {id: "{{id}}", name: "Renamed"}) { integrationApp { name redirects } errors { ... on UserError { code } } } }""");
        var secret = (string)(await olga.Do($$"""mutation { replaceAppSecret(input: {id: "{{id}}"}) { appWithSecret { secret } errors { ... on UserError { code } } } }"""))["appWithSecret"]!["secret"]!;

        using var tool = new OAuthClient(app, clientId, secret);
        var tokens = await tool.Tokens("wanda", "posts", "acme");
        var connected = (await olga.Ask("{ connectedApps { id name maker member scopes } apps { name } }"))["connectedApps"]!.AsArray().Single(a => (string?)a!["name"] == "Renamed")!;
        Assert.Equal(("Renamed", "Northlight"), ((string?)connected["name"], (string?)connected["maker"]));
        using (var pia = await app.Api("pia", TokenScope.Write))
        {
            Assert.Equal("""{"connectedApps":[],"apps":[]}""", (await pia.Ask("{ connectedApps { id } apps { id } }")).ToJsonString());
            Assert.Equal("NOT_FOUND", await pia.Refused($$"""mutation { revokeConnectedApp(input: {id: "{{(string?)connected["id"]}}"}) { errors { ... on UserError { code } } } }"""));
            Assert.Equal("NOT_ALLOWED", await pia.Refused($$"""mutation { removeApp(input: {id: "{{id}}"}) { errors { ... on UserError { code } } } }"""));
        }

        await olga.Do($$"""mutation { revokeConnectedApp(input: {id: "{{(string?)connected["id"]}}"}) { connectedApp { name } errors { ... on UserError { code } } } }""");
        Assert.False(await tool.IsOpen(tokens));
        await olga.Do($$"""mutation { removeApp(input: {id: "{{id}}"}) { integrationApp { name } errors { ... on UserError { code } } } }""");
        using var oscar = await app.Api("oscar", TokenScope.Write);
        Assert.Equal("NOT_FOUND", await oscar.Refused($$"""mutation { editApp(input: {id: "{{id}}", name: "Mine"}) { errors { ... on UserError { code } } } }"""));
    }

    [Fact]
    public async Task The_page_asks_the_same_number_of_commands_however_many_apps_there_are()
    {
        using var olga = await app.As("olga");
        await olga.Page(Path);
        using var tool = await OAuthClient.Register(app);
        await tool.Tokens("olga", null, "acme");
        var few = await app.Sql.During(() => olga.Page(Path));
        for (var i = 0; i < 3; i++)
            await tool.Tokens("wanda", null, "acme");
        var many = await app.Sql.During(() => olga.Page(Path));
        Assert.True(few.Count == many.Count && many.Count <= 8, string.Join("\n\n", many));
    }

    [Theory, InlineData("wanda", HttpStatusCode.Forbidden), InlineData("clara", HttpStatusCode.Forbidden), InlineData("adam", HttpStatusCode.Forbidden), InlineData("oscar", HttpStatusCode.NotFound)]
    public async Task Only_owners_register_and_strangers_find_nothing(string name, HttpStatusCode status)
    {
        using var visitor = await app.As(name);
        using var answer = await visitor.Post(Path, ("Name", "x"), ("Redirects", "https://x.example/"));
        Assert.Equal(status, answer.StatusCode);
    }
}
