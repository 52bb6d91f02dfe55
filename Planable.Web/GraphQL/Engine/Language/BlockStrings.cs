using System.Text;

namespace Planable.Web.GraphQL.Engine.Language;

/// <summary>Block strings lose their common indent and their blank first and last lines.</summary>
public static class BlockStrings
{
    public static string Value(string raw)
    {
        var lines = raw.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        int? common = null;
        foreach (var line in lines.Skip(1))
        {
            var indent = Indent(line);
            if (indent < line.Length && (common is null || indent < common))
                common = indent;
        }

        for (var i = 1; i < lines.Length && common is { } cut; i++)
            lines[i] = lines[i].Length > cut ? lines[i][cut..] : "";

        var first = Array.FindIndex(lines, line => Indent(line) < line.Length);
        var last = Array.FindLastIndex(lines, line => Indent(line) < line.Length);
        return first < 0 ? "" : string.Join('\n', lines[first..(last + 1)]);
    }

    /// <summary>A block string that reads back as the text, indented as asked.</summary>
    public static string Print(string text, string indent = "")
    {
        var escaped = text.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var lines = escaped.Split('\n');
        var printed = new StringBuilder("\"\"\"\n");
        foreach (var line in lines)
            printed.Append(line.Length == 0 ? "" : indent).Append(line).Append('\n');
        return printed.Append(indent).Append("\"\"\"").ToString();
    }

    /// <summary>Whether a block string can carry the text: it could not keep edge blanks or control characters.</summary>
    public static bool CanHold(string text) =>
        text.Length > 0 && !text.Any(c => (char.IsControl(c) && c != '\n') || char.IsSurrogate(c)) && text == Value("\n" + text + "\n");

    static int Indent(string line)
    {
        var i = 0;
        while (i < line.Length && line[i] is (' ' or '\t'))
            i++;
        return i;
    }
}
