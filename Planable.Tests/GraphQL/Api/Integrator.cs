using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Tokens;
using Planable.Tests.Support;
using Planable.Web.GraphQL.Engine.Data;

namespace Planable.Tests.GraphQL.Api;

/// <summary>Somebody's program: asks the API with a token.</summary>
public sealed class Integrator(HttpClient client, string secret, Guid tokenId) : IDisposable
{
    public string Secret => secret;

    public Guid TokenId => tokenId;

    public HttpClient Http => client;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What was answered; the request itself must not be refused.</summary>
    public async Task<JsonNode> Ask(string query, object? variables = null)
    {
        var answer = await Answer(query, variables);
        Assert.True(answer["errors"] is null, answer.ToJsonString());
        return answer["data"]!;
    }

    /// <summary>The payload of a mutation that has to go well.</summary>
    public async Task<JsonNode> Do(string mutation, object? variables = null)
    {
        var payload = (await Ask(mutation, variables)).AsObject().Single().Value!;
        Assert.True(payload["errors"] is null, payload.ToJsonString());
        return payload;
    }

    /// <summary>The code of the error a mutation answers.</summary>
    public async Task<string?> Refused(string mutation, object? variables = null)
    {
        var answer = await Answer(mutation, variables);
        return (string?)(answer["errors"]?[0]?["extensions"]?["code"] ?? answer["data"]!.AsObject().Single().Value!["errors"]?[0]?["code"]);
    }

    public async Task<JsonNode> Answer(string query, object? variables = null)
    {
        using var response = await Send(query, variables);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!;
    }

    public Task<HttpResponseMessage> Send(string query, object? variables = null, string? key = null) => Send(new { query, variables }, key);

    public async Task<HttpResponseMessage> Send(object body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Cancel);
    }

    public void Dispose() => client.Dispose();
}

public static class Integrators
{
    /// <summary>With a token of the person in Acme; of Oscar in the workspace he has elsewhere.</summary>
    public static async Task<Integrator> Api(this TestApp app, string name, params TokenScope[] scopes)
    {
        var client = app.CreateClient();
        var (id, secret) = await app.In(name == "oscar" ? "elsewhere" : "acme", async db =>
        {
            var member = await TestApp.Member(db, name);
            var (token, text) = AccessToken.Make($"{name}'s program", scopes, 30, member, app.Clock.GetUtcNow());
            db.AccessTokens.Add(token);
            await db.SaveChangesAsync();
            return (token.Id, text);
        });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return new Integrator(client, secret, id);
    }

    public static string Id(string type, Guid id) => GlobalIds.Write(type, id);

    public static Guid Raw(JsonNode? id) => Guid.Parse(GlobalIds.TryRead((string)id!)!.Value.RawId);
}
