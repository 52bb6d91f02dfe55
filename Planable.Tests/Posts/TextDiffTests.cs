using System.Diagnostics;
using Planable.Data.Posts;

namespace Planable.Tests.Posts;

public class TextDiffTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("same", "same", "same")]
    [InlineData("", "new", "+new+")]
    [InlineData("old", "", "-old-")]
    [InlineData("Bags leave from Thursday.", "Bags go out from Thursday.", "Bags -leave-+go out+ from Thursday.")]
    [InlineData("on Sunday.", "on Sunday and more.", "on Sunday+ and more+.")]
    [InlineData("a b c", "c b a", "-a-+c+ b -c-+a+")]
    [InlineData("coffee ☕️", "coffee 🫖", "coffee -☕️-+🫖+")]
    public void Words_that_changed_are_marked(string before, string after, string shown) => Assert.Equal(shown, Show(TextDiff.Between(before, after)));

    [Fact]
    public void Both_texts_can_be_read_back_from_every_comparison()
    {
        var random = new Random(4);
        for (var run = 0; run < 400; run++)
        {
            var (before, after) = (Any(random), Any(random));
            var pieces = TextDiff.Between(before, after);
            Assert.Equal(before, string.Concat(pieces.Where(p => p.Kind != DiffKind.Added).Select(p => p.Text)));
            Assert.Equal(after, string.Concat(pieces.Where(p => p.Kind != DiffKind.Removed).Select(p => p.Text)));
        }
    }

    [Fact]
    public void Two_different_texts_of_a_hundred_thousand_characters_are_compared_in_a_moment()
    {
        var before = string.Join(' ', Enumerable.Range(0, 17_000).Select(i => $"a{i}"));
        var after = string.Join(' ', Enumerable.Range(0, 17_000).Select(i => $"b{i}"));
        var watch = Stopwatch.StartNew();

        var pieces = TextDiff.Between(before, after);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.Equal(2, pieces.Count);
    }

    static string Any(Random random) => string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => "ab c\n.é"[random.Next(7)]));

    static string Show(IEnumerable<TextDiff.Piece> pieces) =>
        string.Concat(pieces.Select(p => p.Kind switch { DiffKind.Removed => $"-{p.Text}-", DiffKind.Added => $"+{p.Text}+", _ => p.Text }));
}
