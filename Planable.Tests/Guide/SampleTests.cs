using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Planable.Data.Tokens;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Media;
using Planable.Tests.Support;
using Planable.Web.Guide;

namespace Planable.Tests.Guide;

/// <summary>Everything the guide shows is run as it stands there, against the app behind a real socket.</summary>
public sealed class SampleTests : IClassFixture<ServedApp>, IDisposable
{
    readonly ServedApp app;
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("guide");
    readonly string[] pages = Directory.GetFiles(Root.File("docs", "api"), "*.md");

    public SampleTests(ServedApp app)
    {
        this.app = app;
        foreach (Match block in pages.SelectMany(p => Regex.Matches(File.ReadAllText(p), @"```(?:js|sh) (\S+)\n(.*?)```", RegexOptions.Singleline)))
            File.WriteAllText(Path.Combine(folder.FullName, block.Groups[1].Value), block.Groups[2].Value);
    }

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Every_sample_runs()
    {
        var (address, who) = await app.Serve("pia", TokenScope.Write);
        using var mine = who;
        await who.Do("mutation { createPost(input: {text: \"To be read\"}) { post { id } errors { __typename } } }");
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "dot.png"), Pixels.Png(40, 30), Cancel);

        Assert.Contains("\"me\":{\"member\":{\"name\":\"Pia", await Run("sh", "first-call.sh", address, who.Secret), StringComparison.Ordinal);
        Assert.Contains("To be read", await Run("node", "first-call.mjs", address, who.Secret), StringComparison.Ordinal);
        Assert.Matches(@"^[1-9]\d* posts", await Run("node", "pages.mjs", address, who.Secret));
        Assert.Equal("one post", (await Run("node", "once.mjs", address, who.Secret)).Trim());
        Assert.Equal("a post with 1 picture, 40 pixels wide", (await Run("node", "upload.mjs", address, who.Secret)).Trim());
        Assert.Equal("order.txt, 17 bytes, goes with the comment", (await Run("node", "comment.mjs", address, who.Secret)).Trim());
        await FirstCall.Run(new Uri(address, "/").ToString(), who.Secret);

        var known = (string[])["planable.mjs", "first-call.sh", "first-call.mjs", "pages.mjs", "once.mjs", "upload.mjs", "comment.mjs", "follow.mjs"];
        Assert.Empty(folder.GetFiles().Select(f => f.Name).Except(known).Except(["dot.png"]));
    }

    [Fact]
    public async Task The_sample_that_follows_goes_on_after_the_last_number_it_had()
    {
        var (address, who) = await app.Serve("pia", TokenScope.Write);
        using var mine = who;
        var last = (long)(await who.Ask("{ workspace { lastEvent } }"))["workspace"]!["lastEvent"]!;
        await who.Do("mutation { createPost(input: {text: \"While it was away\"}) { post { id } errors { __typename } } }");
        using var follow = Start("node", "follow.mjs", address, who.Secret, last.ToString(System.Globalization.CultureInfo.InvariantCulture));
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            patience.CancelAfter(TimeSpan.FromSeconds(60));
            var heard = "";
            while (!heard.Contains("While it was away", StringComparison.Ordinal))
                heard = await follow.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException(await follow.StandardError.ReadToEndAsync(Cancel));
            await who.Do("mutation { createPost(input: {text: \"As it happens\"}) { post { id } errors { __typename } } }");
            while (!heard.Contains("As it happens", StringComparison.Ordinal))
                heard = await follow.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException(await follow.StandardError.ReadToEndAsync(Cancel));
        }
        finally
        {
            follow.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Every_operation_of_the_guide_is_answered()
    {
        using var who = await app.Api("adam", TokenScope.Write);
        // Asked by their names below; a subscription is one that the samples follow.
        var asked = new HashSet<string>(StringComparer.Ordinal) { "Posts" };
        var id = (string)(await Ask("Draft", new { text = "By the guide" }))["createPost"]!["post"]!["id"]!;
        foreach (var name in (string[])["Planned", "Page", "Library", "Webhooks", "Left"])
            await Ask(name, null);
        Assert.Equal("By the guide", (string?)(await Ask("OnePost", new { id }))["node"]!["title"]);
        Assert.Equal("NO_CHANNEL", Code((await Ask("Schedule", new { id, date = "2030-12-02" }))["schedulePost"]!));
        Assert.NotNull((await Ask("Later", new { ids = new[] { id } }))["changePosts"]!["bulkChange"]);
        Assert.Equal(GuideBook.Examples.Select(e => e.Name).Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));

        Task<JsonNode> Ask(string name, object? variables)
        {
            asked.Add(name);
            return who.Ask(GuideBook.Examples.Single(e => e.Name == name).Text, variables);
        }

        static string? Code(JsonNode payload) => (string?)payload["errors"]?[0]?["code"];
    }

    [Fact]
    public void No_operation_of_the_guide_is_left_out_and_the_sample_in_CSharp_is_the_one_that_was_run()
    {
        Assert.Equal(pages.Sum(p => Regex.Count(File.ReadAllText(p), "```graphql")), GuideBook.Examples.Count);
        Assert.Equal(pages.Length + 1, GuideBook.Chapters.Count);
        var sample = Regex.Match(File.ReadAllText(Root.File("docs", "api", "first-call.md")), @"```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        Assert.Contains(Flat(sample), Flat(File.ReadAllText(Root.File("Planable.Tests", "Guide", "FirstCall.cs"))), StringComparison.Ordinal);
    }

    static string Flat(string code) => string.Join('\n', code.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0));

    async Task<string> Run(string tool, string file, Uri address, string token)
    {
        using var run = Start(tool, file, address, token, null);
        var (output, errors) = (run.StandardOutput.ReadToEndAsync(Cancel), run.StandardError.ReadToEndAsync(Cancel));
        await run.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        Assert.True(run.ExitCode == 0, $"{file}: {await errors}\n{await output}");
        return await output;
    }

    Process Start(string tool, string file, Uri address, string token, string? last)
    {
        var start = new ProcessStartInfo(tool, [file]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.FullName };
        (start.Environment["PLANABLE"], start.Environment["PLANABLE_TOKEN"], start.Environment["LAST"], start.Environment["PICTURE"]) = (new Uri(address, "/").ToString().TrimEnd('/'), token, last, "dot.png");
        return Process.Start(start)!;
    }
}
