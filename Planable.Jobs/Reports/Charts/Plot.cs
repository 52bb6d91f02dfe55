using System.Globalization;

namespace Planable.Jobs.Reports.Charts;

/// <summary>What charts with a value axis have in common: size, the words around them and the way numbers are written.</summary>
public abstract record Plot
{
    public double Width { get; init; } = 493;
    public double Height { get; init; } = 176;

    /// <summary>What the chart shows, for those who do not see it.</summary>
    public required string Description { get; init; }

    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;
    public WordWidth WordWidth { get; init; } = WordWidths.Guess;

    /// <summary>Names stand right and values left; the time axis keeps its direction.</summary>
    public bool RightToLeft { get; init; }

    /// <summary>What stands in the middle when there is nothing to show.</summary>
    public string NoData { get; init; } = "";

    public abstract Drawing Draw();

    protected string Number(double value) => value.ToString(value == Math.Round(value) ? "N0" : "N1", Culture);

    /// <summary>As much of a name as has room.</summary>
    protected string Fitted(string name, double room, double size, bool bold)
    {
        if (WordWidth(name, size, bold) <= room) return name;
        var ends = StringInfo.ParseCombiningCharacters(name);
        for (var i = ends.Length - 1; i > 0; i--)
            if (name[..ends[i]].TrimEnd() + "…" is var shorter && WordWidth(shorter, size, bold) <= room) return shorter;
        return "…";
    }

    protected Drawing Finished(List<Mark> marks) => new(Width, Height, marks, Description);

    protected Drawing Nothing(double top, double bottom)
    {
        var middle = (top + bottom) / 2;
        return Finished([new LineMark(Ink.Soft, [(0, bottom), (Width, bottom)], 0.6), new WordsMark(Ink.Soft, NoData, Width / 2, middle, 8, Anchor: 0.5)]);
    }

    protected void Grid(List<Mark> marks, Scale scale, double left, double right, double top, double bottom)
    {
        foreach (var tick in scale.Ticks)
        {
            var y = bottom - scale.Share(tick) * (bottom - top);
            var zero = tick == 0;
            marks.Add(new LineMark(zero ? Ink.Soft : Ink.Grid, [(left, y), (right, y)], zero ? 0.6 : 0.5));
            marks.Add(new WordsMark(Ink.Soft, AxisNumber(scale, tick), left - 5, y + 2.6, 7.5, Anchor: 1));
        }
    }

    protected double AxisWidth(Scale scale) => Math.Max(24, scale.Ticks.Max(t => WordWidth(AxisNumber(scale, t), 7.5, false)) + 6);

    // Close steps far from zero keep their digits: 6,200 and 6,400, not 6.2k and 6.4k.
    string AxisNumber(Scale scale, double tick) => scale.Step >= 1000 || Math.Abs(tick) < 1000 || scale.Low == 0 ? Scale.Short(tick, Culture) : tick.ToString("N0", Culture);

    protected void TimeAxis(List<Mark> marks, IReadOnlyList<(int Index, string Text)> labels, Func<int, double> x, double bottom, bool ticks)
    {
        var places = labels.Select(l => (x(l.Index), WordWidth(l.Text, 7.5, false))).ToList();
        foreach (var i in LabelPlaces.Fitting(places, gap: 4))
        {
            if (ticks) marks.Add(new LineMark(Ink.Soft, [(places[i].Item1, bottom), (places[i].Item1, bottom + 3)], 0.5));
            var half = places[i].Item2 / 2;
            marks.Add(new WordsMark(Ink.Soft, labels[i].Text, Math.Clamp(places[i].Item1, half, Math.Max(half, Width - half)), bottom + 12, 7.5, Anchor: 0.5));
        }
    }
}

/// <summary>A row of values over time; NaN is a time without data, which is not zero.</summary>
public sealed record Series(string Name, IReadOnlyList<double> Values);
