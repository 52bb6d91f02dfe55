using System.Text;
using Planable.Data.Networks;
using Registry = Planable.Data.Networks.Networks;

namespace Planable.Tests.Networks;

public class TextSpansTests
{
    [Theory]
    [InlineData("bluesky", "Hi @wanda.bsky.social, see https://example.com/a. #Frühling",
        "Mention wanda.bsky.social|Link https://example.com/a|Hashtag Frühling")]
    [InlineData("bluesky", "@wanda alone is nobody", "")]
    [InlineData("bluesky", "example.com is text", "")]
    [InlineData("mastodon", "@wanda @ivo@acme.example!", "Mention wanda|Mention ivo@acme.example")]
    [InlineData("mastodon", "wanda@acme.example", "")]
    [InlineData("x", "@acme: example.com/a, #日本語 and 本#x", "Mention acme|Link https://example.com/a|Hashtag 日本語")]
    [InlineData("x", "#123 #1st C# &#39; ##", "Hashtag 1st")]
    [InlineData("x", "#Привет_мир #café #हिन्दी", "Hashtag Привет_мир|Hashtag café|Hashtag हिन्दी")]
    [InlineData("x", "https://example.com/#top @a/b", "Link https://example.com/#top|Mention a")]
    [InlineData("x", "#😀", "")]
    public void Finds(string network, string text, string expected) =>
        Assert.Equal(expected, string.Join('|', TextSpans.In(text, Registry.Of(network)).Select(s => $"{s.Kind} {s.Value}")));

    [Fact]
    public void Offsets_are_right_in_both_encodings()
    {
        const string text = "Grüße 👨‍👩‍👧 an @wanda.bsky.social — https://example.com/ä und #日本";
        var bytes = Encoding.UTF8.GetBytes(text);

        var spans = TextSpans.In(text, Registry.Of("bluesky"));

        Assert.Equal(["@wanda.bsky.social", "https://example.com/ä", "#日本"], spans.Select(s => text[s.Start..s.End]));
        Assert.All(spans, s => Assert.Equal(text[s.Start..s.End], Encoding.UTF8.GetString(bytes, s.ByteStart, s.ByteLength)));
    }

    [Theory, InlineData("\uD83D#a"), InlineData("#\uDE00"), InlineData("@\uD83D https://a.com/\uD83D")]
    [InlineData("#"), InlineData("@"), InlineData("https://"), InlineData("\u200F#א\u200F")]
    public void Broken_texts_never_throw(string text) =>
        Assert.All(Registry.All, n => Assert.NotNull(TextSpans.In(text, n)));
}
