using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Planable.Tests.Apps;
using Planable.Tests.Portals;
using Planable.Tests.Support;

namespace Planable.Tests.GraphQL.Api;

/// <summary>Which workspaces a program learns of.</summary>
public class WorkspacesTests(PortalApp app) : IClassFixture<PortalApp>
{
    const string Query = "{ openWorkspaces(first: 50) { totalCount nodes { slug role isEntered } } }";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static string[] Slugs(JsonNode answer) => [.. answer["data"]!["openWorkspaces"]!["nodes"]!.AsArray().Select(w => (string)w!["slug"]!).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task A_token_that_was_made_by_hand_opens_one_and_tells_of_no_other()
    {
        using var olga = await app.Api("olga");
        var found = (await olga.Ask(Query))["openWorkspaces"]!;
        Assert.Equal(1, (int)found["totalCount"]!);
        Assert.Equal(("acme", "OWNER", true), ((string)found["nodes"]![0]!["slug"]!, (string)found["nodes"]![0]!["role"]!, (bool)found["nodes"]![0]!["isEntered"]!));
        using var oscar = await app.Api("oscar");
        Assert.Equal(["elsewhere"], Slugs(await oscar.Answer(Query)));
        using var clara = await app.Api("clara");
        Assert.Equal(["acme"], Slugs(await clara.Answer(Query)));
    }

    [Fact]
    public async Task An_apps_token_tells_of_those_its_person_chose_page_by_page()
    {
        using var tool = await OAuthClient.Register(app, isPublic: true, name: "Overview");
        var tokens = await tool.Tokens("olga", null, "acme", "bolt");
        Assert.Equal(HttpStatusCode.BadRequest, (await tool.Ask(tokens, Query)).Status);
        var nodes = (await tool.Ask(tokens, Query, "bolt")).Answer["data"]!["openWorkspaces"]!["nodes"]!.AsArray();
        Assert.Equal([("acme", false), ("bolt", true)], nodes.Select(w => ((string)w!["slug"]!, (bool)w["isEntered"]!)));
        const string paged = "query ($after: String) { openWorkspaces(first: 1, after: $after) { pageInfo { hasNextPage endCursor } nodes { slug } } }";
        var first = (await tool.Ask(tokens, paged, "acme")).Answer["data"]!["openWorkspaces"]!;
        Assert.True((bool)first["pageInfo"]!["hasNextPage"]!);
        var second = (await tool.Ask(tokens, paged.Replace("$after)", $"\"{first["pageInfo"]!["endCursor"]}\")", StringComparison.Ordinal).Replace("query ($after: String) ", "", StringComparison.Ordinal), "acme")).Answer["data"]!["openWorkspaces"]!;
        Assert.Equal(("acme", "bolt", false), ((string)first["nodes"]![0]!["slug"]!, (string)second["nodes"]![0]!["slug"]!, (bool)second["pageInfo"]!["hasNextPage"]!));

        var one = await tool.Tokens("olga", null, "bolt");
        Assert.Equal(["bolt"], Slugs((await tool.Ask(one, Query)).Answer));
    }

    [Fact]
    public async Task A_workspace_that_somebody_left_is_gone_and_comes_back_with_them()
    {
        using var tool = await OAuthClient.Register(app, isPublic: true, name: "Leaver");
        var tokens = await tool.Tokens("pia", null, "acme", "bolt");
        Assert.Equal(["acme", "bolt"], Slugs((await tool.Ask(tokens, Query, "acme")).Answer));
        await Left(app.Clock.GetUtcNow());
        Assert.Equal(["acme"], Slugs((await tool.Ask(tokens, Query, "acme")).Answer));
        Assert.Equal(HttpStatusCode.Unauthorized, (await tool.Ask(tokens, Query, "bolt")).Status);
        await Left(null);
        Assert.Equal(["acme", "bolt"], Slugs((await tool.Ask(tokens, Query, "acme")).Answer));

        Task Left(DateTimeOffset? at) => app.In("bolt", db => db.Members.Where(m => m.Person.Name.StartsWith("Pia")).ExecuteUpdateAsync(m => m.SetProperty(x => x.LeftAt, at), Cancel));
    }

    [Fact]
    public async Task Under_an_agencys_own_address_there_are_only_that_agencys()
    {
        // In Oscar's place Olga belongs to somebody else's client too.
        var oscar = await Placed("olga");
        using var tool = await OAuthClient.Register(app, isPublic: true, name: "Portal");
        var tokens = await tool.Tokens("olga", null, "acme", "elsewhere");
        Assert.Equal(["acme", "elsewhere"], Slugs((await tool.Ask(tokens, Query, "acme")).Answer));
        await app.Open("plan.northlight.example", "acme");
        // Programs ask us, not an agency; there only a person at the explorer asks.
        using var there = await app.At("plan.northlight.example", "olga");
        using (var program = await Sent(there, "/graphql"))
            Assert.Equal(HttpStatusCode.NotFound, program.StatusCode);
        using var here = await app.As("olga");
        Assert.Equal(["acme", "bolt", "elsewhere"], Slugs(await Asked(here)));
        Assert.Equal(["acme", "bolt"], Slugs(await Asked(there)));
        await Placed(oscar);

        Task<string> Placed(string name) => app.In("elsewhere", async db =>
        {
            var before = await db.Members.Where(m => m.LeftAt == null).Select(m => m.Person.Email!).SingleAsync(Cancel);
            var person = await db.Users.Where(p => p.Email!.StartsWith(name)).Select(p => p.Id).SingleAsync(Cancel);
            await db.Members.ExecuteUpdateAsync(m => m.SetProperty(x => x.PersonId, person), Cancel);
            return before;
        });
    }

    static async Task<JsonNode> Asked(Visitor at)
    {
        using var answer = await Sent(at, "/w/acme/settings/developers/explorer");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
    }

    static async Task<HttpResponseMessage> Sent(Visitor at, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { query = Query }) };
        request.Headers.Add("RequestVerificationToken", at.FormToken);
        return await at.Http.SendAsync(request, Cancel);
    }
}
