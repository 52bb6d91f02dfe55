using Planable.Data;
using Planable.Data.Links;
using Planable.Tests.Support;

namespace Planable.Tests.Links;

public class LinkTagsTests
{
    static readonly Guid Post = Guid.Parse("0190a000-0000-7000-8000-000000000001");

    [Theory]
    [InlineData("https://acme.example/roast", "https://acme.example/roast?utm_campaign=autumn-roast&utm_source=mastodon")]
    [InlineData("https://acme.example", "https://acme.example/?utm_campaign=autumn-roast&utm_source=mastodon")]
    [InlineData("https://acme.example/roast?size=2#beans", "https://acme.example/roast?size=2&utm_campaign=autumn-roast&utm_source=mastodon#beans")]
    [InlineData("https://acme.example/?utm_source=leaflet", "https://acme.example/?utm_source=leaflet&utm_campaign=autumn-roast")]
    [InlineData("https://acme.example/?UTM_Source=Leaflet&utm_campaign=", "https://acme.example/?UTM_Source=Leaflet&utm_campaign=")]
    [InlineData("mailto:olga@northlight.example", "mailto:olga@northlight.example")]
    public void A_link_gets_what_it_does_not_say_already(string address, string marked) => Assert.Equal(marked, Tags().On(address));

    [Fact]
    public void Only_links_to_the_named_sites_are_marked()
    {
        var tags = Tags("www.acme.example, https://shop.example/x");
        Assert.Contains("utm_source", tags.On("https://ACME.example/a"), StringComparison.Ordinal);
        Assert.Contains("utm_source", tags.On("https://blog.acme.example/a"), StringComparison.Ordinal);
        Assert.Contains("utm_source", tags.On("http://shop.example/a"), StringComparison.Ordinal);
        Assert.Equal("https://notacme.example/a", tags.On("https://notacme.example/a"));
    }

    [Fact]
    public void In_a_text_every_link_is_marked_and_nothing_else_changes()
    {
        var marked = Tags().In("Look: https://acme.example/a, and (https://acme.example/b) 👩‍👩‍👧 #coffee @acme.", Data.Networks.Networks.Of("practice"));
        Assert.Equal("Look: https://acme.example/a?utm_campaign=autumn-roast&utm_source=mastodon, and (https://acme.example/b?utm_campaign=autumn-roast&utm_source=mastodon) 👩‍👩‍👧 #coffee @acme.", marked);
        Assert.Equal("See acme.com/a?utm_campaign=autumn-roast&utm_source=mastodon now", Tags().In("See acme.com/a now", Data.Networks.Networks.Of("x")));
        Assert.Equal(marked, Tags().In(marked, Data.Networks.Networks.Of("practice")));
    }

    [Fact]
    public void A_short_link_stands_in_the_place_of_a_link_and_of_nothing_else_and_is_what_counters_count()
    {
        var (x, channel) = (Data.Networks.Networks.Of("x"), Guid.Parse("0190a000-0000-7000-8000-0000000000c1"));
        var tags = Tags() with { Short = new ShortAddress("https://go.example", Post, channel) };
        var said = tags.In("Booked at acme.com for 3.50, see acme.com/a and (https://acme.example/b?size=2#beans), or mail olga@acme.com.", x);
        Assert.Matches(@"^Booked at acme\.com\S* for 3\.50, see https://go\.example/l/[0-9a-z]{10} and \(https://go\.example/l/[0-9a-z]{10}\), or mail olga@acme\.com\.$", said);
        Assert.Equal(["https://acme.com/a?utm_campaign=autumn-roast&utm_source=mastodon", "https://acme.example/b?size=2&utm_campaign=autumn-roast&utm_source=mastodon#beans"], tags.ShortIn("See https://acme.com/a, then https://acme.example/b?size=2#beans.", x).Select(l => l.Target));
        // Saved again, and in another version, it is the same; on another channel another.
        Assert.Equal(said, tags.In(said, x));
        Assert.NotEqual(tags.On("https://acme.com/a"), (tags with { Short = tags.Short with { Channel = Post } }).On("https://acme.com/a"));

        var facebook = A.Channel(network: "facebook");
        var target = new Data.Posts.PostEdit.Target(facebook, null, null) { Tags = tags };
        var content = Data.Posts.PostProblems.ContentFor(target, new Data.Posts.PostEdit($"Taste it: https://acme.example/{new string('a', 300)}", null, [target], []));
        var used = Data.Networks.TextCount.Of(content.Text, "text", Data.Networks.Networks.Of("facebook"), content.EffectiveType, new Dictionary<string, string>());
        Assert.Equal("Taste it: https://go.example/l/".Length + ShortAddress.CodeLength, used[0].Used);
    }

    [Fact]
    public void Placeholders_are_filled_and_what_stays_empty_is_left_out()
    {
        var rules = LinkRules.Read("{network}", "social", "{campaign}", "{channel}-{post}", null)!;
        var tags = rules.For("linkedin-page", "Acme & Söhne", "Autumn Roast '26", Post)!;
        Assert.Equal(
            [("utm_campaign", "autumn-roast-26"), ("utm_content", $"acme-söhne-{Post:N}"), ("utm_medium", "social"), ("utm_source", "linkedin-page")],
            tags.Values.Select(v => (v.Key, v.Value)));
        Assert.DoesNotContain("utm_campaign", rules.For("x", "Acme", null, Post)!.Values.Keys);
        Assert.Contains("utm_content=acme-s%C3%B6hne", tags.On("https://acme.example/"), StringComparison.Ordinal);
        Assert.Null(LinkRules.Read(" ", null, "{campaign}", "", null)!.For("x", "Acme", null, Post));
        Assert.Null(LinkRules.Read(" ", null, "", null, "acme.example"));
    }

    [Fact]
    public void A_campaigns_own_rules_come_first()
    {
        var rules = LinkRules.Read("{network}", "social", "{campaign}", null, null)!.With(LinkRules.Read(null, "paid", null, "teaser", "shop.example"));
        Assert.Equal(("{network}", "paid", "{campaign}", "teaser", "shop.example"), (rules.Source, rules.Medium, rules.Campaign, rules.Content, Assert.Single(rules.Domains)));
    }

    [Theory, InlineData("{client}", "", "PLACEHOLDER_UNKNOWN"), InlineData("{}", "", "PLACEHOLDER_UNKNOWN"), InlineData("x", "acme", "DOMAIN_INVALID"), InlineData("x", "https://", "DOMAIN_INVALID")]
    public void What_cannot_be_meant_is_refused(string source, string domains, string code) =>
        Assert.Equal(code, Assert.Throws<RuleBroken>(() => LinkRules.Read(source, null, null, null, domains)).Code);

    static LinkTags Tags(string? domains = null) => LinkRules.Read("mastodon", null, "{campaign}", null, domains)!.For("practice", "Acme", "Autumn Roast", Post)!;
}
