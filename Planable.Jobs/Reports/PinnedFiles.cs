using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports;

/// <param name="Print">Whole, as places on it are meant; null where there is no picture of it.</param>
public sealed record PinnedFile(string Name, string Alt, PdfImage? Print, IReadOnlyList<PrintedPin> Pins);

/// <param name="Mark">As the conversation calls it.</param>
/// <param name="Spot">In percent from the left and from the top; null for what is about the file as a whole, or a moment of it.</param>
public sealed record PrintedPin(string Mark, bool IsForTeam, (double Across, double Down)? Spot, string By, string Words);

/// <summary>Pictures with what was pinned on them, and the words below, by the same numbers as in the conversation.</summary>
static class PinnedFiles
{
    const double Widest = 120 * Mm, Highest = 95 * Mm, Radius = 6;

    public static void Pinned(this ColumnDescriptor column, ReportFrame frame, IReadOnlyList<PinnedFile> files)
    {
        if (files.Count == 0)
            return;
        column.Heading(frame.Words["Notes on the pictures"]);
        foreach (var file in files)
        {
            if (file.Print is { } print)
                Picture(column.Item().PaddingBottom(2 * Mm), file, print, frame);
            column.Item().PaddingBottom(2 * Mm).Text(file.Name).FontSize(8).Medium();
            Notes(column, file, frame);
        }
    }

    static void Picture(IContainer container, PinnedFile file, PdfImage print, ReportFrame frame)
    {
        var width = Math.Min(Widest, Highest * print.Width / print.Height);
        var height = width * print.Height / print.Width;
        container.MaxWidth(width).SemanticFigure(file.Alt.Length > 0 ? file.Alt : file.Name).Canvas(height, area =>
        {
            area.Page.Image(print, 0, 0, area.Width, height);
            foreach (var pin in file.Pins)
            {
                if (pin.Spot is not { } spot)
                    continue;
                var (x, y) = (area.Width * spot.Across / 100, height * spot.Down / 100);
                area.Page.Fill(new PathShape().Circle(x, y, Radius + 0.8), Colour.White);
                area.Page.Fill(new PathShape().Circle(x, y, Radius), Ink(pin, frame));
                area.Text(pin.Mark, x, y + 2.6, TextStyle.Default.FontSize(7.5).SemiBold().FontColor(Colour.White), anchor: 0.5);
            }
        });
    }

    static void Notes(ColumnDescriptor column, PinnedFile file, ReportFrame frame) =>
        column.Item().PaddingBottom(4 * Mm).DefaultTextStyle(Cell).Table(table =>
        {
            table.Rules();
            table.Continued(frame, frame.Words["Notes on the pictures"]);
            table.AutoColumn();
            table.RelativeColumn(2);
            table.RelativeColumn(6);
            table.Head(frame.Words["Pin"], frame.Words["By"], frame.Words["Comment"]);
            foreach (var pin in file.Pins)
                table.Row(row =>
                {
                    row.RowHeader().Text(pin.Mark).Medium().FontColor(Ink(pin, frame));
                    row.Cell().Text(pin.IsForTeam ? $"{pin.By} ({frame.Words["Team only"]})" : pin.By);
                    row.Cell().Text(Begin(pin.Words, 600)).FontColor(Body);
                });
        });

    static Colour Ink(PrintedPin pin, ReportFrame frame) => pin.IsForTeam ? Waiting : frame.Accent;
}
