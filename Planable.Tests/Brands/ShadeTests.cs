using Planable.Data.Brands;
using Planable.Web.Brands;

namespace Planable.Tests.Brands;

public class ShadeTests
{
    [Theory, InlineData("#000000", 21), InlineData("#FFFFFF", 1), InlineData("#767676", 4.54), InlineData("#777777", 4.48)]
    public void Contrast_is_that_of_the_guidelines(string colour, double expected) => Assert.Equal(expected, Shade.Read(colour)!.Value.On(Shade.White), 0.01);

    [Theory, InlineData("#F2B705"), InlineData("#00FF00"), InlineData("#FF8AD8"), InlineData("#FFFFFF"), InlineData("#777777")]
    public void The_nearest_shade_that_passes_is_hardly_darker_than_needed(string pale)
    {
        var shade = Shade.Read(pale)!.Value.ReadableOn(Shade.White);
        Assert.InRange(shade.On(Shade.White), Shade.Readable, Shade.Readable + 0.25);
    }

    [Theory, InlineData("#0F5A46"), InlineData("#000000"), InlineData("#1A1AFF")]
    public void On_dark_ground_it_becomes_lighter_until_it_can_be_read(string deep)
    {
        Assert.True(Shade.Read(deep)!.Value.ReadableOn(Shade.DarkPanel).On(Shade.DarkPanel) >= Shade.Readable);
        Assert.Equal(deep, Shade.Read(deep)!.Value.ReadableOn(Shade.White).ToString());
    }

    [Theory, InlineData("red"), InlineData("#12345"), InlineData("#1234567"), InlineData("url(x)"), InlineData(""), InlineData(null)]
    public void Anything_else_is_no_colour(string? text)
    {
        Assert.Null(Shade.Read(text));
        Assert.DoesNotContain("--accent", BrandStyles.Of(text, null), StringComparison.Ordinal);
    }
}
