using Planable.Data.Posts;

namespace Planable.Tests.Posts;

public class TextMergeTests
{
    [Theory]
    [InlineData("One. Two.", "One and a half. Two.", "One. Two, three.", "One and a half. Two, three.")]
    [InlineData("One.", "One. Mine.", "One. Theirs.", "One. Mine. Theirs.")]
    [InlineData("One. Two.", "Two.", "One. Two!", "Two!")]
    [InlineData("", "Mine", "Theirs", "MineTheirs")]
    [InlineData("Same", "Both", "Both", "Both")]
    public void What_either_wrote_is_there_and_what_either_took_out_is_gone(string origin, string mine, string theirs, string merged) =>
        Assert.Equal(merged, TextMerge.Of(origin, mine, theirs));

    [Fact]
    public void A_side_without_changes_gives_the_other_exactly()
    {
        var random = new Random(11);
        for (var run = 0; run < 500; run++)
        {
            var (origin, changed) = (Any(random), Any(random));
            Assert.Equal(changed, TextMerge.Of(origin, origin, changed));
            Assert.Equal(changed, TextMerge.Of(origin, changed, origin));
            Assert.Equal(changed, TextMerge.Of(origin, changed, changed));
        }
    }

    [Fact]
    public void Changes_at_two_ends_both_survive_whatever_stands_between()
    {
        var random = new Random(12);
        for (var run = 0; run < 500; run++)
        {
            var origin = "start " + Any(random) + " end";
            Assert.Equal("my " + origin + " theirs", TextMerge.Of(origin, "my " + origin, origin + " theirs"));
        }
    }

    static string Any(Random random) => string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => random.GetItems(["coffee", " ", ". ", "\n", "👩‍👩‍👧", "é", "roast", "!"], 1)[0]));
}
