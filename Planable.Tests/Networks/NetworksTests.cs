using System.Text;
using System.Text.Json.Nodes;
using Planable.Data.Networks;
using Registry = Planable.Data.Networks.Networks;

using Planable.Tests.Support;

namespace Planable.Tests.Networks;

public class NetworksTests
{
    public static IEnumerable<TheoryDataRow<string>> Keys => Registry.All.Select(n => new TheoryDataRow<string>(n.Key));

    [Theory, InlineData("practice"), InlineData("mastodon"), InlineData("bluesky")]
    public void The_registry_finds(string key) => Assert.Equal(key, Registry.Find(key)?.Key);

    [Fact]
    public void Every_network_of_the_plan_is_there() =>
        Assert.Equal(
            ["bluesky", "discord", "dribbble", "facebook", "google-business", "instagram", "instagram-standalone", "linkedin", "linkedin-page",
                "mastodon", "pinterest", "practice", "reddit", "slack", "telegram", "threads", "tiktok", "x", "youtube"],
            Registry.All.Select(n => n.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void An_unknown_network_is_not_found()
    {
        Assert.Null(Registry.Find("myspace"));
        Assert.Throws<KeyNotFoundException>(() => Registry.Of("myspace"));
    }

    [Theory, MemberData(nameof(Keys))]
    public void Every_limit_has_a_source_and_the_day_it_was_checked(string key)
    {
        var network = Registry.Of(key);
        var limits = network.Limits.Values.Concat(network.PostTypes.Values.SelectMany(t => t.Limits?.Values ?? []));

        Assert.All(limits, l =>
        {
            Assert.False(string.IsNullOrWhiteSpace(l.Source));
            Assert.True(l.Checked > new DateOnly(2026, 1, 1));
        });
    }

    [Theory, MemberData(nameof(Keys))]
    public void Every_post_type_is_there_and_an_unsupported_one_has_a_reason_that_is_a_sentence(string key)
    {
        var network = Registry.Of(key);

        Assert.Equal(Enum.GetValues<PostType>().Order(), network.PostTypes.Keys.Order());
        Assert.All(network.PostTypes.Values.Where(t => t.WhyNot is not null), t => Assert.EndsWith(".", t.WhyNot, StringComparison.Ordinal));
        Assert.Contains(network.PostTypes.Values, t => t.WhyNot is null);
    }

    [Theory, MemberData(nameof(Keys))]
    public void Every_network_has_a_colour_a_glyph_and_counts_its_text(string key)
    {
        var network = Registry.Of(key);

        Assert.Matches("^#[0-9a-f]{6}$", network.Colour);
        Assert.NotEmpty(network.Glyph);
        Assert.NotEmpty(TextCount.Of("words", "text", network, network.PostTypes.First(t => t.Value.WhyNot is null).Key, new Dictionary<string, string>()));
    }

    [Theory, MemberData(nameof(Keys))]
    public void Every_limit_goes_by_a_known_name_or_is_counted_against(string key)
    {
        var network = Registry.Of(key);
        var fields = network.Settings.Select(s => s.Key).Concat(["text", "title", "firstComment", "alt", "pollOption"]);
        var known = typeof(LimitName).GetFields().Select(f => (string)f.GetValue(null)!).Concat(network.Counting.Select(c => c.Limit));

        Assert.All(network.Counting.SelectMany(c => c.Of), f => Assert.Contains(f, fields));
        Assert.Empty(network.Limits.Keys.Concat(network.PostTypes.Values.SelectMany(t => t.Limits?.Keys ?? [])).Except(known));
    }

    [Theory]
    [InlineData("limits.text.source", null, "source")]
    [InlineData("limits.text.source", "\" \"", "source")]
    [InlineData("limits.text.value", "0", "above zero")]
    [InlineData("limits.text", null, "text")]
    [InlineData("postTypes.reel", null, "Reel")]
    [InlineData("postTypes.reel.whyNot", "\"\"", "Reel")]
    [InlineData("name", null, "name")]
    [InlineData("nonsense", "1", "nonsense")]
    [InlineData("mentions", "\"shouting\"", "mentions")]
    public void A_malformed_file_is_refused_with_its_name_and_its_flaw(string path, string? value, string flaw)
    {
        var file = JsonNode.Parse(File.ReadAllText(Root.File("Planable.Data", "Networks", "Bluesky.json")))!;
        var steps = path.Split('.');
        var parent = steps[..^1].Aggregate(file, (node, step) => node[step]!).AsObject();
        if (value is null) parent.Remove(steps[^1]);
        else parent[steps[^1]] = JsonNode.Parse(value);

        var refused = Assert.Throws<MalformedNetwork>(() => Registry.Read("Broken.json", new MemoryStream(Encoding.UTF8.GetBytes(file.ToJsonString()))));

        Assert.Contains("Broken.json", refused.Message, StringComparison.Ordinal);
        Assert.Contains(flaw, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_server_reports_comes_before_the_file()
    {
        var roomy = Registry.Of("mastodon").With(new Dictionary<string, int> { ["text"] = 5000 });

        Assert.Equal(5000, roomy.LimitsFor(PostType.Text)["text"]);
        Assert.Equal(500, Registry.Of("mastodon").LimitsFor(PostType.Text)["text"]);
    }

    [Fact]
    public void A_post_type_may_have_limits_of_its_own()
    {
        var bluesky = Registry.Of("bluesky");

        Assert.Equal(1000, bluesky.LimitsFor(PostType.Video)["alt"]);
        Assert.Equal(2000, bluesky.LimitsFor(PostType.Image)["alt"]);
    }
}
