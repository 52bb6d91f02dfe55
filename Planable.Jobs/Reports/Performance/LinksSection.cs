using Planable.Data.Reports;
using Planable.Jobs.Reports.Composition;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports.Performance;

/// <summary>Who followed the short links of posts, channel by channel.</summary>
sealed class LinksSection(ReportSection section, ReportData data, ReportFrame frame) : PerformanceSection(section, data, frame)
{
    public override bool IsFilled => Data.Links.Count > 0;

    protected override string UsualTitle => Words["Where links led people"];

    protected override string Eyebrow => Words["Links"];

    protected override void Compose(ColumnDescriptor column)
    {
        column.Item().DefaultTextStyle(Cell).Table(table =>
        {
            table.Rules();
            table.Continued(Frame, Words["Links"]);
            table.RelativeColumn(4);
            table.RelativeColumn(3);
            table.RelativeColumn(2);
            table.AutoColumn();
            table.Header(row =>
            {
                foreach (var head in new[] { Words["Link"], Words["Post"], Words["Channel"] })
                    row.Cell().Text(head).Style(Small);
                row.Cell().Text(Words["People"]).Style(Small).AlignEnd();
            });
            foreach (var link in Data.Links)
                table.Row(row =>
                {
                    row.RowHeader().Text(Begin(link.Target, 60)).Medium();
                    row.Cell().Text(link.Text.Length > 0 ? Begin(link.Text, 50) : Words["Without text"]).FontColor(Body);
                    row.Cell().Text(link.Channel).FontColor(Body);
                    row.Cell().Text(Words.Number(link.People)).AlignEnd();
                });
            table.Footer(row =>
            {
                row.Cell(3).Text(Words["Together"]).SemiBold();
                row.Cell().Text(Words.Number(Data.Links.Sum(l => l.People))).SemiBold().AlignEnd();
            });
        });
        column.Item().PaddingTop(4 * Mm).MaxWidth(142 * Mm).Text(Words["Each person counts once a day and link; programs do not count. Days are those of UTC."]).Style(Small);
    }
}
