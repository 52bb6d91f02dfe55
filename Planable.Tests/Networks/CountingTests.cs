using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Planable.Data.Networks;
using Registry = Planable.Data.Networks.Networks;

using Planable.Tests.Support;

namespace Planable.Tests.Networks;

public class CountingTests
{
    private static readonly Dictionary<string, long> Limits = new() { ["text"] = 280, ["linkLength"] = 23 };
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly Lazy<IReadOnlyList<CountingCase>> Table = new(() =>
        JsonSerializer.Deserialize<List<CountingCase>>(File.ReadAllText(Root.File("Planable.Tests", "Networks", "counting-cases.json")), Json)!);

    public static IEnumerable<TheoryDataRow<string, string>> Names => Table.Value.Select(c => new TheoryDataRow<string, string>(c.Measure, c.Name));

    [Theory, MemberData(nameof(Names))]
    public void The_server_counts_as_the_table_says(string measure, string name)
    {
        var expected = Table.Value.Single(c => c.Measure == measure && c.Name == name);

        Assert.Equal(expected.Used, Measure(measure, expected.Words, expected.Along));
    }

    [Fact]
    public void The_table_has_cases_for_every_measure() =>
        Assert.Empty(TextMeasure.Names.Except(Table.Value.Select(c => c.Measure)));

    [Fact]
    public async Task The_browser_counts_as_the_table_says()
    {
        var used = await InNode([.. Table.Value.Select(c => new Question(c.Measure, c.Words, c.Along))]);

        var wrong = Table.Value.Zip(used)
            .Where(p => p.First.Used != p.Second)
            .Select(p => $"{p.First.Measure}, {p.First.Name}: {p.Second} instead of {p.First.Used}");
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Browser_and_server_agree_on_whatever_people_paste_together()
    {
        string[] pieces =
        [
            "a", "Z", "7", " ", "\n", "\r\n", "é", "e", "\u0301", "ß", "я", "本", "한", "क", "्", "ष", "ক্ষ",
            "ا", "ب", "\u0600", "ש", "\u05B8", "ή", "カ", "\u3099", "ก", "ำ", "\u1100", "\u1161", "\u11A8", "、", "\u302A", "\r", "\u00AD",
            "\u200F", "\u200D", "\u200C", "\uFE0F", "\u20E3",
            "😀", "👍🏽", "🏽", "👨‍👩‍👧", "🇩🇪", "🇫", "❤️", "©", "®️", "1️⃣",
            "\uD83D", "\uDE00", "#", "@", ".", "/", "?", "(", ")", "-", "_", ":", "=", "&", ",", "\"", "…", "「", "＠",
            "http://", "https://", "example", ".com", ".de", ".photography", "www.", "example.com", "https://example.com/a",
            "@wanda", "@bolt.example", "@ivo@acme.example", "/path", "?q=1", "xn--p1ai",
        ];
        var random = new Random(20261121);
        var questions = Enumerable.Range(0, 4000)
            .Select(i => new Question(TextMeasure.Names.ElementAt(i % TextMeasure.Names.Count()), Pasted(pieces, random), ""))
            .ToList();

        var used = await InNode(questions);

        var apart = questions.Zip(used)
            .Select(p => (p.First.Measure, p.First.Text, Browser: p.Second, Server: Measure(p.First.Measure, p.First.Text, "")))
            .Where(p => p.Browser != p.Server)
            .Select(p => $"{p.Measure} {JsonSerializer.Serialize(p.Text)}: browser {p.Browser}, server {p.Server}")
            .ToList();
        Assert.True(apart.Count == 0, string.Join('\n', apart));
    }

    [Theory, InlineData("x"), InlineData("graphemes"), InlineData("mastodon"), InlineData("utf8Bytes"), InlineData("emojiAsBytes")]
    public void Sixty_thousand_characters_are_counted_at_once(string measure)
    {
        string[] texts =
        [
            string.Concat(Enumerable.Repeat("Ein Satz für Acme, mit https://example.com/link und #tag. ", 1100)),
            new string('a', 60_000),
            new string('語', 60_000),
            string.Concat(Enumerable.Repeat("a.", 30_000)),
            string.Concat(Enumerable.Repeat("@a", 30_000)),
            string.Concat(Enumerable.Repeat("(https://a.de/(", 4_000)),
            string.Concat(Enumerable.Repeat("👍🏽", 15_000)),
        ];
        foreach (var text in texts)
        {
            Measure(measure, text, "");
            var best = Enumerable.Range(0, 5).Min(_ =>
            {
                var started = Stopwatch.GetTimestamp();
                Measure(measure, text, "");
                return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            });

            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{best:0.0} ms for {text[..10]}..."));
            // The aim is 5 ms for prose in a release build; what costs its square takes seconds.
            Assert.True(best < 50, string.Create(CultureInfo.InvariantCulture, $"{best:0.0} ms for {text[..10]}..."));
        }
    }

    public static TheoryData<string> Tagged => new(
        "https://acme.example", "See acme.example/a and https://acme.example/b?x=1#top.", "https://acme.example/?utm_source=own", "HTTPS://Acme.Example/A?b=", "no link here",
        "(https://shop.acme.example/a(b))", "https://other.example/x", "https://acme.example/ä?q=ü&", "two https://acme.example/1 https://acme.example/2");

    [Theory, MemberData(nameof(Tagged))]
    public async Task The_browser_marks_links_as_the_server_does(string text)
    {
        var tags = new Data.Links.LinkTags(new SortedDictionary<string, string>(StringComparer.Ordinal) { ["utm_campaign"] = "Autumn (2026)!", ["utm_source"] = "x y&z" }, ["acme.example"]);
        foreach (var name in (string[])["x", "linkedin"])
        {
            var network = Registry.Of(name);
            var domains = network.Counting.FirstOrDefault(c => c.TopLevelDomains is not null)?.TopLevelDomains;
            var start = new ProcessStartInfo("node", "--input-type=module") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            using var node = Process.Start(start)!;
            await node.StandardInput.WriteAsync($$"""
                import { tagged } from {{JsonSerializer.Serialize(new Uri(Root.File("wwwroot", "js", "link-tags.js")).AbsoluteUri)}};
                const domains = {{JsonSerializer.Serialize(domains)}};
                console.log(JSON.stringify(tagged({{JsonSerializer.Serialize(text)}}, {{JsonSerializer.Serialize(tags, Json)}}, domains ? new Set(domains.split(" ")) : null)));
                """);
            node.StandardInput.Close();
            var said = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.True(said.Length > 0, await node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            Assert.Equal(Data.Links.LinkTags.In(text, network, tags), JsonSerializer.Deserialize<string>(said));
        }
    }

    private static int Measure(string measure, string text, string along) => TextMeasure.Find(measure)!.Of(text, along, Rule(measure), Limits);

    private static CountingRule Rule(string measure) =>
        new(["text"], measure, "text", TopLevelDomains: measure == "x" ? Registry.Of("x").Counting[0].TopLevelDomains : null);

    private static string Pasted(string[] pieces, Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));

    private static async Task<IReadOnlyList<int>> InNode(IReadOnlyList<Question> questions)
    {
        var start = new ProcessStartInfo("node", "--input-type=module")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var answer = node.StandardOutput.ReadToEndAsync();
        var complaint = node.StandardError.ReadToEndAsync();
        // Texts travel as UTF-16 units, since JSON cannot carry lone surrogates.
        var asked = questions.Select(q => new { q.Measure, Text = Units(q.Text), Along = Units(q.Along) });
        await node.StandardInput.WriteAsync($$"""
            import { count } from {{JsonSerializer.Serialize(new Uri(Root.File("wwwroot", "js", "counting.js")).AbsoluteUri)}};
            const rules = {{JsonSerializer.Serialize(TextMeasure.Names.ToDictionary(n => n, Rule), Json)}};
            const limits = {{JsonSerializer.Serialize(Limits)}};
            const text = (units) => Buffer.from(units, "base64").toString("utf16le");
            const asked = {{JsonSerializer.Serialize(asked, Json)}};
            console.log(JSON.stringify(asked.map((q) => count(rules[q.measure], text(q.text), limits, text(q.along)).used)));
            """);
        node.StandardInput.Close();
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, await complaint);
        return JsonSerializer.Deserialize<List<int>>(await answer)!;
    }

    private static string Units(string text) => Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));

    private sealed record Question(string Measure, string Text, string Along);

    /// <param name="Units">UTF-16 units in hexadecimal, for texts JSON cannot carry.</param>
    private sealed record CountingCase(string Name, string Measure, int Used, string Text = "", string Along = "", string? Units = null, int Repeat = 1)
    {
        public string Words { get; } = Units is null
            ? new StringBuilder().Insert(0, Text, Repeat).ToString()
            : string.Concat(Units.Split(' ').Select(u => (char)ushort.Parse(u, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
    }
}
