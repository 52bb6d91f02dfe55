using Planable.Jobs.Reports.Composition.Elements;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Jobs.Reports.Composition;

/// <summary>A table: columns, a header that stands on each page, rows that are not cut, totals that stay with the last rows.</summary>
public sealed class TableDescriptor
{
    readonly List<Span> columns = [];
    readonly List<TableRow> header = [];
    readonly List<TableRow> body = [];
    readonly List<TableRow> footer = [];
    readonly TableLook look = new();

    public void ConstantColumn(double points) => columns.Add(new(points, null));

    public void RelativeColumn(double share = 1) => columns.Add(new(null, share));

    /// <summary>As wide as its widest cell needs.</summary>
    public void AutoColumn() => columns.Add(new(null, null));

    public void Header(Action<TableRowDescriptor> describe) => Add(header, describe, header: true);

    public void Row(Action<TableRowDescriptor> describe) => Add(body, describe, header: false);

    public void Footer(Action<TableRowDescriptor> describe) => Add(footer, describe, header: false);

    /// <summary>The space above and below the content of a cell.</summary>
    public void CellPadding(double points) => look.Padding = points;

    /// <summary>The space between columns.</summary>
    public void Spacing(double points) => look.Spacing = points;

    public void MinRowHeight(double points) => look.RowHeight = points;

    public void HeaderRule(double points, Colour colour) => look.HeaderRule = (points, colour);

    public void RowRule(double points, Colour colour) => look.RowRule = (points, colour);

    public void FooterRule(double points, Colour colour) => look.FooterRule = (points, colour);

    /// <summary>What stands below the cut, told the number of the next page.</summary>
    public void ContinuedNote(Func<int, string> words, Func<TextStyle, TextStyle> style) => (look.Note, look.NoteStyle) = (words, style(TextStyle.Default));

    /// <summary>What stands above the header on the pages after the first.</summary>
    public void ContinuedHeading(string words, Func<TextStyle, TextStyle> style) => (look.Heading, look.HeadingStyle) = (words, style(TextStyle.Default));

    internal Element Element() => columns.Count > 0 ? new Table(columns, header, body, footer, look) : throw new InvalidOperationException("A table has at least one column.");

    void Add(List<TableRow> rows, Action<TableRowDescriptor> describe, bool header)
    {
        var row = new TableRowDescriptor(header);
        describe(row);
        if (row.Row.Cells.Sum(c => c.Columns) > columns.Count) throw new InvalidOperationException($"A row has more cells than the table's {columns.Count} columns.");
        rows.Add(row.Row);
    }
}

/// <summary>The cells of one row, in the order of the columns.</summary>
public sealed class TableRowDescriptor
{
    readonly bool header;

    internal TableRowDescriptor(bool header) => this.header = header;

    internal TableRow Row { get; } = new([]);

    public IContainer Cell(int columns = 1) => Add(columns, header ? "Column" : null);

    /// <summary>The cell that names its row.</summary>
    public IContainer RowHeader(int columns = 1) => Add(columns, "Row");

    Container Add(int columns, string? scope)
    {
        var cell = new TableCell(columns, scope, new Container());
        Row.Cells.Add(cell);
        return cell.Content;
    }
}
