using Planable.Data.Reports;
using Planable.Jobs.Reports.Composition;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports.Performance;

/// <summary>The numbers that the charts of the report are drawn from, for those who do not see them and those who want them exactly. It comes with the charts, and nobody chooses it.</summary>
sealed class DaysSection(ReportData data, ReportFrame frame) : PerformanceSection(new ReportSection(ReportSectionKind.Channels), data, frame)
{
    /// <summary>As many as have room beside each other.</summary>
    const int ChannelsInTable = 3;

    public override bool IsFilled => Told.Count > 0;

    protected override string UsualTitle => Words["Day by day"];

    protected override string Eyebrow => Words["The numbers behind the charts"];

    List<(string Name, List<ReportFigure> Figures)> Told =>
        [.. Data.Channels.Select(c => (c.Name, Figures: new[] { ChannelsSection.BarsOf(c), c.Of(ChannelsSection.Followers) }.OfType<ReportFigure>().Where(f => f.Days.Any(d => d is not null)).Distinct().ToList())).Where(c => c.Figures.Count > 0)];

    protected override void Compose(ColumnDescriptor column)
    {
        foreach (var (channels, i) in Told.Chunk(ChannelsInTable).Select((c, i) => (c, i)))
        {
            if (Told.Count > ChannelsInTable)
                column.Heading(string.Join(", ", channels.Select(c => c.Name)), first: i == 0);
            column.Item().DefaultTextStyle(Cell).Table(table => ComposeDays(table, channels));
        }
    }

    void ComposeDays(TableDescriptor table, IReadOnlyList<(string Name, List<ReportFigure> Figures)> channels)
    {
        table.Rules(0.7);
        table.Continued(Frame, Words["Day by day"]);
        table.AutoColumn();
        foreach (var _ in channels.SelectMany(c => c.Figures))
            table.RelativeColumn();
        table.Header(row =>
        {
            row.Cell().Text("");
            foreach (var (name, figures) in channels)
                row.Cell(figures.Count).Text(Begin(name, 36)).FontSize(8.5).SemiBold().AlignEnd();
        });
        table.Header(row =>
        {
            row.Cell().Text(Words["Day"]).Style(Small);
            foreach (var figure in channels.SelectMany(c => c.Figures))
                row.Cell().Text(Words[figure.Name]).Style(Small).AlignEnd();
        });
        for (var day = Data.From; day <= Data.To; day = day.AddDays(1))
        {
            var (said, at) = (day.ToString("ddd d MMM", Words.Culture), day.DayNumber - Data.From.DayNumber);
            table.Row(row =>
            {
                row.RowHeader().Text(said);
                foreach (var figure in channels.SelectMany(c => c.Figures))
                {
                    var value = at < figure.Days.Count ? figure.Days[at] : null;
                    row.Cell().Text(Say(value)).FontColor(value is null ? Grey : Ink).AlignEnd();
                }
            });
        }
    }
}
