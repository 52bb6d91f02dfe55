using Planable.Data.Reports;
using Planable.Jobs.Reports.Composition;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports.Performance;

/// <summary>What goes out after the days the report is about.</summary>
sealed class PlanSection(ReportSection section, ReportData data, ReportFrame frame) : PerformanceSection(section, data, frame)
{
    public override bool IsFilled => Data.Planned.Count > 0;

    protected override string UsualTitle => Words["What comes next"];

    protected override string Eyebrow => Words["Plan"];

    protected override void Compose(ColumnDescriptor column) => column.Item().DefaultTextStyle(Cell).Table(table =>
    {
        table.Rules();
        table.Continued(Frame, Words["Plan"]);
        table.AutoColumn();
        table.RelativeColumn(5);
        table.RelativeColumn(2);
        table.Head(Words["Date, {0}", Planable.Data.Times.Zones.City(Data.Zone)], Words["Post"], Words["Channels"]);
        foreach (var post in Data.Planned)
            table.Row(row =>
            {
                row.Cell().Text(post.Local.ToString("ddd d MMM, HH:mm", Words.Culture)).FontColor(Body);
                row.RowHeader().Text(post.Text.Length > 0 ? Begin(post.Text, 90) : Words["Without text"]).Medium();
                row.Cell().Text(post.Channels).FontColor(Body);
            });
    });
}
