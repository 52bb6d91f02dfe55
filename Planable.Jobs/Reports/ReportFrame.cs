using Planable.Data.Brands;
using Planable.Jobs.Reports.Charts;
using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Jobs.Reports;

/// <summary>What stands around every page of a document: client and subject above, the brand and the page number below.</summary>
/// <param name="Name">"Performance, May 2026".</param>
public sealed record ReportFrame(Brand Brand, string Client, string Name, ReportWords Words)
{
    public Colour Accent { get; } = Readable(Brand.Accent);

    PdfImage? Logo { get; } = Brand.Logo is { } logo ? PdfImage.Read(logo.Bytes) : null;

    public ChartPalette Palette => new() { Brand = Accent };

    /// <param name="created">A fact of the document, never the clock.</param>
    public PdfMetadata About(DateTimeOffset? created = null) =>
        new() { Title = $"{Client}, {Name}", Language = Words.Language, Author = Brand.Name, Created = created };

    public void Page(DocumentDescriptor document, Action<ColumnDescriptor> content, bool lying = false) => document.Page(page =>
    {
        if (lying)
            page.Size(841.89, 595.276);
        page.Margin(18 * ReportLook.Mm, (lying ? 20 : 26) * ReportLook.Mm, 18 * ReportLook.Mm, (lying ? 18 : 22) * ReportLook.Mm);
        if (Words.RightToLeft)
            page.ContentFromRightToLeft();
        page.HeaderAt((lying ? 10 : 12) * ReportLook.Mm).DefaultTextStyle(ReportLook.Small).Row(row =>
        {
            row.RelativeItem().Text(Client);
            row.RelativeItem().Text(Name).AlignEnd();
        });
        page.FooterAt((lying ? 9 : 11) * ReportLook.Mm).DefaultTextStyle(s => ReportLook.Small(s).TabularFigures()).Row(row =>
        {
            if (Logo is { } mark)
                row.ConstantItem(MarkWidth(mark) + 6).Width(MarkWidth(mark)).Image(mark);
            else
                row.ConstantItem(11).PaddingTop(2.2).Width(6).Height(6).Background(Accent).Extend();
            row.RelativeItem().Text(Brand.Name);
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

    /// <summary>As high as the line, unless it is very wide.</summary>
    static double MarkWidth(PdfImage mark) => Math.Min(90, 11d * mark.Width / mark.Height);

    /// <summary>As it is, or the nearest darker shade in which small text can be read on white: 4.5 to 1.</summary>
    public static Colour Readable(string accent)
    {
        var colour = Colour.Parse(accent);
        for (var share = 1.0; Contrast(colour) < 4.5; share -= 0.02)
        {
            var asked = Colour.Parse(accent);
            colour = new Colour((byte)(asked.Red * share), (byte)(asked.Green * share), (byte)(asked.Blue * share));
        }

        return colour;
    }

    internal static double Contrast(Colour colour)
    {
        static double Linear(byte channel) => channel / 255d is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        return 1.05 / ((0.2126 * Linear(colour.Red)) + (0.7152 * Linear(colour.Green)) + (0.0722 * Linear(colour.Blue)) + 0.05);
    }
}
