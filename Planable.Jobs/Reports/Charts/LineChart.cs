namespace Planable.Jobs.Reports.Charts;

/// <summary>Lines over time, named at their ends. A time without data breaks the line, and is said above.</summary>
public sealed record LineChart : Plot
{
    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>Which times are named below, in order.</summary>
    public IReadOnlyList<(int Index, string Text)> Times { get; init; } = [];

    /// <summary>The space between line and axis is filled.</summary>
    public bool Filled { get; init; }

    public bool FromZero { get; init; } = true;

    /// <summary>The one point that is worth a word.</summary>
    public (int Series, int Index, string Value, string Reason)? Remark { get; init; }

    /// <summary>What a bracket above says of times without data.</summary>
    public (int First, int Last, string Text)? Missing { get; init; }

    /// <summary>A single line needs no name: its value stands at its end.</summary>
    public bool Named { get; init; } = true;

    /// <summary>Without names: the last value stands at each line's end.</summary>
    public bool Ended { get; init; } = true;

    public override Drawing Draw()
    {
        var count = Series.Select(s => s.Values.Count).DefaultIfEmpty(0).Max();
        var (top, bottom) = (Missing is null && Remark is null ? 10d : 26d, Height - 18);
        if (Series.All(s => s.Values.All(double.IsNaN))) return Nothing(top, bottom);
        var scale = Scale.For(Series.SelectMany(s => s.Values), FromZero);
        var left = AxisWidth(scale);
        var names = Named ? Series.Max(s => WordWidth(s.Name, 8, true) + WordWidth(Number(s.Values.LastOrDefault(double.IsFinite)), 7.5, false)) + 20 : 4;
        var right = Width - Math.Min(names, Width * 0.4);
        double X(int index) => count < 2 ? (left + right) / 2 : left + (right - left) * index / (count - 1);
        double Y(double value) => bottom - scale.Share(value) * (bottom - top);

        var marks = new List<Mark>();
        Grid(marks, scale, left, right, top, bottom);
        TimeAxis(marks, Times, X, bottom, ticks: true);
        if (Missing is { } gap) Bracket(marks, gap, X, top);
        for (var s = Series.Count - 1; s >= 0; s--) Line(marks, s, X, Y, bottom);
        if (Named) Names(marks, right, X, Y, top, bottom);
        else if (Ended) Ends(marks, X, Y);
        if (Remark is { } remark) Note(marks, remark, X, Y, right, top);
        return Finished(marks);
    }

    void Line(List<Mark> marks, int s, Func<int, double> x, Func<double, double> y, double bottom)
    {
        var values = Series[s].Values;
        var pieces = Pieces(values).ToList();
        foreach (var (first, last) in pieces)
        {
            var points = Enumerable.Range(first, last - first + 1).Select(i => (x(i), y(values[i]))).ToList();
            if (Filled) marks.Add(new AreaMark(Ink.QuietSeries(s) with { Share = 0.18 }, [(points[0].Item1, bottom), .. points, (points[^1].Item1, bottom)]));
            if (first == last) marks.Add(new DotMark(Ink.Series(s), points[0].Item1, points[0].Item2, 2));
            else marks.Add(new LineMark(Ink.Series(s), points, 1.4, Round: true));
        }
        for (var i = 0; i + 1 < pieces.Count; i++)
        {
            marks.Add(new DotMark(Ink.Series(s), x(pieces[i].Last), y(values[pieces[i].Last]), 2, Open: true));
            marks.Add(new DotMark(Ink.Series(s), x(pieces[i + 1].First), y(values[pieces[i + 1].First]), 2, Open: true));
        }
    }

    internal static IEnumerable<(int First, int Last)> Pieces(IReadOnlyList<double> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (!double.IsFinite(values[i])) continue;
            var first = i;
            while (i + 1 < values.Count && double.IsFinite(values[i + 1])) i++;
            yield return (first, i);
        }
    }

    void Names(List<Mark> marks, double right, Func<int, double> x, Func<double, double> y, double top, double bottom)
    {
        var shown = Enumerable.Range(0, Series.Count).Where(s => Series[s].Values.Any(double.IsFinite)).ToList();
        var ends = shown.ConvertAll(s => Last(Series[s].Values));
        var places = LabelPlaces.Spread([.. shown.Select((s, i) => y(Series[s].Values[ends[i]]))], gap: 10, lowest: bottom - 1, highest: top - 8);
        for (var i = 0; i < shown.Count; i++)
        {
            var (s, point) = (shown[i], y(Series[shown[i]].Values[ends[i]]));
            marks.Add(new LineMark(Ink.Series(s), [(x(ends[i]) + 1.5, point), (right + 8, places[i])], 0.5));
            var number = Number(Series[s].Values[ends[i]]);
            marks.Add(new WordsMark(Ink.Series(s), Fitted(Series[s].Name, Width - right - 18 - WordWidth(number, 7.5, false), 8, bold: true), right + 10, places[i] + 2.7, 8, Bold: true));
            marks.Add(new WordsMark(Ink.Soft, number, Width, places[i] + 2.7, 7.5, Anchor: 1));
        }
    }

    void Ends(List<Mark> marks, Func<int, double> x, Func<double, double> y)
    {
        for (var s = 0; s < Series.Count; s++)
        {
            var last = Last(Series[s].Values);
            if (last < 0) continue;
            var value = Series[s].Values[last];
            marks.Add(new DotMark(Ink.Series(s), x(last), y(value), 2.2));
            // On the side where the line does not come from, if there is room.
            var falls = last > 0 && Series[s].Values[last - 1] > value && y(value) + 12 < Height - 18;
            marks.Add(new WordsMark(Ink.Text, Number(value), x(last) - 3, y(value) + (falls ? 11 : -6), 8.5, Bold: true, Anchor: 1));
        }
    }

    void Note(List<Mark> marks, (int Series, int Index, string Value, string Reason) remark, Func<int, double> x, Func<double, double> y, double right, double top)
    {
        var (px, py) = (x(remark.Index), y(Series[remark.Series].Values[remark.Index]));
        var wide = Math.Max(WordWidth(remark.Value, 8, true), WordWidth(remark.Reason, 7.5, false));
        var after = px + 14 + wide <= right + 8;
        var (at, anchor) = after ? (px + 14, 0d) : (px - 14, 1d);
        marks.Add(new DotMark(Ink.Series(remark.Series), px, py, 2.2));
        // Clear of the uppermost grid line.
        var baseline = Math.Max(py + 1, top + 8.5);
        marks.Add(new WordsMark(Ink.Text, remark.Value, at, baseline, 8, Bold: true, Anchor: anchor));
        marks.Add(new WordsMark(Ink.Soft, remark.Reason, at, baseline + 10, 7.5, Anchor: anchor));
    }

    static void Bracket(List<Mark> marks, (int First, int Last, string Text) gap, Func<int, double> x, double top)
    {
        var (from, to) = (x(gap.First), x(gap.Last));
        marks.Add(new LineMark(Ink.Soft, [(from, top + 1), (from, top - 3), (to, top - 3), (to, top + 1)], 0.6));
        marks.Add(new WordsMark(Ink.Soft, gap.Text, (from + to) / 2, top - 7, 7.5, Anchor: 0.5));
    }

    static int Last(IReadOnlyList<double> values)
    {
        for (var i = values.Count - 1; i >= 0; i--) if (double.IsFinite(values[i])) return i;
        return -1;
    }
}
