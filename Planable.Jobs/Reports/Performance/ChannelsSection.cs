using Planable.Data.Networks;
using Planable.Data.Reports;
using Planable.Jobs.Reports.Charts;
using Planable.Jobs.Reports.Composition;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports.Performance;

/// <summary>A page for each channel that has something to tell.</summary>
sealed class ChannelsSection(ReportSection section, ReportData data, ReportFrame frame) : PerformanceSection(section, data, frame)
{
    public const string Followers = "followers";

    /// <summary>Two lines: with a third one the page would not hold what belongs on it.</summary>
    const int LongestTitle = 56;

    /// <summary>With more rows than this the charts leave them the height they need, so that a few do not go over to a page of their own.</summary>
    const int RowsBesideTallCharts = 7;

    public override bool IsFilled => Told.Any();

    protected override string UsualTitle => Words["Channel by channel"];

    protected override string Eyebrow => Words["Channels"];

    /// <summary>With their place among all, by which they have their colour.</summary>
    IEnumerable<(ReportChannel Channel, int Index)> Told => Data.Channels.Select((c, i) => (c, i)).Where(c => c.c.Figures.Count > 0);

    public override void Compose(DocumentDescriptor document, string place)
    {
        var first = true;
        foreach (var (channel, index) in Told)
        {
            var opening = first ? place : null;
            Frame.Page(document, column => ComposeChannel(column, channel, index, opening));
            first = false;
        }
    }

    /// <summary>What its bars show day by day.</summary>
    public static ReportFigure? BarsOf(ReportChannel channel) => channel.Of(Reach) ?? channel.Figures.FirstOrDefault(f => !f.IsRate);

    protected override void Compose(ColumnDescriptor column) => throw new NotSupportedException("Each channel has a page of its own.");

    void ComposeChannel(ColumnDescriptor column, ReportChannel channel, int index, string? place)
    {
        var tight = channel.Figures.Count > RowsBesideTallCharts;
        var network = Networks.Find(channel.Network)?.Name ?? channel.Network;
        if (place is not null)
            column.Item().Section(place);
        column.Title(Frame, network, Begin(channel.Name, LongestTitle), place is null ? "" : Lead);
        column.KeyNumbers(Frame, KeyNumbers(channel.Figures));
        var bars = BarsOf(channel);
        if (bars is not null)
        {
            column.Heading(Words["{0} per day", Words[bars.Name]], first: true);
            column.Item().Chart(new BarChart { Description = Words["{0} per day on {1}, {2}; in all {3}.", Words[bars.Name], channel.Name, Period, Say(bars)], Height = tight ? 138 : 176, Series = [new Series(channel.Name, Values(bars))], FirstInk = index, Times = Times(), Culture = Words.Culture, NoData = Words["no data"] }, Frame.Palette);
        }

        if (channel.Of(Followers) is { } followers && followers.Days.Count(d => d is not null) > 1)
        {
            column.Heading(Words["Followers"]);
            column.Item().Chart(new LineChart { Description = Words["{0} per day on {1}, {2}; in all {3}.", Words["Followers"], channel.Name, Period, Say(followers)], Height = tight ? 92 : 130, FromZero = false, Named = false, Series = [new Series(channel.Name, Values(followers))], Times = Times(), Culture = Words.Culture, NoData = Words["no data"] }, Frame.Palette);
        }

        column.Heading(Words["All figures"]);
        column.Item().DefaultTextStyle(Cell).Table(table =>
        {
            table.Rules(1.1);
            table.RelativeColumn();
            for (var i = 0; i < (Data.Before is null ? 1 : 3); i++)
                table.AutoColumn();
            table.Header(row =>
            {
                foreach (var (head, i) in (Data.Before is null ? new[] { Words["Figure"], Words["These days"] } : [Words["Figure"], Words["These days"], Words["Days before"], Words["Change"]]).Select((h, i) => (h, i)))
                {
                    var cell = row.Cell().Text(head).Style(Small);
                    if (i > 0)
                        cell.AlignEnd();
                }
            });
            foreach (var figure in channel.Figures)
                table.Row(row =>
                {
                    row.RowHeader().Text(Words[figure.Name]);
                    Number(row, figure);
                    if (Data.Before is null)
                        return;
                    Number(row, figure with { Total = figure.TotalBefore });
                    row.Cell().Text(Change(figure)).Medium().FontColor(figure.Change < 0 ? Loss : Frame.Accent).AlignEnd();
                });
        });
        if (channel.ReadAt is { } at)
            column.Item().PaddingTop(4 * Mm).Text(Words["Read from {0} on {1}.", network, Words.Moment(at, Data.Zone)]).Style(Small);
    }
}
