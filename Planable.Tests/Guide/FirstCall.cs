using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Planable.Tests.Guide;

/// <summary>The sample of docs/api/first-call.md, to the letter: a test compares them.</summary>
static class FirstCall
{
    public static async Task Run(string address, string token)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.PostAsJsonAsync("/graphql", new { query = "query Newest { posts(first: 5) { nodes { title state } } }" });
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        if (answer["errors"] is { } errors)
            throw new InvalidOperationException($"{errors[0]!["extensions"]?["code"]}: {errors[0]!["message"]}");
        foreach (var post in answer["data"]!["posts"]!["nodes"]!.AsArray())
            Console.WriteLine($"{post!["state"]} {post["title"]}");
    }
}
