using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Apps;
using Planable.Tests.Support;

namespace Planable.Tests.Apps;

public class OAuthTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_program_finds_its_way_is_allowed_works_renews_and_gives_its_access_back()
    {
        using var tool = await OAuthClient.Register(app);
        var metadata = JsonNode.Parse(await tool.Get("/.well-known/oauth-authorization-server"))!;
        Assert.Equal(["http://localhost", "http://localhost/oauth/authorize", "http://localhost/oauth/token", "http://localhost/oauth/revoke"], new[] { "issuer", "authorization_endpoint", "token_endpoint", "revocation_endpoint" }.Select(n => (string)metadata[n]!));
        Assert.Equal("S256", (string)metadata["code_challenge_methods_supported"]!.AsArray().Single()!);

        using var wanda = await app.As("wanda");
        using (var shown = await wanda.Get(OAuthClient.Address(tool.Asks("posts media"))))
        {
            var page = await Visitor.Shown(shown);
            var words = page.QuerySelector("main")!.TextContent;
            Assert.Contains("Let Planner act for you?", words, StringComparison.Ordinal);
            Assert.Contains("Made by Northlight", words, StringComparison.Ordinal);
            Assert.Contains("Upload and sort files", words, StringComparison.Ordinal);
            Assert.DoesNotContain("Schedule and publish", words, StringComparison.Ordinal);
            Assert.Contains("tool.example", words, StringComparison.Ordinal);
            Assert.Contains("acme", page.QuerySelectorAll("input[name=workspaces]").Select(i => i.GetAttribute("value")));
            Assert.Equal(["false", "true"], page.QuerySelectorAll("button[name=allow]").Select(b => b.GetAttribute("value")));
            Assert.EndsWith("form-action 'self' https://tool.example/back", shown.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.True(shown.Headers.CacheControl!.NoStore);
        }

        using var allowed = await wanda.Post("/oauth/authorize", [.. tool.Asks("posts media"), ("workspaces", "acme"), ("allow", "true")]);
        Assert.StartsWith(OAuthClient.Back + "&", allowed.Headers.Location!.ToString(), StringComparison.Ordinal);
        var back = QueryHelpers.ParseQuery(allowed.Headers.Location.Query);
        Assert.Equal(("planable", "st&te", "http://localhost"), ((string?)back["from"], (string?)back["state"], (string?)back["iss"]));

        var tokens = await OAuthClient.Good(tool.Redeem(back["code"]!));
        Assert.Equal(("Bearer", 3600, "read posts media"), ((string?)tokens["token_type"], (int)tokens["expires_in"]!, (string?)tokens["scope"]));
        Assert.Equal("""[{"slug":"acme","name":"Acme"}]""", tokens["workspaces"]!.ToJsonString().Replace("Acme Coffee", "Acme", StringComparison.Ordinal));
        var (_, me) = await tool.Ask(tokens, "{ me { member { name } token { name scopes } } workspace { slug } }");
        Assert.Equal(("Planner", "acme"), ((string?)me["data"]!["me"]!["token"]!["name"], (string?)me["data"]!["workspace"]!["slug"]));
        Assert.StartsWith("Wanda", (string)me["data"]!["me"]!["member"]!["name"]!, StringComparison.Ordinal);
        var (_, tooMuch) = await tool.Ask(tokens, "mutation { pauseWorkspace(input: {reason: \"x\"}) { errors { ... on UserError { code } } } }");
        Assert.Equal("SCOPE_MISSING", (string?)tooMuch["errors"]![0]!["extensions"]!["code"]);

        var renewed = await OAuthClient.Good(tool.Refresh(tokens));
        Assert.False(await tool.IsOpen(tokens));
        Assert.True(await tool.IsOpen(renewed));
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.False(await tool.IsOpen(renewed));
        var later = await OAuthClient.Good(tool.Refresh(renewed));
        Assert.True(await tool.IsOpen(later));

        using (var given = await tool.Post("/oauth/revoke", ("token", (string?)later["access_token"])))
            Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        Assert.False(await tool.IsOpen(later));
        Assert.Equal("invalid_grant", await OAuthClient.Refused(tool.Refresh(later)));
        using (var unknown = await tool.Post("/oauth/revoke", ("token", "planable_nothing")))
            Assert.Equal(HttpStatusCode.OK, unknown.StatusCode);

        var verbs = await app.In("acme", db => db.Log.Where(e => e.Subject == "token" || e.Subject == "app").OrderBy(e => e.Sequence).Select(e => e.Verb).ToListAsync());
        Assert.Equal(["app.registered", "token.connected", "token.disconnected"], verbs.Distinct());
        using var olga = await app.As("olga");
        Assert.Contains("let the app Planner act for them: read, posts, media", (await olga.Page("/w/acme/activity")).Body!.TextContent, StringComparison.Ordinal);
        // What would open something is nowhere in the database.
        var kept = await app.In("acme", async db => string.Join('|', await db.AppConsents.Select(c => c.CodeHash).ToListAsync()) + string.Join('|', await db.AppRefreshes.Select(r => r.Hash).ToListAsync()) + string.Join('|', await db.IntegrationApps.Select(a => a.SecretHash).ToListAsync()));
        foreach (var secret in (string?[])[back["code"], tool.Secret, (string?)later["refresh_token"]])
            Assert.DoesNotContain(secret!.Split('_')[1], kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_secret_opens_the_clients_that_were_chosen_and_says_into_which_it_goes()
    {
        using var tool = await OAuthClient.Register(app, isPublic: true, name: "Pocket");
        Assert.Null(tool.Secret);
        var tokens = await tool.Tokens("olga", null, "acme", "bolt");
        var (status, answer) = await tool.Ask(tokens);
        Assert.Equal((HttpStatusCode.BadRequest, "WORKSPACE_MISSING"), (status, (string?)answer["errors"]![0]!["extensions"]!["code"]));
        Assert.Equal("acme", (string?)(await tool.Ask(tokens, workspace: "acme")).Answer["data"]!["workspace"]!["slug"]);
        Assert.Equal("bolt", (string?)(await tool.Ask(tokens, workspace: "bolt")).Answer["data"]!["workspace"]!["slug"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await tool.Ask(tokens, workspace: "elsewhere")).Status);

        // Taken back in one, it goes on in the other, and need not say which any more.
        using (var olga = await app.As("olga"))
        {
            var row = (await olga.Page("/w/bolt/settings/developers/apps")).QuerySelector("[id^=connected-]")!;
            Assert.Contains("by Northlight", row.TextContent, StringComparison.Ordinal);
            using (await olga.Post(row.QuerySelector("form")!.GetAttribute("action")!)) { }
        }

        Assert.Equal("acme", (string?)(await tool.Ask(tokens)).Answer["data"]!["workspace"]!["slug"]);
        Assert.Equal("acme", (string?)(await OAuthClient.Good(tool.Refresh(tokens)))["workspaces"]!.AsArray().Single()!["slug"]);
    }

    [Fact]
    public async Task A_code_that_comes_twice_ends_what_it_gave()
    {
        using var tool = await OAuthClient.Register(app);
        var code = await tool.Code("wanda", "posts", "acme");
        var tokens = await OAuthClient.Good(tool.Redeem(code));
        Assert.True(await tool.IsOpen(tokens));
        Assert.Equal("invalid_grant", await OAuthClient.Refused(tool.Redeem(code)));
        Assert.False(await tool.IsOpen(tokens));
        Assert.Equal("invalid_grant", await OAuthClient.Refused(tool.Refresh(tokens)));
    }

    [Fact]
    public async Task Of_two_that_bring_the_same_at_once_neither_keeps_anything()
    {
        using var tool = await OAuthClient.Register(app);
        var code = await tool.Code("wanda", "posts", "acme");
        await Neither(() => tool.Redeem(code));
        var tokens = await tool.Tokens("wanda", "posts", "acme");
        await Neither(() => tool.Refresh(tokens));

        async Task Neither(Func<Task<HttpResponseMessage>> ask)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ask()));
            Assert.InRange(answers.Count(a => a.StatusCode == HttpStatusCode.OK), 0, 1);
            foreach (var answer in answers)
            {
                if (answer.StatusCode == HttpStatusCode.OK)
                    Assert.False(await tool.IsOpen(JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!));
                answer.Dispose();
            }
        }
    }

    [Fact]
    public async Task A_refresh_token_that_comes_twice_ends_everything_and_one_may_ask_for_less_but_not_for_more()
    {
        using var tool = await OAuthClient.Register(app);
        var first = await tool.Tokens("wanda", "posts media", "acme");
        Assert.Equal("invalid_scope", await OAuthClient.Refused(tool.Refresh(first, "posts publishing")));
        var second = await OAuthClient.Good(tool.Refresh(first, "media"));
        Assert.Equal("read media", (string?)second["scope"]);
        Assert.Equal("read media", string.Join(' ', (await tool.Ask(second, "{ me { token { scopes } } }")).Answer["data"]!["me"]!["token"]!["scopes"]!.AsArray().Select(s => (string?)s)));
        Assert.Equal("invalid_grant", await OAuthClient.Refused(tool.Refresh(first)));
        Assert.False(await tool.IsOpen(second));
        Assert.Equal("invalid_grant", await OAuthClient.Refused(tool.Refresh(second)));
    }

    [Theory]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "tooshort", "invalid_request")]
    [InlineData("scope", "posts everything", "invalid_scope")]
    [InlineData("+scope", "posts", "invalid_request")]
    public async Task What_is_wrong_with_a_request_is_told_at_the_address_that_is_registered(string parameter, string? value, string error)
    {
        using var tool = await OAuthClient.Register(app);
        using var wanda = await app.As("wanda");
        (string Name, string? Value)[] asked = parameter[0] == '+' ? [.. tool.Asks(), (parameter[1..], value)] : [.. tool.Asks().Select(a => a.Name == parameter ? (a.Name, value) : a)];
        foreach (var answer in new[] { await wanda.Get(OAuthClient.Address(asked)), await wanda.Post("/oauth/authorize", [.. asked, ("workspaces", "acme"), ("allow", "true")]) })
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.StartsWith(OAuthClient.Back + "&", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
            var back = QueryHelpers.ParseQuery(answer.Headers.Location.Query);
            Assert.Equal((error, "st&te", "http://localhost"), ((string?)back["error"], (string?)back["state"], (string?)back["iss"]));
            Assert.False(back.ContainsKey("code"));
            answer.Dispose();
        }
    }

    [Theory]
    [InlineData("redirect_uri", "https://tool.example/back")]
    [InlineData("redirect_uri", "https://tool.example/Back?from=planable")]
    [InlineData("redirect_uri", "https://evil.example/back?from=planable")]
    [InlineData("redirect_uri", "http://127.0.0.1:7778/done")]
    [InlineData("redirect_uri", null)]
    [InlineData("client_id", "app_unknown")]
    [InlineData("client_id", null)]
    public async Task Nobody_is_sent_to_an_address_that_is_not_registered(string parameter, string? value)
    {
        using var tool = await OAuthClient.Register(app);
        using var wanda = await app.As("wanda");
        (string Name, string? Value)[] asked = [.. tool.Asks().Select(a => a.Name == parameter ? (a.Name, value) : a)];
        foreach (var answer in new[] { await wanda.Get(OAuthClient.Address(asked)), await wanda.Post("/oauth/authorize", [.. asked, ("workspaces", "acme"), ("allow", "true")]), await wanda.Post("/oauth/authorize", [.. asked, ("allow", "false")]) })
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Null(answer.Headers.Location);
            Assert.Contains("This cannot go on", (await Visitor.Shown(answer)).Body!.TextContent, StringComparison.Ordinal);
            answer.Dispose();
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:7778/done", true)]
    [InlineData("http://127.0.0.1/done", true)]
    [InlineData("http://127.0.0.1:7778/done?x=1", false)]
    [InlineData("http://127.0.0.1:7778/Done", false)]
    [InlineData("http://localhost:7777/done", false)]
    [InlineData("https://127.0.0.1:7777/done", false)]
    [InlineData("http://127.0.0.1:7777@evil.example/done", false)]
    [InlineData("http://127.0.0.1.evil.example:7777/done", false)]
    [InlineData("http://127.0.0.1:7777;x/done", false)]
    [InlineData("https://tool.example:8443/back?from=planable", false)]
    public async Task An_app_on_somebodys_computer_comes_back_to_whatever_port_is_free_and_to_nothing_else(string redirect, bool isFine)
    {
        using var tool = await OAuthClient.Register(app, isPublic: true, name: "Desktop");
        using var wanda = await app.As("wanda");
        using var answer = await wanda.Get(OAuthClient.Address(tool.Asks().Select(a => a.Name == "redirect_uri" ? (a.Name, redirect) : a)));
        Assert.Equal(isFine ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
        if (!isFine)
            return;
        using var allowed = await wanda.Post("/oauth/authorize", [.. tool.Asks().Select(a => a.Name == "redirect_uri" ? (a.Name, redirect) : a), ("workspaces", "acme"), ("allow", "true")]);
        Assert.StartsWith(redirect + "?", allowed.Headers.Location!.ToString(), StringComparison.Ordinal);
        // The code belongs to the address to which it was sent, port and all.
        var code = QueryHelpers.ParseQuery(allowed.Headers.Location.Query)["code"].Single()!;
        Assert.Equal("invalid_grant", await OAuthClient.Refused(tool.Post("/oauth/token", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", "http://127.0.0.1:7777/done"), ("code_verifier", tool.Verifier))));
    }

    [Fact]
    public async Task A_parameter_that_comes_twice_is_a_wrong_request()
    {
        using var tool = await OAuthClient.Register(app);
        var code = await tool.Code("wanda", "posts", "acme");
        foreach (var doubled in (string[])["scope", "code", "client_id", "anything"])
            Assert.Equal("invalid_request", await OAuthClient.Refused(tool.Post("/oauth/token", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", OAuthClient.Back), ("code_verifier", tool.Verifier), (doubled, "a"), (doubled, "b"))));
        await OAuthClient.Good(tool.Redeem(code));
    }

    [Fact]
    public async Task A_program_in_a_foreign_page_reads_what_it_may_ask_without_cookies_and_nothing_else()
    {
        using var browser = app.CreateClient();
        foreach (var path in (string[])["/graphql", "/oauth/token", "/oauth/revoke", "/.well-known/oauth-authorization-server"])
        {
            using var asked = new HttpRequestMessage(HttpMethod.Options, path);
            asked.Headers.Add("Origin", "https://tool.example");
            asked.Headers.Add("Access-Control-Request-Method", "POST");
            asked.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,planable-workspace,idempotency-key");
            using var answer = await browser.SendAsync(asked, TestContext.Current.CancellationToken);
            Assert.Equal((path, "*"), (path, answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
            Assert.Contains("planable-workspace", answer.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.OrdinalIgnoreCase);
        }

        using var refused = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent("{}") };
        refused.Headers.Add("Origin", "https://tool.example");
        using (var answer = await browser.SendAsync(refused, TestContext.Current.CancellationToken))
            Assert.Equal((HttpStatusCode.Unauthorized, "*"), (answer.StatusCode, answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        using var wanda = await app.As("wanda");
        wanda.Http.DefaultRequestHeaders.Add("Origin", "https://tool.example");
        foreach (var path in (string[])["/oauth/authorize", "/w/acme/calendar", "/account/apps", "/w/acme/settings/developers/explorer"])
            using (var answer = await wanda.Get(path))
                Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"), path);
    }

    [Fact]
    public async Task Whoever_refuses_chooses_nothing_or_chooses_what_is_not_theirs_gives_nothing()
    {
        using var tool = await OAuthClient.Register(app);
        using var wanda = await app.As("wanda");
        using (var refused = await wanda.Post("/oauth/authorize", [.. tool.Asks(), ("workspaces", "acme"), ("allow", "false")]))
            Assert.Equal("access_denied", QueryHelpers.ParseQuery(refused.Headers.Location!.Query)["error"]);
        foreach (var workspaces in (string[][])[[], ["elsewhere"], ["acme", "elsewhere"]])
        {
            using var asked = await wanda.Post("/oauth/authorize", [.. tool.Asks(), .. workspaces.Select(w => ("workspaces", (string?)w)), ("allow", "true")]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
            Assert.NotNull((await Visitor.Shown(asked)).QuerySelector("#workspaces-error"));
        }

        // A client's people make no tokens by hand, and none this way.
        using var clara = await app.As("clara");
        Assert.Empty((await clara.Page(OAuthClient.Address(tool.Asks()))).QuerySelectorAll("input[name=workspaces], button[value=true]"));
        using (var tried = await clara.Post("/oauth/authorize", [.. tool.Asks(), ("workspaces", "acme"), ("allow", "true")]))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, tried.StatusCode);
        using var nobody = await app.As(null);
        using var sent = await nobody.Get(OAuthClient.Address(tool.Asks()));
        Assert.Contains("/sign-in?returnUrl=%2Foauth%2Fauthorize", sent.Headers.Location!.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Tokens_are_given_to_nobody_but_the_app_that_asked()
    {
        using var tool = await OAuthClient.Register(app);
        using var pocket = await OAuthClient.Register(app, isPublic: true);
        var code = await tool.Code("wanda", "posts", "acme");
        (string, string?)[] form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", OAuthClient.Back), ("code_verifier", tool.Verifier)];
        const string path = "/oauth/token";
        Assert.Equal("invalid_client", await OAuthClient.Refused(tool.Send(path, $"{tool.ClientId}:wrong", form), HttpStatusCode.Unauthorized));
        Assert.Equal("invalid_client", await OAuthClient.Refused(tool.Send(path, null, [.. form, ("client_id", tool.ClientId)]), HttpStatusCode.Unauthorized));
        Assert.Equal("invalid_client", await OAuthClient.Refused(tool.Send(path, null, [.. form, ("client_id", pocket.ClientId), ("client_secret", "x")]), HttpStatusCode.Unauthorized));
        Assert.Equal("invalid_client", await OAuthClient.Refused(tool.Send(path, null, form), HttpStatusCode.Unauthorized));
        Assert.Equal("invalid_request", await OAuthClient.Refused(tool.Send(path, $"{tool.ClientId}:{tool.Secret}", [.. form, ("client_secret", tool.Secret)])));
        Assert.Equal("invalid_request", await OAuthClient.Refused(tool.Post(path, form[1..])));
        Assert.Equal("invalid_request", await OAuthClient.Refused(tool.Post(path, [.. form, ("code", code)])));
        Assert.Equal("invalid_request", await OAuthClient.Refused(tool.Post(path, form[..^1])));
        Assert.Equal("unsupported_grant_type", await OAuthClient.Refused(tool.Post(path, ("grant_type", "password"))));
        Assert.Equal("invalid_grant", await OAuthClient.Refused(pocket.Post(path, form)));
        // None of that has used the code up, and the secret may come in the form as well.
        Assert.NotNull((await OAuthClient.Good(tool.Send(path, null, [.. form, ("client_id", tool.ClientId), ("client_secret", tool.Secret)])))["access_token"]);

        var stolen = await tool.Code("wanda", "posts", "acme");
        Assert.Equal("invalid_grant", await OAuthClient.Refused(tool.Post(path, ("grant_type", "authorization_code"), ("code", stolen), ("redirect_uri", OAuthClient.Back), ("code_verifier", pocket.Verifier))));
        Assert.Equal("invalid_grant", await OAuthClient.Refused(tool.Redeem(stolen)));
        var elsewhere = await tool.Code("wanda", "posts", "acme");
        Assert.Equal("invalid_grant", await OAuthClient.Refused(tool.Post(path, ("grant_type", "authorization_code"), ("code", elsewhere), ("redirect_uri", "http://127.0.0.1:7777/done"), ("code_verifier", tool.Verifier))));
        var late = await tool.Code("wanda", "posts", "acme");
        app.Clock.Advance(AppConsent.CodeLife);
        Assert.Equal("invalid_grant", await OAuthClient.Refused(tool.Redeem(late)));
        // Of another app's token nothing is said, and nothing ends.
        var mine = await tool.Tokens("wanda", "posts", "acme");
        using (await pocket.Post("/oauth/revoke", ("token", (string?)mine["access_token"]))) { }
        Assert.True(await tool.IsOpen(mine));
    }

    [Fact]
    public async Task A_person_sees_on_their_account_what_they_allowed_and_ends_it()
    {
        using var tool = await OAuthClient.Register(app, name: "Reporter");
        var tokens = await tool.Tokens("pia", "comments", "acme");
        using var pia = await app.As("pia");
        var row = (await pia.Page("/account/apps")).QuerySelectorAll("[id^=app-]").Single();
        Assert.Contains("Comment, reply and resolve", row.TextContent, StringComparison.Ordinal);
        using (var adam = await app.As("adam"))
        {
            Assert.Empty((await adam.Page("/account/apps")).QuerySelectorAll("[id^=app-]"));
            using var foreign = await adam.Post(row.QuerySelector("form")!.GetAttribute("action")!);
            Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        }

        using (await pia.Post(row.QuerySelector("form")!.GetAttribute("action")!)) { }
        Assert.False(await tool.IsOpen(tokens));
        Assert.Equal("invalid_grant", await OAuthClient.Refused(tool.Refresh(tokens)));
        Assert.Empty((await pia.Page("/account/apps")).QuerySelectorAll("[id^=app-]"));
    }

    [Fact]
    public async Task It_ends_with_the_membership_and_does_not_come_back_with_another()
    {
        using var tool = await OAuthClient.Register(app);
        var tokens = await tool.Tokens("ivo", "comments", "acme");
        var ivo = await app.In("acme", async db => (await TestApp.Member(db, "ivo")).Id);
        using (var olga = await app.As("olga"))
        {
            var heir = await app.In("acme", async db => (await TestApp.Member(db, "adam")).Id);
            using var removed = await olga.Post($"/w/acme/members/{ivo}/removal", ("HeirId", heir.ToString()), ("heirId", heir.ToString()));
        }

        Assert.NotNull(await app.In("acme", db => db.Members.Where(m => m.Id == ivo).Select(m => m.LeftAt).SingleAsync()));
        Assert.False(await tool.IsOpen(tokens));
        await app.In("acme", db => db.Members.Where(m => m.Id == ivo).ExecuteUpdateAsync(m => m.SetProperty(x => x.LeftAt, (DateTimeOffset?)null), TestContext.Current.CancellationToken));
        Assert.False(await tool.IsOpen(tokens));
        Assert.Equal("invalid_grant", await OAuthClient.Refused(tool.Refresh(tokens)));
    }
}

public class OAuthLimitTests(OAuthLimitTests.HurriedApp app) : IClassFixture<OAuthLimitTests.HurriedApp>
{
    [Fact]
    public async Task Guesses_are_limited()
    {
        using var guesser = new OAuthClient(app, "app_guess", "x");
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++)
        {
            using var answer = await guesser.Post("/oauth/token", ("grant_type", "authorization_code"));
            answers.Add(answer.StatusCode);
        }

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests), (answers[0], answers[^1]));
    }

    public sealed class HurriedApp : TestApp
    {
        public override void Settle(IWebHostBuilder web) => web.UseSetting("Limits:oauth", "3");
    }
}
