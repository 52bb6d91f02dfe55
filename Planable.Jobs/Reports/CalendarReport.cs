using Planable.Jobs.Reports.Composition;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports;

/// <param name="Mark">The mark of its state, which colours the word.</param>
/// <param name="State">The word for its state.</param>
public sealed record CalendarEntry(DateTime? Local, string Text, string Channels, string Mark, string State);

/// <param name="First">The first day of the first week that is drawn.</param>
/// <param name="Month">Days of other months are drawn more quietly; null where there are none.</param>
public sealed record CalendarSheet(string Title, DateOnly First, DateOnly Last, DateOnly? Month);

/// <summary>A plan on paper: a sheet of weeks for each month, with every post written out, and what has no date in a list after them.</summary>
public sealed class CalendarReport(IReadOnlyList<CalendarSheet> sheets, IReadOnlyList<CalendarEntry> entries, IReadOnlyList<(DateOnly First, DateOnly Last, string Words)> notes, string zone, DateTimeOffset? edited, ReportFrame frame)
{
    const int LongestText = 90;

    readonly ILookup<DateOnly, CalendarEntry> days = entries.Where(e => e.Local is not null).OrderBy(e => e.Local).ToLookup(e => DateOnly.FromDateTime(e.Local!.Value));

    ReportWords Words => frame.Words;

    public byte[] Pdf() => Document.Create(Compose, frame.About(edited)).GeneratePdf();

    void Compose(DocumentDescriptor document)
    {
        foreach (var sheet in sheets)
            frame.Page(document, column => ComposeSheet(column, sheet), lying: true);
        var undated = entries.Where(e => e.Local is null).ToList();
        if (undated.Count > 0 || sheets.Count == 0)
            frame.Page(document, column => ComposeUndated(column, undated));
    }

    void ComposeSheet(ColumnDescriptor column, CalendarSheet sheet)
    {
        var count = days.Where(d => d.Key >= sheet.First && d.Key <= sheet.Last).Sum(d => d.Count());
        column.Item().PaddingBottom(3 * Mm).Row(row =>
        {
            row.RelativeItem().Bookmark($"sheet-{sheet.First:yyyyMMdd}", sheet.Title).SemanticHeader1().Text(sheet.Title).FontSize(20).SemiBold().LineHeight(1.2).LetterSpacing(-0.022);
            row.RelativeItem().PaddingTop(9).Text(Words[count == 1 ? "{0} post, times in {1}" : "{0} posts, times in {1}", count, zone]).Style(Small).AlignEnd();
        });
        var weeks = (sheet.Last.DayNumber - sheet.First.DayNumber + 1) / 7;
        column.Item().Table(table =>
        {
            table.CellPadding(1.2 * Mm);
            table.Spacing(2 * Mm);
            table.HeaderRule(0.6, Ink);
            table.RowRule(0.4, Rule);
            table.MinRowHeight(weeks > 1 ? 46 : 120);
            for (var i = 0; i < 7; i++)
                table.RelativeColumn();
            table.Head(Enumerable.Range(0, 7).Select(i => sheet.First.AddDays(i).ToString("dddd", Words.Culture)));
            for (var week = 0; week < weeks; week++)
            {
                var first = sheet.First.AddDays(week * 7);
                table.Row(row =>
                {
                    for (var i = 0; i < 7; i++)
                    {
                        var day = first.AddDays(i);
                        row.Cell().Column(c => ComposeDay(c, day, sheet));
                    }
                });
            }
        });
    }

    void ComposeDay(ColumnDescriptor column, DateOnly day, CalendarSheet sheet)
    {
        var isOther = sheet.Month is { } month && (day.Year, day.Month) != (month.Year, month.Month);
        column.Spacing(1.2 * Mm);
        column.Item().Text(day.Day == 1 ? day.ToString("d MMM", Words.Culture) : day.Day.ToString(Words.Culture)).FontSize(8.5).LineHeight(1.3).SemiBold().TabularFigures().FontColor(isOther ? Grey : Ink);
        foreach (var (_, _, said) in notes.Where(n => n.First <= day && day <= n.Last))
            column.Item().Background(Wash).PaddingHorizontal(3).PaddingVertical(1.5).Text(said).Style(s => Small(s).FontSize(6.5).FontColor(Body));
        foreach (var entry in days[day])
            column.Item().Column(c =>
            {
                c.Item().Text(t =>
                {
                    t.DefaultTextStyle(s => Small(s).FontSize(6.8).LineHeightFactor(1.35));
                    t.Span(Words.Clock(entry.Local!.Value)).SemiBold().TabularFigures().FontColor(Ink);
                    t.Span($"  {entry.Channels}");
                });
                c.Item().Text(entry.Text.Length > 0 ? Begin(entry.Text, LongestText) : Words["Without text"]).FontSize(7.5).LineHeight(1.3);
                c.Item().Text(entry.State).FontSize(6.5).LineHeight(1.35).Medium().FontColor(Of(entry.Mark, frame));
            });
    }

    void ComposeUndated(ColumnDescriptor column, List<CalendarEntry> undated)
    {
        column.Title(frame, Words["Calendar"], Words["Without a date"]);
        if (undated.Count == 0)
        {
            column.Item().Text(Words["No posts."]).Style(Text);
            return;
        }

        column.Item().DefaultTextStyle(Cell).Table(table =>
        {
            table.Rules();
            table.Continued(frame, Words["Without a date, continued"]);
            table.RelativeColumn(5);
            table.RelativeColumn(2);
            table.RelativeColumn(2);
            table.Head(Words["Post"], Words["Channels"], Words["State"]);
            foreach (var entry in undated)
                table.Row(row =>
                {
                    row.RowHeader().Text(entry.Text.Length > 0 ? Begin(entry.Text, LongestText) : Words["Without text"]).Medium();
                    row.Cell().Text(entry.Channels).FontColor(Body);
                    row.Cell().Text(entry.State).FontColor(Of(entry.Mark, frame));
                });
        });
    }
}
