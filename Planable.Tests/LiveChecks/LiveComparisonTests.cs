using Planable.Jobs.Connectors;
using Planable.Data.Publishing;
using Planable.Jobs.LiveChecks;

namespace Planable.Tests.LiveChecks;

public class LiveComparisonTests
{
    [Theory]
    [InlineData("instagram", "Two  lines\r\n\r\n\r\nhere ", "Two lines\nhere")]
    [InlineData("facebook", "Café ☕️", "Cafe\u0301 ☕")]
    [InlineData("mastodon", "Hello @olga@mastodon.example", "Hello @olga")]
    [InlineData("x", "See acme.example/menu", "See https://acme.example/menu")]
    [InlineData("x", "See https://acme.example", "See https://acme.example/")]
    [InlineData("reddit", "*Bold* [brackets]", @"\*Bold\* \[brackets\]")]
    [InlineData("youtube", "a <b> c", "a b c")]
    [InlineData("linkedin-page", "#autumn", "＃autumn")]
    public void What_a_network_does_to_all_words_is_no_difference(string network, string sent, string live) =>
        Assert.True(LiveComparison.AreSameWords(network, sent, null, live));

    [Theory]
    [InlineData("instagram", "Out on Monday", "Out on Tuesday")]
    [InlineData("mastodon", "Hello @olga@mastodon.example", "Hello @carl")]
    [InlineData("x", "See acme.example/menu", "See https://acme.example/other")]
    [InlineData("reddit", "No", "Yes")]
    [InlineData("practice", "Out", "")]
    [InlineData("practice", "", "In")]
    public void Other_words_are_a_difference(string network, string sent, string live) =>
        Assert.False(LiveComparison.AreSameWords(network, sent, null, live));

    [Fact]
    public void A_link_may_stand_below_the_text_or_in_its_place()
    {
        Assert.True(LiveComparison.AreSameWords("mastodon", "Read", "https://acme.example/a", "Read\n\nhttps://acme.example/a"));
        Assert.True(LiveComparison.AreSameWords("threads", "", "https://acme.example/a", "https://acme.example/a"));
        Assert.False(LiveComparison.AreSameWords("threads", "Read", "https://acme.example/a", "https://acme.example/a"));
    }

    [Fact]
    public void Files_are_counted_by_kind_and_their_words_compared_where_they_are_told()
    {
        var sent = Sent(("image/png", "A door"), ("image/png", "A window"));
        Assert.Empty(Of(sent, null));
        Assert.Empty(Of(sent, new(false, "A door"), new(false, null)));
        Assert.Equal([LiveComparison.Media], Of(sent, new LiveFile(false, "A door")));
        Assert.Equal([LiveComparison.Media], Of(sent, new(false, "A door"), new(true, "A window")));
        Assert.Equal([LiveComparison.Alt], Of(sent, new(false, "A door"), new(false, "Something")));
    }

    static IReadOnlyList<string> Of(OutgoingPost sent, params LiveFile[]? files) => LiveComparison.Of("practice", sent, new LivePost("1", "Words") { Files = files });

    static OutgoingPost Sent(params (string Type, string Alt)[] files) =>
        new(Guid.NewGuid(), new ChannelAccount(Guid.NewGuid(), "1", "acme", null, new ChannelSecrets(new Dictionary<string, string>()), new Dictionary<string, int>()), "Words",
            [.. files.Select(f => new OutgoingMedia(Guid.NewGuid(), "door", f.Type, 1, 1, 1, f.Alt, _ => Task.FromResult(Stream.Null)))], null, null, default, null, new Dictionary<string, string>());
}
