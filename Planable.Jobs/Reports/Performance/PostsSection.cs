using Planable.Data.Reports;
using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports.Performance;

/// <summary>All posts with their sums.</summary>
sealed class PostsSection(ReportSection section, ReportData data, ReportFrame frame, IReadOnlyDictionary<string, PdfImage> prints) : PerformanceSection(section, data, frame)
{
    public override bool IsFilled => Data.Posts.Count > 0;

    protected override string UsualTitle => Data.Posts.Count == 1 ? Words["One post, and what became of it"] : Words["{0} posts, and what became of them", Data.Posts.Count];

    protected override string Eyebrow => Words["All posts"];

    protected override void Compose(ColumnDescriptor column) => column.Item().DefaultTextStyle(Cell).Table(table =>
    {
        table.Rules(0.9);
        table.MinRowHeight(10.2 * Mm);
        table.Continued(Frame, Words["All posts, continued"]);
        table.ConstantColumn(8 * Mm);
        table.AutoColumn();
        table.RelativeColumn();
        table.AutoColumn();
        for (var i = 0; i < 4; i++)
            table.AutoColumn();
        table.Header(row =>
        {
            row.Cell().Text("");
            foreach (var head in new[] { Words["Date, {0}", Planable.Data.Times.Zones.City(Data.Zone)], Words["Post"], Words["Channel"] })
                row.Cell().Text(head).Style(Small);
            foreach (var head in new[] { Words["Reach"], Words["Engagements"], Words["Rate"], Words["Link clicks"] })
                row.Cell().Text(head).Style(Small).AlignEnd();
        });
        foreach (var post in Data.Posts)
            table.Row(row => ComposePost(row, post));
        table.Footer(row =>
        {
            row.Cell().Text("");
            row.Cell(3).AlignMiddle().Text(Words["{0} posts, {1} with figures", Data.Posts.Count, Data.Posts.Count(p => p.Engagements is not null)]).SemiBold();
            foreach (var value in PerformanceReport.PostTotals(Data.Posts).Select((v, i) => i == 2 ? v is { } rate ? Percent(rate) : "" : Say(v)))
                row.Cell().AlignMiddle().Text(value).SemiBold().AlignEnd();
        });
    });

    void ComposePost(TableRowDescriptor row, ReportPost post)
    {
        var text = post.Text.Length > 0 ? Begin(post.Text, 60) : Words["Without text"];
        var picture = row.Cell().AlignMiddle();
        if (post.Sha256 is { } sha && prints.GetValueOrDefault(sha) is { } print)
            picture.SemanticFigure(text).Width(8 * Mm).Height(8 * Mm).ImageCover(print);
        else
            picture.SemanticIgnore().Width(8 * Mm).Height(8 * Mm).Background(Wash).Extend();
        row.Cell().AlignMiddle().Text(post.Local.ToString("ddd d MMM, HH:mm", Words.Culture)).FontColor(Body);
        row.Cell().AlignMiddle().Text(text).Medium();
        row.Cell().AlignMiddle().Text(post.Channel).FontColor(Body);
        foreach (var value in new[] { Say(post.Reach), Say(post.Engagements), post.Rate is { } rate ? Percent(rate) : Words["no data"], Say(post.Clicks) })
            row.Cell().AlignMiddle().Text(value).FontColor(value == Words["no data"] ? Grey : Ink).AlignEnd();
    }
}
