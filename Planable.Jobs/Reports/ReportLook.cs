using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Jobs.Reports;

/// <summary>The one design of all documents: sizes, rules and distances.</summary>
static class ReportLook
{
    public const double Mm = 72 / 25.4;

    public static readonly Colour Ink = "#1C1A17", Body = "#3A3731", Grey = "#67625A", Rule = "#DDD9D1", Wash = "#F6F4F0", Loss = "#A2351F", Waiting = "#8A5A00", Quiet = "#2C639B";

    public static TextStyle Small(TextStyle style) => style.FontSize(7.5).LineHeightFactor(10.5 / 7.5).FontColor(Grey);

    public static TextStyle Cell(TextStyle style) => style.FontSize(8.5).LineHeightFactor(11.5 / 8.5).TabularFigures();

    public static TextStyle Text(TextStyle style) => style.FontSize(9.5).LineHeightFactor(14 / 9.5).FontColor(Body);

    public static void Title(this ColumnDescriptor column, ReportFrame frame, string eyebrow, string title, string lead = "", double mostWidth = 150)
    {
        column.Item().PaddingBottom(1.5 * Mm).Text(eyebrow).FontSize(8.5).SemiBold().LineHeight(12 / 8.5).FontColor(frame.Accent);
        column.Item().Bookmark(title, title).PaddingBottom(3 * Mm).MaxWidth(mostWidth * Mm).SemanticHeader1().Text(title).FontSize(22).SemiBold().LineHeight(26 / 22d).LetterSpacing(-0.022).Balanced();
        if (lead.Length > 0)
            column.Item().PaddingBottom(6 * Mm).MaxWidth(142 * Mm).Text(lead).FontSize(10.5).LineHeight(15.5 / 10.5).FontColor(Body);
    }

    public static void Heading(this ColumnDescriptor column, string text, bool first = false) =>
        column.Item().PaddingTop(first ? 0 : 7 * Mm).PaddingBottom(2.5 * Mm).EnsureSpace(60).SemanticHeader2().Text(text).FontSize(10).SemiBold().LineHeight(1.4).LetterSpacing(-0.006);

    /// <summary>Names and what they are, below each other.</summary>
    public static void Facts(this ColumnDescriptor column, params IEnumerable<(string Name, string Value)> facts)
    {
        foreach (var (name, value) in facts)
            column.Item().PaddingBottom(1.2 * Mm).DefaultTextStyle(s => Cell(s)).Row(row =>
            {
                row.ConstantItem(30 * Mm).Text(name).FontColor(Grey);
                row.RelativeItem().Text(value);
            });
    }

    public static void KeyNumbers(this ColumnDescriptor column, ReportFrame frame, IReadOnlyList<(string Label, string Value, string Change, bool IsLoss)> numbers) =>
        column.Item().PaddingBottom(7 * Mm).BorderTop(0.8, Ink).Row(row =>
        {
            row.Spacing(5 * Mm);
            foreach (var (label, value, change, isLoss) in numbers)
                row.RelativeItem().PaddingTop(2.4 * Mm).Column(c =>
                {
                    c.Item().Text(label).FontSize(8).LineHeight(11 / 8d).FontColor(Grey);
                    c.Item().Text(value).FontSize(18).LineHeight(23 / 18d).SemiBold().LetterSpacing(-0.025).TabularFigures();
                    c.Item().Text(change).FontSize(8).LineHeight(11 / 8d).Medium().FontColor(isLoss ? Loss : frame.Accent).TabularFigures();
                });
        });

    public static void Rules(this TableDescriptor table, double padding = 1.5)
    {
        table.CellPadding(padding * Mm);
        table.Spacing(3.5 * Mm);
        table.HeaderRule(0.6, Ink);
        table.RowRule(0.4, Rule);
        table.FooterRule(0.6, Ink);
    }

    public static void Continued(this TableDescriptor table, ReportFrame frame, string heading)
    {
        table.ContinuedNote(page => frame.Words["Continued on page {0}", page], Small);
        table.ContinuedHeading(heading, s => s.FontSize(8.5).SemiBold().FontColor(frame.Accent));
    }

    public static void Head(this TableDescriptor table, params IEnumerable<string> names) => table.Header(row =>
    {
        foreach (var name in names)
            row.Cell().Text(name).Style(Small);
    });

    /// <summary>The colour of the word for a state, as its mark has it in the app.</summary>
    public static Colour Of(string mark, ReportFrame frame) => mark switch
    {
        "approved" or "published" => frame.Accent,
        "waiting" or "held" => Waiting,
        "failed" => Loss,
        "scheduled" or "publishing" => Quiet,
        _ => Grey,
    };

    /// <summary>The first words of a text, on one line; letters of two signs are not cut apart.</summary>
    public static string Begin(string text, int most)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= most)
            return line;
        var end = System.Globalization.StringInfo.ParseCombiningCharacters(line).TakeWhile(at => at < most).Last();
        var word = line.LastIndexOf(' ', end);
        return line[..(word > most / 2 ? word : end)].TrimEnd() + "…";
    }
}
