namespace Planable.Jobs.Reports.Charts;

/// <summary>Values in a grid of rows and columns, the darker the higher. Cells with too few samples are hatched and say so.</summary>
public sealed record HeatMap : Plot
{
    const double NameWidth = 34;
    const double CellHeight = 22.5;
    const double Gap = 2.5;

    public required IReadOnlyList<string> Rows { get; init; }
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>By row and column: the value, and how many samples it stands on.</summary>
    public required Func<int, int, (double Value, int Samples)> Cell { get; init; }

    public int EnoughSamples { get; init; } = 3;

    /// <summary>"12 posts", from a number.</summary>
    public required Func<int, string> Samples { get; init; }

    /// <summary>"2 of 3", from how many there are.</summary>
    public required Func<int, string> TooFew { get; init; }

    public override Drawing Draw()
    {
        var sized = this with { Height = 14 + Rows.Count * (CellHeight + Gap) };
        return sized.DrawCells();
    }

    Drawing DrawCells()
    {
        var marks = new List<Mark>();
        var wide = (Width - NameWidth) / Math.Max(1, Columns.Count) - Gap;
        var cells = Enumerable.Range(0, Rows.Count).SelectMany(r => Enumerable.Range(0, Columns.Count).Select(c => (Row: r, Column: c, Cell: Cell(r, c)))).ToList();
        var enough = cells.Where(c => c.Cell.Samples >= EnoughSamples && double.IsFinite(c.Cell.Value)).ToList();
        var (low, high) = enough.Count == 0 ? (0, 1) : (enough.Min(c => c.Cell.Value), enough.Max(c => c.Cell.Value));
        double X(int column) => RightToLeft ? Width - NameWidth - (column + 1) * (wide + Gap) + Gap : NameWidth + column * (wide + Gap);
        double Y(int row) => 14 + row * (CellHeight + Gap);

        for (var c = 0; c < Columns.Count; c++) marks.Add(new WordsMark(Ink.Soft, Columns[c], RightToLeft ? X(c) + wide : X(c) + 1, 7, 7.5, Anchor: RightToLeft ? 1 : 0));
        for (var r = 0; r < Rows.Count; r++) marks.Add(new WordsMark(Ink.Text, Rows[r], RightToLeft ? Width : 0, Y(r) + 15, 8.5, Anchor: RightToLeft ? 1 : 0));
        foreach (var (row, column, (value, samples)) in cells)
        {
            if (samples < EnoughSamples || !double.IsFinite(value)) Hatched(marks, X(column), Y(row), wide, TooFew(samples));
            else Filled(marks, X(column), Y(row), wide, value, samples, high > low ? (value - low) / (high - low) : 1);
        }
        if (enough.Count > 1)
        {
            var best = enough.MaxBy(c => c.Cell.Value);
            marks.Add(new FrameMark(Ink.Text, X(best.Column) + 0.6, Y(best.Row) + 0.6, wide - 1.2, CellHeight - 1.2, 1.2));
        }
        return Finished(marks);
    }

    void Filled(List<Mark> marks, double x, double y, double wide, double value, int samples, double share)
    {
        marks.Add(new BoxMark(Ink.Series(0) with { Share = 0.05 + 0.5 * share }, x, y, wide, CellHeight));
        var (number, posts) = (value.ToString("0.0", Culture), Samples(samples));
        marks.Add(new WordsMark(Ink.Text, number, RightToLeft ? x + wide - 8 : x + 8, y + 14.4, 8.5, Bold: true, Anchor: RightToLeft ? 1 : 0));
        if (WordWidth(number, 8.5, true) + WordWidth(posts, 7, false) + 20 <= wide)
            marks.Add(new WordsMark(new Ink("text", 0.85), posts, RightToLeft ? x + 6.5 : x + wide - 6.5, y + 14.2, 7, Anchor: RightToLeft ? 0 : 1));
    }

    void Hatched(List<Mark> marks, double x, double y, double wide, string words)
    {
        // 45 degrees, cut at the edges of the cell.
        for (var start = 4.5; start < wide + CellHeight; start += 4.5)
        {
            var (left, right) = (Math.Max(0, start - CellHeight), Math.Min(wide, start));
            marks.Add(new LineMark(Ink.Grid, [(x + left, y + start - left), (x + right, y + start - right)], 0.7));
        }
        var room = WordWidth(words, 7.5, false) + 6;
        marks.Add(new BoxMark(Ink.Paper, x + (wide - room) / 2, y + 5, room, 12));
        marks.Add(new WordsMark(Ink.Soft, words, x + wide / 2, y + 13.6, 7.5, Anchor: 0.5));
    }
}
