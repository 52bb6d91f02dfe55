namespace Planable.Jobs.Reports.Charts;

/// <summary>Lying bars with a name, a value and a short remark each; they grow from where lines of text begin.</summary>
public sealed record HorizontalBars : Plot
{
    public required IReadOnlyList<(string Name, double Value, string? Remark)> Bars { get; init; }
    public int SeriesInk { get; init; }
    public int? Highlight { get; init; }
    public double RowHeight { get; init; } = 19;

    public override Drawing Draw()
    {
        var tall = this with { Height = Math.Max(RowHeight, Bars.Count * RowHeight) };
        return Bars.Count == 0 ? tall.Nothing(0, tall.Height) : tall.DrawBars();
    }

    Drawing DrawBars()
    {
        var names = Math.Min(Width * 0.35, Bars.Max(b => WordWidth(b.Name, 8.5, false)) + 8);
        var remarks = Bars.Max(b => b.Remark is null ? 0 : WordWidth(b.Remark, 7.5, false) + 6);
        var values = Bars.Max(b => WordWidth(Number(b.Value), 8.5, true)) + 8;
        var room = Math.Max(10, Width - names - values - remarks);
        var most = Math.Max(1e-9, Bars.Max(b => double.IsFinite(b.Value) ? b.Value : 0));

        var marks = new List<Mark>();
        for (var i = 0; i < Bars.Count; i++)
        {
            var (name, value, remark) = Bars[i];
            var (top, baseline) = (RowHeight * i, RowHeight * i + RowHeight / 2 + 3);
            marks.Add(new WordsMark(Ink.Text, Shortened(name, names - 6), At(0), baseline, 8.5, Anchor: Start));
            if (remark is not null) marks.Add(new WordsMark(Ink.Soft, remark, At(Width), baseline, 7.5, Anchor: 1 - Start));
            if (!double.IsFinite(value))
            {
                marks.Add(new WordsMark(Ink.Soft, NoData, At(names + 4), baseline, 8, Anchor: Start));
                continue;
            }
            var wide = Math.Max(0, value) / most * room;
            var ink = Highlight is null || Highlight == i ? Ink.Series(SeriesInk) : Ink.QuietSeries(SeriesInk);
            marks.Add(new BoxMark(ink, RightToLeft ? At(names + wide) : names, top + RowHeight * 0.24, wide, RowHeight * 0.52));
            marks.Add(new WordsMark(Ink.Text, Number(value), At(names + wide + 5), baseline, 8.5, Bold: true, Anchor: Start));
        }
        marks.Add(new LineMark(Ink.Soft, [(At(names), 0), (At(names), Height)], 0.6));
        return Finished(marks);
    }

    double Start => RightToLeft ? 1 : 0;

    double At(double x) => RightToLeft ? Width - x : x;

    string Shortened(string name, double room)
    {
        if (WordWidth(name, 8.5, false) <= room) return name;
        var kept = name.Length;
        while (kept > 1 && WordWidth(name[..kept] + "…", 8.5, false) > room) kept--;
        if (char.IsHighSurrogate(name[kept - 1])) kept--;
        return name[..kept].TrimEnd() + "…";
    }
}
