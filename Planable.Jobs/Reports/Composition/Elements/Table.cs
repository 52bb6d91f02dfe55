using Planable.Jobs.Reports.Composition.Text;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Jobs.Reports.Composition.Elements;

internal sealed record TableCell(int Columns, string? Scope, Container Content);

internal sealed record TableRow(List<TableCell> Cells)
{
    public double? Height { get; set; }
    public PdfTag? Tag { get; set; }
    public bool[] Done { get; set; } = [];
}

/// <summary>Rules and distances of a table.</summary>
internal sealed class TableLook
{
    public double Padding { get; set; }
    public double Spacing { get; set; }
    public double RowHeight { get; set; }
    public (double Width, Colour Colour)? HeaderRule { get; set; }
    public (double Width, Colour Colour)? RowRule { get; set; }
    public (double Width, Colour Colour)? FooterRule { get; set; }
    public Func<int, string>? Note { get; set; }
    public TextStyle NoteStyle { get; set; } = TextStyle.Default;
    public string? Heading { get; set; }
    public TextStyle HeadingStyle { get; set; } = TextStyle.Default;
}

internal sealed class Table(List<Span> columns, List<TableRow> header, List<TableRow> body, List<TableRow> footer, TableLook look) : Element
{
    const double NoteGap = 7;

    /// <summary>Of the width, where other columns share what is left.</summary>
    const double MostForAuto = 0.68;
    readonly List<TableRow> rows = [.. body, .. footer];
    (double Width, double[] Columns)? divided;
    PdfTag? tag;
    int first;
    bool begun;

    public override Fit Measure(Scene scene, double width, double height)
    {
        if (first >= rows.Count && begun) return Fit.Empty;
        var (count, used) = Fitting(scene, width, height);
        if (count < 0) return Fit.None;
        if (first + count >= rows.Count) return new(Share.Whole, width, used);
        return new(Share.Part, width, count == 0 ? height : used + NoteHeight());
    }

    public override void Draw(Scene scene, double width, double height)
    {
        if (first >= rows.Count && begun) return;
        var (count, _) = Fitting(scene, width, height);
        if (count < 0) return;
        var outer = scene.Tag;
        if (!scene.Ignored) scene.Tag = tag ??= outer.Add("Table");
        var y = 0d;
        if (begun && look.Heading is { } heading) y = Repeated(() => DrawHeading(scene, heading, width));
        if (begun) Repeated(() => y = DrawHeader(scene, width, y));
        else y = DrawHeader(scene, width, y);
        begun = true;

        if (count == 0) DrawCut(scene, width, y, height);
        for (var i = 0; i < count; i++, first++)
        {
            var row = rows[first];
            var tall = Height(scene, row, width);
            if (first == body.Count && look.FooterRule is { } line) scene.Page.Fill(0, y, width, line.Width, line.Colour);
            DrawRow(scene, row, width, y, tall);
            y += tall;
            if (first + 1 < body.Count && i + 1 < count && look.RowRule is { } rule) scene.Page.Fill(0, y - rule.Width, width, rule.Width, rule.Colour);
        }
        if (count > 0 && first < rows.Count && look.Note is { } note) Repeated(() => DrawNote(scene, note(scene.PageNumber + 1), width, y));
        scene.Tag = outer;

        // What repeats is told once; reading aids need not hear it on each page.
        double Repeated(Func<double> draw)
        {
            if (scene.Ignored) return draw();
            scene.Page.BeginArtifact();
            scene.Ignored = true;
            var result = draw();
            scene.Ignored = false;
            scene.Page.End();
            return result;
        }
    }

    public override void Reset()
    {
        (first, begun, tag, divided) = (0, false, null, null);
        foreach (var row in header.Concat(rows))
        {
            (row.Height, row.Tag, row.Done) = (null, null, []);
            foreach (var cell in row.Cells) cell.Content.Reset();
        }
    }

    // How many rows fit, or -1 when the table should begin or go on elsewhere. 0 rows means that the next one must be cut: it is longer than a page.
    (int Count, double Height) Fitting(Scene scene, double width, double height)
    {
        var used = header.Sum(r => Height(scene, r, width)) + (begun ? HeadingHeight() : 0);
        var (top, count) = (used, 0);
        while (first + count < rows.Count && used + Height(scene, rows[first + count], width) <= height + Slack) used += Height(scene, rows[first + count++], width);
        var left = rows.Count - first - count;
        if (left == 0) return used <= height + Slack ? (count, used) : (-1, 0);
        while (count > 0 && used + NoteHeight() > height + Slack) used -= Height(scene, rows[first + --count], width);
        // At least two rows stand on either side of a cut, and totals with the last two.
        var together = footer.Count > 0 ? 2 + footer.Count : 2;
        var kept = Math.Min(count, rows.Count - first - Math.Min(together, rows.Count - first));
        if (kept >= 2 || begun && kept >= 1) return (kept, top + rows.Skip(first).Take(kept).Sum(r => Height(scene, r, width)));
        if (scene.Forced && count > 0) return (count, used);
        return scene.Forced && height > top ? (0, height) : (-1, 0);
    }

    double Height(Scene scene, TableRow row, double width)
    {
        if (row.Height is { } known) return known;
        var tall = header.Contains(row) ? 0 : look.RowHeight;
        Cells(scene, row, width, (cell, _, broad) => tall = Math.Max(tall, cell.Content.Measure(scene, broad, double.MaxValue / 4).Height + look.Padding * 2));
        row.Height = tall;
        return tall;
    }

    double DrawHeader(Scene scene, double width, double y)
    {
        foreach (var row in header)
        {
            var tall = Height(scene, row, width);
            foreach (var cell in row.Cells) if (begun) cell.Content.Reset();
            DrawRow(scene, row, width, y, tall);
            y += tall;
        }
        if (header.Count > 0 && look.HeaderRule is { } rule) scene.Page.Fill(0, y - rule.Width, width, rule.Width, rule.Colour);
        return y;
    }

    void DrawRow(Scene scene, TableRow row, double width, double y, double tall)
    {
        var table = scene.Tag;
        if (!scene.Ignored) row.Tag ??= table.Add("TR");
        Cells(scene, row, width, (cell, x, broad) =>
        {
            if (!scene.Ignored) scene.Tag = CellTag(row.Tag!, cell);
            scene.At(x, y + look.Padding, () => cell.Content.Draw(scene, broad, tall - look.Padding * 2));
        });
        scene.Tag = table;
    }

    // A row longer than a page: each cell shows what fits, the rest comes on the next page.
    void DrawCut(Scene scene, double width, double y, double height)
    {
        var (row, table, index, drawn) = (rows[first], scene.Tag, 0, false);
        if (!scene.Ignored) row.Tag ??= table.Add("TR");
        if (row.Done.Length == 0) row.Done = new bool[row.Cells.Count];
        Cells(scene, row, width, (cell, x, broad) =>
        {
            var tall = height - y - look.Padding * 2;
            if (!row.Done[index] && cell.Content.Measure(scene, broad, tall) is { Share: not Share.None } fit)
            {
                if (!scene.Ignored) scene.Tag = CellTag(row.Tag!, cell);
                scene.At(x, y + look.Padding, () => cell.Content.Draw(scene, broad, tall));
                row.Done[index] = fit.Share == Share.Whole;
                drawn = true;
            }
            index++;
        });
        scene.Tag = table;
        if (!drawn) throw new LayoutImpossible($"On page {scene.PageNumber} something in a table does not fit, not even on a page of its own.");
        row.Height = null;
        if (row.Done.All(d => d)) first++;
    }

    static PdfTag CellTag(PdfTag row, TableCell cell)
    {
        var added = row.Add(cell.Scope is null ? "TD" : "TH");
        (added.Scope, added.ColumnSpan) = (cell.Scope, cell.Columns);
        return added;
    }

    void Cells(Scene scene, TableRow row, double width, Action<TableCell, double, double> act)
    {
        var widths = Widths(scene, width);
        var (x, column) = (0d, 0);
        foreach (var cell in row.Cells)
        {
            var broad = widths.Skip(column).Take(cell.Columns).Sum() + look.Spacing * (cell.Columns - 1);
            act(cell, scene.RightToLeft ? width - x - broad : x, broad);
            (x, column) = (x + broad + look.Spacing, column + cell.Columns);
        }
    }

    double[] Widths(Scene scene, double width)
    {
        if (divided is { } known && Math.Abs(known.Width - width) < Slack) return known.Columns;
        var needed = new double[columns.Count];
        foreach (var row in header.Concat(rows))
            for (int c = 0, column = 0; c < row.Cells.Count; column += row.Cells[c++].Columns)
                if (row.Cells[c].Columns == 1 && columns[column] is { Constant: null, Relative: null })
                    needed[column] = Math.Max(needed[column], row.Cells[c].Content.Measure(scene, width, double.MaxValue / 4).Width);
        var free = width - look.Spacing * (columns.Count - 1);
        Limit(needed, free * (columns.Exists(c => c.Relative is not null) ? MostForAuto : 1) - columns.Sum(c => c.Constant ?? 0));
        divided = (width, Span.Divide(columns, free, i => needed[i]));
        return divided.Value.Columns;
    }

    /// <summary>One long name must not leave the columns beside it without room: the widest break their lines instead.</summary>
    static void Limit(double[] needed, double room)
    {
        var (most, left) = (double.PositiveInfinity, room);
        var narrow = needed.Where(n => n > 0).Order().ToList();
        for (var i = 0; i < narrow.Count && double.IsInfinity(most); i++)
        {
            if (narrow[i] * (narrow.Count - i) > left)
                most = Math.Max(0, left / (narrow.Count - i));
            left -= narrow[i];
        }

        for (var i = 0; i < needed.Length; i++)
            needed[i] = Math.Min(needed[i], most);
    }

    double NoteHeight() => look.Note is null ? 0 : NoteGap + look.NoteStyle.Size * look.NoteStyle.LineHeight;

    double HeadingHeight() => look.Heading is null ? 0 : look.HeadingStyle.Size * look.HeadingStyle.LineHeight + NoteGap;

    double DrawHeading(Scene scene, string words, double width)
    {
        Words(words, look.HeadingStyle, across: 0).Draw(scene, width, HeadingHeight());
        return HeadingHeight();
    }

    double DrawNote(Scene scene, string words, double width, double y)
    {
        scene.At(0, y + NoteGap, () => Words(words, look.NoteStyle, across: 1).Draw(scene, width, NoteHeight()));
        return y;
    }

    static TextBlock Words(string words, TextStyle style, double across) => new() { Inlines = { new(_ => words, style) }, Across = across };
}
