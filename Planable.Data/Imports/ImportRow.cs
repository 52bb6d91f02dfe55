using Planable.Data.Workspaces;

namespace Planable.Data.Imports;

/// <summary>One line of the uploaded table. Its id becomes the post's.</summary>
public class ImportRow : Entity, IBelongToWorkspace
{
    ImportRow()
    {
    }

    internal ImportRow(Guid importId, int number, IReadOnlyList<string> cells)
    {
        ImportId = importId;
        Number = number;
        Cells = [.. cells];
    }

    public Guid WorkspaceId { get; private set; }

    public Guid ImportId { get; private set; }

    /// <summary>As a spreadsheet counts: the headings are row 1.</summary>
    public int Number { get; private set; }

    public List<string> Cells { get; private set; } = [];

    /// <summary>Which of two, where the clocks go back over its time.</summary>
    public bool? Second { get; private set; }

    public bool IsLeftOut { get; private set; }

    /// <summary>It has become a post.</summary>
    public bool IsImported { get; private set; }

    public string Cell(int column) => column >= 0 && column < Cells.Count ? Cells[column] : "";

    internal void Correct(IReadOnlyList<string> cells, bool? second, bool isLeftOut)
    {
        if (IsImported)
            throw new RuleBroken("ROW_IMPORTED", "Row {0} is a post already. Change the post.", Number);
        Cells = [.. cells];
        Second = second;
        IsLeftOut = isLeftOut;
    }

    internal void Imported() => IsImported = true;
}
