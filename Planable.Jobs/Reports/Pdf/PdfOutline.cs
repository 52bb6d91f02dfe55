using System.Globalization;

namespace Planable.Jobs.Reports.Pdf;

/// <summary>The bookmarks of a document: a tree of titles that lead to their pages.</summary>
internal static class PdfOutline
{
    sealed record Entry(string Title, int Level, string Destination, int Number, List<Entry> Inner);

    public static int? Write(PdfOutput output, List<(string Title, int Level, PdfPage Page, double Y)> titles)
    {
        if (titles.Count == 0) return null;
        var root = new Entry("", 0, "", output.Reserve(), []);
        var open = new Stack<Entry>([root]);
        foreach (var (title, level, page, y) in titles)
        {
            while (open.Peek().Level >= level) open.Pop();
            var entry = new Entry(title, level, PdfDocument.Destination(page, y), output.Reserve(), []);
            open.Peek().Inner.Add(entry);
            open.Push(entry);
        }
        WriteInner(output, root);
        output.Put(root.Number, string.Create(CultureInfo.InvariantCulture, $"<</Type/Outlines{Inner(root)}>>"));
        return root.Number;
    }

    static void WriteInner(PdfOutput output, Entry parent)
    {
        for (var i = 0; i < parent.Inner.Count; i++)
        {
            var entry = parent.Inner[i];
            var before = i == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/Prev {parent.Inner[i - 1].Number} 0 R");
            var after = i + 1 == parent.Inner.Count ? "" : string.Create(CultureInfo.InvariantCulture, $"/Next {parent.Inner[i + 1].Number} 0 R");
            output.Put(entry.Number, string.Create(CultureInfo.InvariantCulture, $"<</Title{PdfOutput.Text(entry.Title)}/Parent {parent.Number} 0 R/Dest{entry.Destination}{before}{after}{Inner(entry)}>>"));
            WriteInner(output, entry);
        }
    }

    static string Inner(Entry entry) => entry.Inner.Count == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"/First {entry.Inner[0].Number} 0 R/Last {entry.Inner[^1].Number} 0 R/Count {Count(entry)}");

    static int Count(Entry entry) => entry.Inner.Sum(e => 1 + Count(e));
}
