using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Tokens;
using Planable.Tests.Support;

namespace Planable.Tests.GraphQL.Api;

public class DoorTests(TestApp app) : IClassFixture<TestApp>
{
    [Theory, InlineData(null), InlineData("Bearer planable_000000000000000000000000000000000000000000000000"), InlineData("Basic b2xnYTp4"), InlineData("Bearer ")]
    public async Task Nobody_asks_anything_without_a_token(string? authorization)
    {
        using var nobody = app.CreateClient();
        if (authorization is not null)
            nobody.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var response = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(nobody, "/graphql", new { query = "{ workspace { name } }" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["errors"]![0]!;
        Assert.Equal("UNAUTHENTICATED", (string?)error["extensions"]!["code"]);
        Assert.NotNull(error["extensions"]!["requestId"]);
    }

    [Fact]
    public async Task A_browser_session_is_no_token()
    {
        using var olga = await app.As("olga");
        using var response = await olga.Get("/graphql?query={workspace{name}}");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_token_ends_with_its_day_its_revoking_and_its_membership()
    {
        using var ended = await app.Api("wanda");
        using var revoked = await app.Api("wanda");
        await app.In("acme", async db =>
        {
            await db.AccessTokens.Where(t => t.Id == ended.TokenId).ExecuteUpdateAsync(t => t.SetProperty(x => x.ExpiresAt, app.Clock.GetUtcNow()));
            (await db.AccessTokens.SingleAsync(t => t.Id == revoked.TokenId)).Revoke(await TestApp.Member(db, "adam"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        foreach (var program in (Integrator[])[ended, revoked])
        {
            using var response = await program.Send("{ workspace { name } }");
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        using var left = await app.Api("carl");
        await left.Ask("{ workspace { name } }");
        await app.In("acme", async db =>
        {
            (await TestApp.Member(db, "carl")).Leave(await TestApp.Member(db, "olga"), await db.Members.ToListAsync(), null, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        using var gone = await left.Send("{ workspace { name } }");
        Assert.Equal(HttpStatusCode.Unauthorized, gone.StatusCode);
    }

    [Fact]
    public async Task What_it_costs_is_told_and_what_costs_too_much_is_refused_with_the_figure()
    {
        using var pia = await app.Api("pia");
        using var response = await pia.Send("{ rateLimit { limit remaining resetAt } }");
        var left = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["data"]!["rateLimit"]!;
        Assert.Equal(response.Headers.GetValues("RateLimit-Limit").Single(), (string?)left["limit"]!.ToString());
        // Points come back while it is answered.
        var remaining = int.Parse(response.Headers.GetValues("RateLimit-Remaining").Single(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange((int)left["remaining"]!, remaining, (int)left["limit"]!);
        Assert.True(remaining < (int)left["limit"]!);

        var dear = (await pia.Answer("{ posts(first: 100) { nodes { threads(first: 100) { nodes { comments(first: 100) { nodes { text } } } } } } }"))["errors"]![0]!["extensions"]!;
        Assert.Equal("HC0047", (string?)dear["code"]);
        Assert.True((double)dear["fieldCost"]! > (double)dear["maxFieldCost"]!);
    }

    [Theory]
    [InlineData("""{"query":"{ nonsense }"}""")]
    [InlineData("""{"query":"{ posts { nodes { id } }"}""")]
    public async Task What_is_wrong_is_said_with_a_code(string body)
    {
        using var pia = await app.Api("pia");
        using var response = await pia.Http.PostAsync("/graphql", new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")), TestContext.Current.CancellationToken);
        Assert.NotNull(JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["errors"]![0]!["extensions"]!["code"]);
        Assert.Equal(32, response.Headers.GetValues("X-Request-Id").Single().Length);
    }
}

public sealed class FrugalApp : TestApp
{
    public override void Settle(IWebHostBuilder web) => web.UseSetting("Api:PointsPerMinute", "60");
}

public class ThrottleTests(FrugalApp app) : IClassFixture<FrugalApp>
{
    [Fact]
    public async Task Whoever_spends_more_than_there_is_waits_and_is_told_how_long()
    {
        using var pia = await app.Api("pia", TokenScope.Posts);
        const string query = "{ labels(first: 5) { nodes { name } } }";
        HttpResponseMessage refused;
        while ((refused = await pia.Send(query)).IsSuccessStatusCode)
            refused.Dispose();
        using (refused)
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            var error = JsonNode.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["errors"]![0]!["extensions"]!;
            Assert.Equal("THROTTLED", (string?)error["code"]);
            Assert.True((double)error["cost"]! > (double)error["remaining"]!);
            app.Clock.Advance(refused.Headers.RetryAfter!.Delta!.Value);
        }

        using var again = await pia.Send(query);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using var other = await app.Api("pia");
        using var others = await other.Send(query);
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
    }
}
