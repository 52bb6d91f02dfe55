using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Tokens;
using Planable.Jobs.Tokens;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Support;
using Planable.Web.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Planable.Tests.Tokens;

public class TokensControllerTests(TestApp app) : IClassFixture<TestApp>
{
    const string Path = "/w/acme/settings/developers";

    [Fact]
    public async Task A_token_is_shown_once_and_opens_the_api_until_it_is_revoked()
    {
        using var wanda = await app.As("wanda");
        using var made = await wanda.Post(Path, ("Name", "Importer"), ("Days", "30"), ("Scopes", "Posts"));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var secret = (await wanda.Page(Path)).QuerySelector("#token-secret")!.TextContent;

        using var program = app.CreateClient();
        program.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        var asked = new { query = "{ me { member { name } token { name scopes } } }" };
        using (var first = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(program, "/graphql", asked, TestContext.Current.CancellationToken))
            Assert.Equal("""{"data":{"me":{"member":{"name":"Wanda Writer"},"token":{"name":"Importer","scopes":["read","posts"]}}}}""", (await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace("Wanda " + await LastName("wanda"), "Wanda Writer", StringComparison.Ordinal));

        using var again = await app.As("wanda");
        Assert.Null((await again.Page(Path)).QuerySelector("#token-secret"));
        var id = await app.In("acme", db => db.AccessTokens.Where(t => t.Name == "Importer").Select(t => t.Id).SingleAsync());
        using (await again.Post($"{Path}/{id}/revocation")) { }
        using (var refused = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(program, "/graphql", asked, TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Twenty_calls_of_which_three_fail_are_shown_with_their_cost_and_what_is_left()
    {
        using var pia = await app.Api("pia", TokenScope.Posts);
        for (var i = 0; i < 17; i++)
            await pia.Ask("{ me { member { name } } }");
        for (var i = 0; i < 3; i++)
            await pia.Answer("{ nonsense }");
        await app.Services.GetRequiredService<TokenMeter>().Write(TestContext.Current.CancellationToken);

        using var browser = await app.As("pia");
        var row = (await browser.Page(Path)).QuerySelector($"#token-{pia.TokenId}")!.TextContent;
        Assert.Contains("24 hours: 20 calls, 3 failed, ", row, StringComparison.Ordinal);
        Assert.Matches(@"3 failed, [1-9]\d* points · \d+ of 50000 points left", row);
        Assert.Contains("Used", row, StringComparison.Ordinal);
        Assert.Contains("VALIDATION", (await browser.Page($"{Path}/{pia.TokenId}")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_that_failed_are_listed_with_the_field_and_the_id_of_the_request()
    {
        using var pia = await app.Api("pia", TokenScope.Posts);
        var refused = (await pia.Answer("mutation { schedulePost(input: {id: \"UG9zdDow\", time: {date: \"2026-12-01\", time: \"09:00:00\"}}) { errors { ... on UserError { code } } } }"))["errors"]![0]!["extensions"]!;
        var lost = (await pia.Answer("mutation { editPost(input: {id: \"UG9zdDowMTkzMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDA=\", text: \"x\"}) { errors { ... on UserError { code field requestId } } } }"))["data"]!["editPost"]!["errors"]![0]!;
        Assert.Equal(("NOT_FOUND", "id"), ((string)lost["code"]!, (string)lost["field"]!));
        await app.Services.GetRequiredService<TokenMeter>().Write(TestContext.Current.CancellationToken);
        using var browser = await app.As("pia");
        var page = await browser.Page($"{Path}/{pia.TokenId}");
        var rows = page.QuerySelectorAll("section[aria-labelledby=failures] li");
        var failed = rows.Select(li => li.TextContent).ToList();
        Assert.Contains("id", rows.SelectMany(li => li.QuerySelectorAll("b code.ink-2")).Select(c => c.TextContent));
        Assert.Contains(failed, f => f.Contains("SCOPE_MISSING", StringComparison.Ordinal) && f.Contains("schedulePost", StringComparison.Ordinal) && f.Contains((string)refused["requestId"]!, StringComparison.Ordinal));
        Assert.Contains(failed, f => f.Contains("NOT_FOUND", StringComparison.Ordinal) && f.Contains("There is no such post.", StringComparison.Ordinal) && f.Contains((string)lost["requestId"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_that_fails_in_a_loop_keeps_its_latest_fifty()
    {
        using var wanda = await app.Api("wanda");
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 20; i++)
                await wanda.Answer("{ nonsense }");
            await app.Services.GetRequiredService<TokenMeter>().Write(TestContext.Current.CancellationToken);
        }

        Assert.Equal(TokenFailure.Most, await app.In("acme", db => db.TokenFailures.CountAsync(f => f.TokenId == wanda.TokenId)));
    }

    [Fact]
    public async Task Whoever_uses_what_will_go_is_told_once_and_sees_it_on_the_page()
    {
        using var ivo = await app.Api("ivo");
        var meter = app.Services.GetRequiredService<TokenMeter>();
        var token = await app.In("acme", db => db.AccessTokens.AsNoTracking().SingleAsync(t => t.Id == ivo.TokenId));
        for (var hour = 0; hour < 3; hour++)
        {
            for (var i = 0; i < 5; i++)
                meter.Count(token, TokenUse.Deprecated + "Post.oldName", 0, null);
            await meter.Write(TestContext.Current.CancellationToken);
            app.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Contains("uses Post.oldName", Assert.Single(await app.In("acme", db => db.Notices.Where(n => n.Kind == "token.deprecated").ToListAsync())).Words, StringComparison.Ordinal);
        using var browser = await app.As("ivo");
        Assert.Contains("Post.oldName15", (await browser.Page($"{Path}/{ivo.TokenId}")).QuerySelector("section[aria-labelledby=deprecated] li")!.TextContent.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_a_token_that_ends_is_told_two_weeks_before_and_once()
    {
        using var ivo = await app.Api("ivo");
        await app.In("acme", db => db.AccessTokens.Where(t => t.Id == ivo.TokenId).ExecuteUpdateAsync(t => t.SetProperty(x => x.ExpiresAt, app.Clock.GetUtcNow().AddDays(14).AddHours(1)), TestContext.Current.CancellationToken));
        await app.Run<LookAfterTokensJob>();
        Assert.Equal(0, await Notices());
        await app.In("acme", db => db.AccessTokens.Where(t => t.Id == ivo.TokenId).ExecuteUpdateAsync(t => t.SetProperty(x => x.ExpiresAt, app.Clock.GetUtcNow().AddDays(14).AddHours(-1)), TestContext.Current.CancellationToken));
        await app.Run<LookAfterTokensJob>();
        await app.Run<LookAfterTokensJob>();
        Assert.Equal(1, await Notices());
        using var browser = await app.As("ivo");
        Assert.Contains("Ends soon", (await browser.Page(Path)).QuerySelector($"#token-{ivo.TokenId}")!.TextContent, StringComparison.Ordinal);

        Task<int> Notices() => app.In("acme", db => db.Notices.CountAsync(n => n.Kind == "token.ending"));
    }

    [Fact]
    public async Task The_page_asks_the_same_number_of_commands_however_many_tokens_there_are()
    {
        using var adam = await app.As("adam");
        await adam.Page(Path);
        var few = await app.Sql.During(() => adam.Page(Path));
        for (var i = 0; i < 5; i++)
            (await app.Api("wanda")).Dispose();
        var many = await app.Sql.During(() => adam.Page(Path));
        Assert.True(few.Count == many.Count && many.Count <= 8, string.Join("\n\n", many));
    }

    [Fact]
    public async Task Others_neither_see_nor_revoke_it_but_for_those_who_manage_members()
    {
        using var program = await app.Api("wanda");
        using var pia = await app.As("pia");
        Assert.Null((await pia.Page(Path)).QuerySelector($"#token-{program.TokenId}"));
        using (var refused = await pia.Post($"{Path}/{program.TokenId}/revocation"))
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using (var hidden = await pia.Get($"{Path}/{program.TokenId}"))
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        using var adam = await app.As("adam");
        using (await adam.Post($"{Path}/{program.TokenId}/revocation")) { }
        Assert.NotNull(await app.In("acme", db => db.AccessTokens.Where(t => t.Id == program.TokenId).Select(t => t.RevokedAt).SingleAsync()));
    }

    [Theory, InlineData("clara", HttpStatusCode.Forbidden), InlineData("oscar", HttpStatusCode.NotFound)]
    public async Task Clients_may_not_and_strangers_find_nothing(string name, HttpStatusCode status)
    {
        using var visitor = await app.As(name);
        using (var page = await visitor.Get(Path))
            Assert.Equal(status, page.StatusCode);
        using (var made = await visitor.Post(Path, ("Name", "x"), ("Days", "30")))
            Assert.Equal(status, made.StatusCode);
    }

    Task<string> LastName(string name) => app.In("acme", async db => (await TestApp.Member(db, name)).Person.Name.Split(' ', 2)[1]);
}
