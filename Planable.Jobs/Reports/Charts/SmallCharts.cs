namespace Planable.Jobs.Reports.Charts;

/// <summary>A line without axes, for a table cell or beside a number.</summary>
public sealed record Sparkline : Plot
{
    public required IReadOnlyList<double> Values { get; init; }
    public int SeriesInk { get; init; }

    public override Drawing Draw()
    {
        var known = Values.Where(double.IsFinite).ToList();
        if (known.Count == 0) return Finished([new LineMark(Ink.Grid, [(0, Height / 2), (Width, Height / 2)], 0.6, Dashed: true)]);
        var (low, high) = (known.Min(), known.Max());
        double X(int i) => Values.Count < 2 ? Width / 2 : 2 + (Width - 4) * i / (Values.Count - 1);
        double Y(double value) => high > low ? Height - 2 - (value - low) / (high - low) * (Height - 4) : Height / 2;
        var marks = new List<Mark>();
        foreach (var (first, last) in LineChart.Pieces(Values).Where(p => p.Last > p.First))
            marks.Add(new LineMark(Ink.Series(SeriesInk), [.. Enumerable.Range(first, last - first + 1).Select(i => (X(i), Y(Values[i])))], 1.2, Round: true));
        var end = Enumerable.Range(0, Values.Count).Last(i => double.IsFinite(Values[i]));
        marks.Add(new DotMark(Ink.Series(SeriesInk), X(end), Y(Values[end]), 1.8));
        return Finished(marks);
    }
}

/// <summary>Shares of a whole as a ring, named beside it with their values.</summary>
public sealed record Donut : Plot
{
    public required IReadOnlyList<(string Name, double Value)> Parts { get; init; }

    /// <summary>What stands in the middle of the ring.</summary>
    public string Middle { get; init; } = "";

    public override Drawing Draw()
    {
        var whole = Parts.Sum(p => Math.Max(0, p.Value));
        if (whole <= 0) return Nothing(0, Height);
        var radius = Height / 2 - 1;
        var (x, y) = (RightToLeft ? Width - radius - 1 : radius + 1, Height / 2);
        var marks = new List<Mark>();
        for (var (i, at) = (0, 0d); i < Parts.Count; i++)
        {
            var share = Math.Max(0, Parts[i].Value) / whole;
            if (share > 0) marks.Add(new RingMark(Ink.Series(i) with { Share = i < 4 ? 1 : 0.5 }, x, y, radius * 0.62, radius, at, at + share));
            at += share;
        }
        marks.Add(new WordsMark(Ink.Text, Middle, x, y + 4, 12, Bold: true, Anchor: 0.5));
        var line = Math.Min(16, Height / Math.Max(1, Parts.Count));
        for (var i = 0; i < Parts.Count; i++)
        {
            var baseline = y - line * (Parts.Count - 1) / 2 + line * i + 3;
            var start = RightToLeft ? x - radius - 16 : x + radius + 16;
            marks.Add(new BoxMark(Ink.Series(i) with { Share = i < 4 ? 1 : 0.5 }, RightToLeft ? start - 6 : start, baseline - 6, 6, 6));
            marks.Add(new WordsMark(Ink.Text, Parts[i].Name, RightToLeft ? start - 11 : start + 11, baseline, 8.5, Anchor: RightToLeft ? 1 : 0));
            marks.Add(new WordsMark(Ink.Soft, Number(Parts[i].Value) + "  " + (Math.Max(0, Parts[i].Value) / whole).ToString("P0", Culture), RightToLeft ? 0 : Width, baseline, 8, Anchor: RightToLeft ? 0 : 1));
        }
        return Finished(marks);
    }
}
