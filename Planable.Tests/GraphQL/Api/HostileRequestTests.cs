using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Planable.Data.Tokens;
using Planable.Tests.Support;

namespace Planable.Tests.GraphQL.Api;

/// <summary>Whatever is sent to the running app is answered soon, with an error a program can read, and never by a fault of ours.</summary>
public class HostileRequestTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Floods => ["repeated fields", "repeated aliases", "deep nesting", "deep lists", "circular fragments", "fanned fragments", "deep introspection", "directive flood", "variable flood", "operation flood", "long name", "long string", "deep value"];

    [Theory, MemberData(nameof(Floods))]
    public async Task A_flood_is_refused_in_bounded_time(string flood)
    {
        var query = flood switch
        {
            "repeated fields" => "{ " + string.Concat(Enumerable.Repeat("workspace { name } ", 5000)) + "}",
            "repeated aliases" => "{ " + string.Concat(Enumerable.Range(0, 5000).Select(i => $"a{i}: workspace {{ name }} ")) + "}",
            "deep nesting" => string.Concat(Enumerable.Repeat("{ posts ", 3000)) + new string('}', 3000),
            "deep lists" => "{ nodes(ids: " + new string('[', 5000) + new string(']', 5000) + ") { id } }",
            "circular fragments" => "{ posts { nodes { ...A } } } fragment A on Post { ...B } fragment B on Post { threads { nodes { post { ...A } } } }",
            "fanned fragments" => "{ posts { nodes { ...F0 } } } " + string.Concat(Enumerable.Range(0, 40).Select(i => $"fragment F{i} on Post {{ a{i}: author {{ name }} x: campaign {{ name }} ...F{i + 1} ...F{i + 1} }} ")) + "fragment F40 on Post { deliveries { post { ...F39 } } }",
            "deep introspection" => "{ __schema { types { " + string.Concat(Enumerable.Repeat("fields { type { ", 20)) + "name" + new string('}', 43),
            "directive flood" => "{ workspace " + string.Concat(Enumerable.Repeat("@skip(if: false) ", 5000)) + "{ name } }",
            "variable flood" => "query (" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"$v{i}: Int ")) + ") { workspace { name } }",
            "operation flood" => string.Concat(Enumerable.Range(0, 5000).Select(i => $"query Q{i} {{ workspace {{ name }} }} ")),
            "long name" => "{ " + new string('a', 1_000_000) + " }",
            "long string" => "{ posts(filter: {search: \"" + new string('x', 1_000_000) + "\", nothing: 1}) { totalCount } }",
            _ => "{ posts(filter: " + string.Concat(Enumerable.Repeat("{a: ", 5000)) + "1" + new string('}', 5000) + ") { totalCount } }",
        };
        using var pia = await app.Api("pia", TokenScope.Write);
        var watch = Stopwatch.GetTimestamp();
        using var response = await pia.Send(query);
        Assert.True(Stopwatch.GetElapsedTime(watch) < Soon, $"It took {Stopwatch.GetElapsedTime(watch)}.");
        await IsRefused(response);
    }

    [Fact]
    public async Task Bodies_that_are_no_request_are_refused_with_their_kind()
    {
        using var pia = await app.Api("pia", TokenScope.Write);
        var random = new Random(7);
        foreach (var size in (int[])[0, 1, 17, 300, 4096])
        {
            var garbage = new byte[size];
            random.NextBytes(garbage);
            foreach (var type in (string[])["application/json", "application/graphql", "text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "nonsense"])
            {
                using var response = await Post(pia, garbage, type);
                Assert.True((int)response.StatusCode is >= 400 and < 500, $"{size} bytes of {type}: {response.StatusCode}");
            }
        }

        foreach (var body in (string[])["null", "[]", "{}", "\"query\"", "42", "{\"query\":1}", "{\"query\":null}", "{\"query\":\"{ workspace { name } }\",\"variables\":[]}", "{\"query\":\"query ($a: Int!) { workspace { name } }\",\"variables\":\"x\"}", "{\"query\":\"\\u0000\"}", "{\"query\":\"{ \\ud800 }\"}", new string('[', 20_000)])
        {
            using var response = await Post(pia, Encoding.UTF8.GetBytes(body), "application/json");
            await IsRefused(response);
        }
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_ends_in_a_refusal()
    {
        using var pia = await app.Api("pia", TokenScope.Write);
        var body = Encoding.UTF8.GetBytes("{\"query\":\"{ workspace { name } nothing }" + new string(' ', 10 * 1024 * 1024) + "\"}");
        var watch = Stopwatch.GetTimestamp();
        using var response = await Post(pia, body, "application/json");
        Assert.True(Stopwatch.GetElapsedTime(watch) < Soon);
        Assert.True((int)response.StatusCode is >= 200 and < 500, $"{response.StatusCode}");
        Assert.DoesNotContain("\"name\":", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_broken_requests_break_nothing()
    {
        using var pia = await app.Api("pia", TokenScope.Write);
        const string sound = "query ($n: Int = 3) { posts(first: $n, filter: {search: \"a\\u00e9\", states: [DRAFT]}) { nodes { id ... on Post @include(if: true) { title } ...F } } } fragment F on Post { labels { name } } # end";
        var random = new Random(2026);
        const string signs = "{}()[]:$!@|&=\"\\#,.\u0000\ufeff\ud83d x1-";
        for (var i = 0; i < 1500; i++)
        {
            var text = new StringBuilder(sound);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(text.Length);
                if (random.Next(2) == 0)
                    text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                else
                    text.Insert(at, signs[random.Next(signs.Length)]);
            }

            using var response = await pia.Send(text.ToString());
            // What is changed may still be sound, and points run out.
            Assert.True((int)response.StatusCode is 200 or 400 or 429, $"{response.StatusCode}: {text}");
            var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain("Unexpected Execution Error", answer, StringComparison.Ordinal);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                app.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    static async Task<HttpResponseMessage> Post(Integrator who, byte[] body, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(body) };
        if (MediaTypeHeaderValue.TryParse(type, out var read))
            request.Content.Headers.ContentType = read;
        else
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await who.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>4xx, or for application/json 200 with errors and without data.</summary>
    static async Task IsRefused(HttpResponseMessage response)
    {
        Assert.True((int)response.StatusCode is 200 or (>= 400 and < 500), $"{response.StatusCode}");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var answer = JsonNode.Parse(text)!;
        Assert.True(answer["errors"] is JsonArray { Count: > 0 } && answer["data"] is null, text.Length > 500 ? text[..500] : text);
        Assert.DoesNotContain("Unexpected Execution Error", text, StringComparison.Ordinal);
    }
}
