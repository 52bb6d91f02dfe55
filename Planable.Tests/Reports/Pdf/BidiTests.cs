using Planable.Jobs.Reports.Pdf.Text;

namespace Planable.Tests.Reports.Pdf;

public class BidiTests
{
    // As in the Unicode standard's own examples capitals are Hebrew letters and lower case is Latin; X is an Arabic letter.
    [Theory]
    [InlineData("abc def", 0, "0000000")]
    [InlineData("AB ab", 1, "11122")]
    [InlineData("ab AB", 0, "00011")]
    [InlineData("ab AB 12", 0, "00011122")]
    [InlineData("X 12", 1, "1122")]
    [InlineData("A 1.2", 1, "11222")]
    [InlineData("A+1", 1, "112")]
    [InlineData("A 5%", 1, "1122")]
    [InlineData("a (A) c", 0, "0001000")]
    [InlineData("A (a) B", 1, "1112111")]
    [InlineData("A(b)1", 0, "10000")]
    [InlineData("a\u2067A 1\u2069 c", 0, "00112000")]
    [InlineData("\u202Eab\u202C c", 0, "011100")]
    [InlineData("a A ", 0, "0010")]
    public void Levels_follow_the_rules(string text, byte level, string expected)
    {
        var runes = string.Concat(text.Select(c => c == 'X' ? 'س' : c is >= 'A' and <= 'Z' ? (char)('א' + c - 'A') : c)).EnumerateRunes().ToArray();
        Assert.Equal(expected, string.Concat(Bidi.Resolve(runes, level).Levels));
    }

    [Fact]
    public void The_first_strong_letter_decides_where_nobody_else_does()
    {
        Assert.Equal(1, Bidi.Resolve([.. "12 שלום abc".EnumerateRunes()], baseLevel: null).Base);
        Assert.Equal(0, Bidi.Resolve([.. "12 abc שלום".EnumerateRunes()], baseLevel: null).Base);
    }

    [Fact]
    public void Runs_stand_in_visual_order() => Assert.Equal([0, 4, 3, 2, 1, 5], Bidi.VisualOrder([0, 1, 1, 1, 1, 0]));
}
