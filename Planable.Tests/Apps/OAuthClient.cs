using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Planable.Tests.Support;

namespace Planable.Tests.Apps;

/// <summary>Somebody's app: it knows its id, perhaps a secret, and HTTP.</summary>
public sealed class OAuthClient(TestApp app, string clientId, string? secret) : IDisposable
{
    public const string Back = "https://tool.example/back?from=planable";

    readonly HttpClient http = app.CreateClient(new() { AllowAutoRedirect = false });

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string ClientId => clientId;

    public string? Secret => secret;

    public string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>Olga registers it on the pages, as for any program of Northlight's.</summary>
    public static async Task<OAuthClient> Register(TestApp app, bool isPublic = false, string name = "Planner")
    {
        using var olga = await app.As("olga");
        using var made = await olga.Post("/w/acme/settings/developers/apps", ("Name", name), ("Redirects", $"{Back}\r\nhttp://127.0.0.1:7777/done"), ("IsPublic", isPublic ? "true" : "false"));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var page = await olga.Page(made.Headers.Location!.ToString());
        return new(app, page.QuerySelector("#app-client")!.TextContent, page.QuerySelector("#app-secret")?.TextContent);
    }

    public (string Name, string? Value)[] Asks(string? scope = "posts", string state = "st&te") =>
        [("response_type", "code"), ("client_id", clientId), ("redirect_uri", Back), ("scope", scope), ("state", state), ("code_challenge", Challenge), ("code_challenge_method", "S256")];

    public static string Address(IEnumerable<(string Name, string? Value)> asked) => QueryHelpers.AddQueryString("/oauth/authorize", asked.Where(a => a.Value is not null).Select(a => KeyValuePair.Create(a.Name, a.Value)));

    /// <summary>The person allows it.</summary>
    public async Task<string> Code(string person, string? scope = "posts", params string[] workspaces)
    {
        using var browser = await app.As(person);
        using var answer = await browser.Post("/oauth/authorize", [.. Asks(scope), ("allow", "true"), .. workspaces.Select(w => ("workspaces", (string?)w))]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return QueryHelpers.ParseQuery(answer.Headers.Location!.Query)["code"].Single()!;
    }

    public async Task<JsonNode> Tokens(string person, string? scope, params string[] workspaces) => await Good(Redeem(await Code(person, scope, workspaces)));

    public Task<HttpResponseMessage> Redeem(string code) => Post("/oauth/token", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Back), ("code_verifier", Verifier));

    public Task<HttpResponseMessage> Refresh(JsonNode tokens, string? scope = null) => Post("/oauth/token", ("grant_type", "refresh_token"), ("refresh_token", (string?)tokens["refresh_token"]), ("scope", scope));

    /// <summary>With HTTP Basic, or as an app without a secret does.</summary>
    public Task<HttpResponseMessage> Post(string path, params (string Name, string? Value)[] fields) => Send(path, secret is null ? null : $"{clientId}:{secret}", secret is null ? [.. fields, ("client_id", clientId)] : fields);

    public async Task<HttpResponseMessage> Send(string path, string? basic, params (string Name, string? Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Name, f.Value!))) };
        if (basic is not null)
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
        return await http.SendAsync(request, Cancel);
    }

    /// <summary>Asks the API with what it was given.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Answer)> Ask(JsonNode tokens, string query = "{ workspace { slug } }", string? workspace = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (string)tokens["access_token"]!);
        if (workspace is not null)
            request.Headers.Add("Planable-Workspace", workspace);
        using var answer = await http.SendAsync(request, Cancel);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!);
    }

    public async Task<bool> IsOpen(JsonNode tokens, string? workspace = null) => (await Ask(tokens, workspace: workspace)).Status == HttpStatusCode.OK;

    public Task<string> Get(string path) => http.GetStringAsync(path, Cancel);

    public static async Task<JsonNode> Good(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        return JsonNode.Parse(text)!;
    }

    /// <returns>The error's code.</returns>
    public static async Task<string> Refused(Task<HttpResponseMessage> asked, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        using var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} {text}");
        return (string)JsonNode.Parse(text)!["error"]!;
    }

    public void Dispose() => http.Dispose();
}
