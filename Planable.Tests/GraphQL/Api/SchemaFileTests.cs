using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Planable.Tests.GraphQL.Engine.Sample;
using Planable.Tests.Support;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Tests.GraphQL.Api;

public class SchemaFileTests(TestApp app) : IClassFixture<TestApp>
{
    const string File = "Planable.Web/GraphQL/schema.graphql";

    string Now => SchemaPrinter.Print(app.Services.GetRequiredService<RequestExecutor>().Schema);

    [Fact]
    public async Task The_file_says_what_is_served() =>
        Assert.True(await System.IO.File.ReadAllTextAsync(Root.File(File), TestContext.Current.CancellationToken) == Now, $"The schema has changed. Write it down: dotnet run --project Planable.Web -- schema export --output {File}");

    [Fact]
    public async Task Nothing_that_programs_use_goes_before_it_was_deprecated_for_ninety_days()
    {
        var folder = Directory.CreateTempSubdirectory("schema");
        try
        {
            var before = new List<(string Text, DateTimeOffset At)> { (await System.IO.File.ReadAllTextAsync(Root.File(File), TestContext.Current.CancellationToken), TimeProvider.System.GetUtcNow()) };
            foreach (var line in (await Git("log", "--format=%H %cI", "--", File)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var (commit, at) = (line.Split(' ')[0], DateTimeOffset.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
                if (await Git("show", $"{commit}:{File}") is { Length: > 0 } text)
                    before.Add((text, at));
            }

            Assert.Equal("[]", await Broken(folder.FullName, Now, TimeProvider.System.GetUtcNow(), before));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_guard_knows_what_breaks_and_what_had_its_notice()
    {
        var folder = Directory.CreateTempSubdirectory("schema");
        try
        {
            const string was = "type Query { a: Int b: Int @deprecated(reason: \"Use a.\") }";
            var now = TimeProvider.System.GetUtcNow();
            Assert.Equal("[\"Query.a was removed.\"]", await Broken(folder.FullName, "type Query { b: Int }", now, [(was, now.AddDays(-100))]));
            Assert.Equal("[\"Query.b was removed.\"]", await Broken(folder.FullName, "type Query { a: Int }", now, [(was, now.AddDays(-80))]));
            Assert.Equal("[]", await Broken(folder.FullName, "type Query { a: Int }", now, [(was, now.AddDays(-80)), (was, now.AddDays(-91))]));
            Assert.Equal("[\"Query.a changed type from Int to String.\"]", await Broken(folder.FullName, "type Query { a: String b: Int }", now, [(was, now)]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<string> Broken(string folder, string now, DateTimeOffset today, IReadOnlyList<(string Text, DateTimeOffset At)> before)
    {
        string Put(string name, string text)
        {
            var path = Path.Combine(folder, name);
            System.IO.File.WriteAllText(path, text);
            return path;
        }

        var manifest = new { now = Put("now.graphql", now), today, before = before.Select((b, i) => new { file = Put($"{i}.graphql", b.Text), at = b.At }).ToList() };
        return JsonNode.Parse(await Reference.Run("changes.mjs", Put("manifest.json", JsonSerializer.Serialize(manifest))))!.ToJsonString();
    }

    /// <returns>Nothing where there is no history, as in an unpacked archive.</returns>
    static async Task<string> Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Root.Folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var output = await git.StandardOutput.ReadToEndAsync();
            await git.WaitForExitAsync();
            return git.ExitCode == 0 ? output : "";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }
}
