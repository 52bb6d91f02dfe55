using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports;

/// <param name="Print">Null where there is no picture of it.</param>
/// <param name="Note">What stands below its name.</param>
public sealed record PrintedFile(string Name, string Alt, PdfImage? Print, string Note = "");

/// <summary>Pictures beside each other, three in a row, each with its name.</summary>
static class FileRow
{
    const int Across = 3;

    public static void Files(this ColumnDescriptor column, IReadOnlyList<PrintedFile> files)
    {
        foreach (var some in files.Chunk(Across))
            column.Item().PaddingBottom(4 * Mm).ShowEntire().Row(row =>
            {
                row.Spacing(5 * Mm);
                foreach (var file in some)
                    row.RelativeItem().Column(c => File(c, file));
                for (var i = some.Length; i < Across; i++)
                    row.RelativeItem().Text("");
            });
    }

    static void File(ColumnDescriptor column, PrintedFile file)
    {
        if (file.Print is { } print)
            column.Item().SemanticFigure(file.Alt.Length > 0 ? file.Alt : file.Name).AspectRatio(4 / 3d).ImageCover(print);
        else
            column.Item().SemanticIgnore().AspectRatio(4 / 3d).Background(Wash).Extend();
        column.Item().PaddingTop(1.5 * Mm).Text(file.Name).FontSize(8).Medium();
        if (file.Alt.Length > 0)
            column.Item().Text(file.Alt).Style(Small);
        if (file.Note.Length > 0)
            column.Item().Text(file.Note).Style(s => Small(s).FontSize(6));
    }
}
