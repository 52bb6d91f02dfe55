using Planable.Data.Reports;
using Planable.Jobs.Reports.Charts;
using Planable.Jobs.Reports.Composition;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports.Performance;

/// <summary>The key numbers, the course of the days, and the channels below each other.</summary>
sealed class SummarySection(ReportSection section, ReportData data, ReportFrame frame) : PerformanceSection(section, data, frame)
{
    const int LinesInChart = 4;

    public override bool IsFilled => Data.Figures.Any(f => f.IsKnown);

    protected override string UsualTitle => Finding();

    protected override string Eyebrow => Words["Summary"];

    protected override void Compose(ColumnDescriptor column)
    {
        column.KeyNumbers(Frame, KeyNumbers(Data.Figures));
        var lines = Data.Channels.Select(c => (c.Name, Figure: c.Of(Reach))).Where(c => c.Figure is not null).OrderByDescending(c => c.Figure!.Total).Take(LinesInChart).ToList();
        if (lines.Count > 0)
        {
            column.Heading(Words["Reach per day"], first: true);
            column.Item().Chart(new LineChart
            {
                Description = Words["Reach per day by channel, {0}; in all {1}.", Period, string.Join(", ", lines.Select(l => $"{l.Name} {Say(l.Figure!)}"))],
                Series = [.. lines.Select(l => new Series(l.Name, Values(l.Figure!)))],
                Times = Times(),
                Culture = Words.Culture,
                NoData = Words["no data"],
            }, Frame.Palette);
        }

        column.Heading(Words["Channels"]);
        column.Item().DefaultTextStyle(Cell).Table(table => ComposeChannels(table));
    }

    void ComposeChannels(TableDescriptor table)
    {
        var keys = Data.Figures.Where(f => f.IsKnown).Take(4).ToList();
        table.Rules();
        table.Continued(Frame, Words["Channels"]);
        table.RelativeColumn();
        for (var i = 0; i <= keys.Count; i++)
            table.AutoColumn();
        table.Header(row =>
        {
            row.Cell().Text(Words["Channel"]).Style(Small);
            foreach (var key in keys)
                row.Cell().Text(Words[key.Name]).Style(Small).AlignEnd();
            row.Cell().Text(Words["Posts"]).Style(Small).AlignEnd();
        });
        foreach (var channel in Data.Channels)
            table.Row(row =>
            {
                row.RowHeader().Text(channel.Name).Medium();
                foreach (var key in keys)
                    Number(row, channel.Of(key.Key));
                row.Cell().Text(Words.Number(channel.Posts)).AlignEnd();
            });
        table.Footer(row =>
        {
            row.Cell().Text(Words["Together"]).SemiBold();
            foreach (var key in keys)
                row.Cell().Text(Say(key)).SemiBold().AlignEnd();
            row.Cell().Text(Words.Number(Data.Posts.Count)).SemiBold().AlignEnd();
        });
    }

    /// <summary>The title says what was found, as far as something was.</summary>
    string Finding()
    {
        if (Data.Figures.FirstOrDefault(f => f.Key == Reach)?.Change is not { } change)
            return Words["The days in numbers"];
        if (Math.Abs(change) < 0.5)
            return Words["Reach stayed as it was"];
        return change > 0 ? Words["Reach grew by {0}", Percent(change)] : Words["Reach fell by {0}", Percent(-change)];
    }
}
