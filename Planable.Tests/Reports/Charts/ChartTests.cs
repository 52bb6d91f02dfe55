using System.Xml.Linq;
using Planable.Jobs.Reports.Charts;

namespace Planable.Tests.Reports.Charts;

public class ChartTests
{
    [Theory]
    [InlineData(0, 11756, 0, 12000, 4000)]
    [InlineData(0, 97, 0, 120, 40)]
    [InlineData(-9, 31, -20, 40, 20)]
    [InlineData(0, 0, 0, 1, 0.4)]
    public void An_axis_has_round_steps(double low, double high, double from, double to, double step)
    {
        var scale = Scale.For([low, high]);
        Assert.Equal((from, step), (scale.Low, scale.Step), Near);
        Assert.True(scale.High >= to && scale.High >= high);
        Assert.InRange(scale.Ticks.Count(), 2, 6);
    }

    [Fact]
    public void An_axis_may_begin_near_its_values()
    {
        var scale = Scale.For([5490, 6230], fromZero: false);
        Assert.True(scale.Low is > 5000 and <= 5490 && scale.High >= 6230);
    }

    [Fact]
    public void Labels_keep_their_distance_and_stay_on_the_chart()
    {
        var places = LabelPlaces.Spread([100, 101, 102, 60], gap: 10, lowest: 105, highest: 0);
        var sorted = places.Order().ToArray();
        for (var i = 1; i < sorted.Length; i++) Assert.True(sorted[i] - sorted[i - 1] >= 10 - 1e-9);
        Assert.Equal(60, places[3]);
        Assert.All(LabelPlaces.Spread([.. Enumerable.Repeat(50d, 30)], gap: 10, lowest: 100, highest: 0), p => Assert.InRange(p, 0, 100));
    }

    [Fact]
    public void Days_that_have_no_room_are_left_out_but_never_the_ends()
    {
        var kept = LabelPlaces.Fitting([(0, 20), (10, 20), (40, 20), (80, 20), (90, 20)], gap: 4).ToList();
        Assert.Equal([0, 2, 4], kept);
    }

    [Fact]
    public void A_day_without_data_breaks_the_line_and_is_not_zero()
    {
        var drawing = new LineChart { Description = "", Series = [new("Reach", [1, 2, double.NaN, 3, 4])] }.Draw();
        Assert.Equal(2, drawing.Marks.OfType<LineMark>().Count(l => l.Width == 1.4));
        Assert.Equal(2, drawing.Marks.OfType<DotMark>().Count(d => d.Open));
    }

    [Fact]
    public void One_value_is_a_point_and_none_are_words()
    {
        Assert.Single(new LineChart { Description = "", Series = [new("Reach", [7])] }.Draw().Marks.OfType<DotMark>());
        foreach (var plot in new Plot[] { new LineChart { Description = "", NoData = "no data", Series = [new("Reach", [double.NaN])] }, new BarChart { Description = "", NoData = "no data", Series = [] }, new HorizontalBars { Description = "", NoData = "no data", Bars = [] }, new Donut { Description = "", NoData = "no data", Parts = [] } })
            Assert.Contains(plot.Draw().Marks.OfType<WordsMark>(), w => w.Text == "no data");
        Assert.NotEmpty(new Sparkline { Description = "", Values = [] }.Draw().Marks);
    }

    [Fact]
    public void Stacked_bars_stand_on_each_other()
    {
        var boxes = new BarChart { Description = "", Stacked = true, Series = [new("a", [10]), new("b", [20])] }.Draw().Marks.OfType<BoxMark>().ToList();
        Assert.Equal(boxes[0].Y, boxes[1].Y + boxes[1].Height, 6);
        Assert.Equal(boxes[0].Height * 2, boxes[1].Height, 6);
    }

    [Fact]
    public void Grouped_bars_stand_beside_each_other()
    {
        var boxes = new BarChart { Description = "", Series = [new("a", [10]), new("b", [20])] }.Draw().Marks.OfType<BoxMark>().ToList();
        Assert.Equal(boxes[0].X + boxes[0].Width, boxes[1].X, 6);
    }

    [Fact]
    public void Lying_bars_grow_from_where_lines_begin()
    {
        var bars = new HorizontalBars { Description = "", Bars = [("One", 10, null), ("Two", 5, null)] };
        var (left, right) = (bars.Draw().Marks.OfType<BoxMark>().ToList(), (bars with { RightToLeft = true }).Draw().Marks.OfType<BoxMark>().ToList());
        Assert.Equal(left[0].X, left[1].X);
        Assert.Equal(right[0].X + right[0].Width, right[1].X + right[1].Width, 6);
    }

    [Fact]
    public void The_best_cell_is_framed_and_thin_ones_say_so()
    {
        var map = new HeatMap { Description = "", Rows = ["Mon"], Columns = ["a", "b", "c"], Cell = (_, c) => (c, c + 2), Samples = n => $"{n} posts", TooFew = n => $"{n} of 3" }.Draw();
        Assert.Single(map.Marks.OfType<FrameMark>());
        Assert.Contains(map.Marks.OfType<WordsMark>(), w => w.Text == "2 of 3");
    }

    [Fact]
    public void On_a_page_words_are_encoded_and_colours_are_classes()
    {
        var svg = SvgChart.Write(new LineChart { Description = "Reach of <b> & \"c\"", Series = [new("<script>", [1, 2])], Filled = true }.Draw());
        var root = XDocument.Parse(svg).Root!;
        Assert.Equal("Reach of <b> & \"c\"", root.Attribute("aria-label")!.Value);
        Assert.Contains(root.Elements(), e => e.Name == "text" && e.Value == "<script>");
        Assert.DoesNotContain(root.Descendants().Attributes(), a => a.Name == "style" || a.Value.Contains('#', StringComparison.Ordinal));
    }

    [Fact]
    public void A_part_that_is_the_whole_is_a_full_ring()
    {
        var svg = SvgChart.Write(new Donut { Description = "", Height = 80, Parts = [("All", 5)] }.Draw());
        Assert.Equal(2, svg.Split('Z').Length - 1);
    }

    static bool Near((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9;
}
