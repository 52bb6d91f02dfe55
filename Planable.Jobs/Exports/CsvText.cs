using System.Text;

namespace Planable.Jobs.Exports;

/// <summary>Rows as RFC 4180 has them. What a spreadsheet would run as a formula gets an apostrophe in front, which the import takes away again.</summary>
public static class CsvText
{
    const string Formula = "=+-@\t\r";

    static readonly System.Buffers.SearchValues<char> Quoted = System.Buffers.SearchValues.Create("\",;\r\n\t'");

    public static string Line(IEnumerable<string> cells)
    {
        var line = new StringBuilder();
        var separator = "";
        foreach (var cell in cells)
        {
            line.Append(separator);
            separator = ",";
            var safe = cell.Length > 0 && Formula.Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell;
            if (safe.AsSpan().ContainsAny(Quoted) || safe.StartsWith(' ') || safe.EndsWith(' '))
                line.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else
                line.Append(safe);
        }

        return line.Append("\r\n").ToString();
    }
}
