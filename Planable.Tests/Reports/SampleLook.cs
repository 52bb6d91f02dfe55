using Planable.Jobs.Reports.Charts;
using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Tests.Reports;

/// <summary>The look of the performance report: sizes, rules and distances of its design.</summary>
static class SampleLook
{
    public const double Mm = 72 / 25.4;
    public static readonly Colour Brand = "#0F5A46", Tint = "#E4F1EB", Black = "#1C1A17", Body = "#3A3731", Grey = "#67625A", Rule = "#DDD9D1", Loss = "#A2351F";

    public static TextStyle Small(TextStyle style) => style.FontSize(7.5).LineHeightFactor(10.5 / 7.5).FontColor(Grey);

    public static TextStyle Cell(TextStyle style) => style.FontSize(8.5).LineHeightFactor(11.5 / 8.5).TabularFigures();

    public static void Title(this ColumnDescriptor column, string eyebrow, string title, string lead)
    {
        column.Item().PaddingBottom(1.5 * Mm).Text(eyebrow).FontSize(8.5).SemiBold().LineHeight(12 / 8.5).FontColor(Brand);
        column.Item().Bookmark(title, title).PaddingBottom(3 * Mm).MaxWidth(150 * Mm).SemanticHeader1().Text(title).FontSize(22).SemiBold().LineHeight(26 / 22d).LetterSpacing(-0.022).Balanced();
        if (lead.Length > 0) column.Item().PaddingBottom(6 * Mm).MaxWidth(142 * Mm).Text(lead).FontSize(10.5).LineHeight(15.5 / 10.5).FontColor(Body);
    }

    public static void Heading(this ColumnDescriptor column, string text, bool first = false) =>
        column.Item().PaddingTop(first ? 0 : 7 * Mm).PaddingBottom(2.5 * Mm).SemanticHeader2().Text(text).FontSize(10).SemiBold().LineHeight(1.4).LetterSpacing(-0.006);

    public static void KeyNumbers(this ColumnDescriptor column, params (string Label, string Value, string Change)[] numbers) =>
        column.Item().PaddingBottom(7 * Mm).BorderTop(0.8, Black).Row(row =>
        {
            row.Spacing(5 * Mm);
            foreach (var (label, value, change) in numbers)
                row.RelativeItem().PaddingTop(2.4 * Mm).Column(c =>
                {
                    c.Item().Text(label).FontSize(8).LineHeight(11 / 8d).FontColor(Grey);
                    c.Item().Text(value).FontSize(18).LineHeight(23 / 18d).SemiBold().LetterSpacing(-0.025).TabularFigures();
                    c.Item().Text(change).FontSize(8).LineHeight(11 / 8d).Medium().FontColor(change.StartsWith('−') ? Loss : Brand).TabularFigures();
                });
        });

    public static void Rules(this TableDescriptor table)
    {
        table.CellPadding(1.5 * Mm);
        table.Spacing(3.5 * Mm);
        table.HeaderRule(0.6, Black);
        table.RowRule(0.4, Rule);
        table.FooterRule(0.6, Black);
    }

    public static void Page(this DocumentDescriptor document, string client, string report, Action<ColumnDescriptor> content, bool rightToLeft = false) =>
        document.Page(page =>
        {
            page.Margin(18 * Mm, 26 * Mm, 18 * Mm, 22 * Mm);
            if (rightToLeft) page.ContentFromRightToLeft();
            page.HeaderAt(12 * Mm).DefaultTextStyle(Small).Row(row =>
            {
                row.RelativeItem().Text(client);
                row.RelativeItem().Text(report).AlignEnd();
            });
            page.FooterAt(11 * Mm).DefaultTextStyle(s => Small(s).TabularFigures()).Row(row =>
            {
                row.ConstantItem(9 + 1.6 * Mm).Height(10).Canvas(10, area => Mark(area, 9));
                row.RelativeItem().Text("Northlight");
                row.RelativeItem().Text(t =>
                {
                    t.CurrentPageNumber();
                    t.Span(" / ");
                    t.TotalPages();
                    t.AlignEnd();
                });
            });
            page.Content().Column(content);
        });

    /// <summary>The agency's mark: a star of four rays.</summary>
    public static void Mark(DrawingArea area, double size)
    {
        var star = new PathShape();
        (double X, double Y)[] points = [(16, 1.5), (19, 13), (30.5, 16), (19, 19), (16, 30.5), (13, 19), (1.5, 16), (13, 13)];
        var left = area.RightToLeft ? area.Width - size : 0;
        foreach (var (x, y) in points)
            if (star.Steps.Count == 0) star.MoveTo(left + x * size / 32, y * size / 32);
            else star.LineTo(left + x * size / 32, y * size / 32);
        area.Page.Fill(star.Close(), Brand);
    }

    public static readonly ChartPalette Palette = new();
}
