using Planable.Jobs.Reports.Pdf.Text;

namespace Planable.Tests.Reports.Pdf;

public class ShaperTests
{
    // Glyph, advance and offsets as HarfBuzz 12 gives them for the same font, from left to right.
    [Theory]
    [InlineData("لا", "10:363:0:0 73:219:0:0")]
    [InlineData("الأكبر", "31:396:0:0 315:0:94:-3 16:343:0:0 61:412:0:0 296:0:-31:34 10:363:0:0 73:219:0:0 8:238:0:0")]
    [InlineData("السلام", "74:484:0:0 11:379:0:0 71:220:0:0 36:850:0:0 72:260:0:0 8:238:0:0")]
    public void Arabic_letters_join_as_they_should(string word, string expected) => Assert.Equal(expected, Shaped(word, rightToLeft: true));

    [Theory]
    [InlineData("👩‍👩‍👧")]
    [InlineData("🇩🇪")]
    [InlineData("👍🏽")]
    [InlineData("1️⃣")]
    [InlineData("❤️")]
    public void A_sequence_is_one_emoji(string emoji)
    {
        var font = Typeface.Standard.For(emoji, 400);
        var run = Shaper.Shape(font, emoji, rightToLeft: false, tabular: false);
        Assert.True(font.Colours.Any);
        Assert.Equal(emoji, Assert.Single(run.Glyphs).Text);
        Assert.NotEmpty(font.Colours.Layers(run.Glyphs[0].Id));
    }

    [Fact]
    public void Pairs_of_letters_are_kerned()
    {
        var font = Typeface.Standard.Main(400);
        var run = Shaper.Shape(font, "AV", rightToLeft: false, tabular: false);
        Assert.True(run.Advance < font.Advance(font.Glyph('A')) + font.Advance(font.Glyph('V')));
    }

    [Fact]
    public void Tabular_figures_have_one_width()
    {
        var font = Typeface.Standard.Main(400);
        double Width(string text, bool tabular) => Shaper.Shape(font, text, rightToLeft: false, tabular).Advance;
        Assert.NotEqual(Width("111", tabular: false), Width("888", tabular: false));
        Assert.Equal(Width("111", tabular: true), Width("888", tabular: true));
    }

    [Fact]
    public void Characters_of_no_font_are_taken_apart_before_they_are_given_up()
    {
        var font = Typeface.Standard.For("ﬁ", 400);
        Assert.Equal(["ﬁ", ""], Shaper.Shape(font, "ﬁ", rightToLeft: false, tabular: false).Glyphs.Select(g => g.Text));
        Assert.All(Shaper.Shape(font, "漢", rightToLeft: false, tabular: false).Glyphs, g => Assert.NotEqual(0, g.Id));
    }

    static string Shaped(string word, bool rightToLeft)
    {
        var run = Shaper.Shape(Typeface.Standard.For(word.AsSpan(0, 1), 400), word, rightToLeft, tabular: false);
        Assert.Equal(word, string.Concat(run.Glyphs.Reverse().Select(g => g.Text)));
        return string.Join(' ', run.Glyphs.Select(g => $"{g.Id}:{g.Advance}:{g.X}:{g.Y}"));
    }
}
