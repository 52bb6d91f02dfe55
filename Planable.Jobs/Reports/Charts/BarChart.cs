namespace Planable.Jobs.Reports.Charts;

/// <summary>Standing bars over time: single, beside each other or on top of each other.</summary>
public sealed record BarChart : Plot
{
    public required IReadOnlyList<Series> Series { get; init; }
    public IReadOnlyList<(int Index, string Text)> Times { get; init; } = [];
    public bool Stacked { get; init; }

    /// <summary>The colour of the first series, so that a channel keeps its own.</summary>
    public int FirstInk { get; init; }

    /// <summary>The bar that is meant; the others step back.</summary>
    public int? Highlight { get; init; }

    /// <summary>A level to compare with, named at the end.</summary>
    public (double Value, string Name, string Words)? Mean { get; init; }

    /// <summary>What is said above the times without data.</summary>
    public string? Missing { get; init; }

    public override Drawing Draw()
    {
        var count = Series.Select(s => s.Values.Count).DefaultIfEmpty(0).Max();
        var (top, bottom) = (18d, Height - 18);
        if (Series.All(s => s.Values.All(double.IsNaN))) return Nothing(top, bottom);
        var sums = Enumerable.Range(0, count).SelectMany(i => Stacked ? [Series.Sum(s => Value(s, i) is var v && v > 0 ? v : 0)] : Series.Select(s => Value(s, i)).Where(double.IsFinite));
        var scale = Scale.For([.. sums, .. Mean is { } m ? new[] { m.Value } : []]);
        var left = AxisWidth(scale);
        var right = Width - (Mean is { } mean ? Math.Max(WordWidth(mean.Name, 7.5, false), WordWidth(mean.Words, 7.5, true)) + 18 : 4);
        var slot = (right - left) / Math.Max(1, count);
        double Y(double value) => bottom - scale.Share(value) * (bottom - top);

        var marks = new List<Mark>();
        Grid(marks, scale, left, right, top, bottom);
        TimeAxis(marks, Times, i => left + slot * (i + 0.5), bottom, ticks: false);
        NoDataAt(marks, count, left, slot, top, bottom);
        for (var i = 0; i < count; i++) Bars(marks, i, left + slot * i, slot, Y);
        if (Mean is { } level) MeanLine(marks, level, left, right, Y(level.Value));
        return Finished(marks);
    }

    static double Value(Series series, int i) => i < series.Values.Count ? series.Values[i] : double.NaN;

    void Bars(List<Mark> marks, int i, double x, double slot, Func<double, double> y)
    {
        var inset = Math.Min(1.6, slot * 0.15);
        var (wide, stack) = ((slot - inset * 2) / (Stacked ? 1 : Series.Count), 0d);
        for (var s = 0; s < Series.Count; s++)
        {
            var value = Value(Series[s], i);
            if (!double.IsFinite(value)) continue;
            var ink = Highlight is null || Highlight == i ? Ink.Series(FirstInk + s) : Ink.QuietSeries(FirstInk + s);
            var (from, to) = Stacked ? (stack, stack + value) : (0, value);
            marks.Add(new BoxMark(ink, x + inset + (Stacked ? 0 : wide * s), Math.Min(y(from), y(to)), wide, Math.Abs(y(to) - y(from))));
            stack = to;
            if (Highlight == i && Series.Count == 1) marks.Add(new WordsMark(Ink.Text, Number(value), x + slot / 2, y(value) - 4, 7.5, Bold: true, Anchor: 0.5));
        }
    }

    void NoDataAt(List<Mark> marks, int count, double left, double slot, double top, double bottom)
    {
        var empty = Enumerable.Range(0, count).Where(i => Series.All(s => !double.IsFinite(Value(s, i)))).ToList();
        foreach (var i in empty) marks.Add(new BoxMark(Ink.Wash, left + slot * i + Math.Min(1.6, slot * 0.15), top, slot - Math.Min(3.2, slot * 0.3), bottom - top));
        if (empty.Count > 0 && Missing is not null) marks.Add(new WordsMark(Ink.Soft, Missing, left + slot * ((empty[0] + empty[^1]) / 2d + 0.5), top - 5, 7.5, Anchor: 0.5));
    }

    void MeanLine(List<Mark> marks, (double Value, string Name, string Words) mean, double left, double right, double y)
    {
        marks.Add(new LineMark(Ink.Text, [(left, y), (right, y)], 0.7, Dashed: true));
        marks.Add(new WordsMark(Ink.Soft, mean.Name, Width, y - 1, 7.5, Anchor: 1));
        marks.Add(new WordsMark(Ink.Text, mean.Words, Width, y + 8, 7.5, Bold: true, Anchor: 1));
    }
}
