using Planable.Data.Reports;
using Planable.Jobs.Reports.Charts;
using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports.Performance;

/// <summary>The posts people responded to most.</summary>
sealed class TopPostsSection(ReportSection section, ReportData data, ReportFrame frame, IReadOnlyDictionary<string, PdfImage> prints) : PerformanceSection(section, data, frame)
{
    const int TopPosts = 3;

    public override bool IsFilled => Data.Posts.Any(p => p.Rate is not null);

    protected override string UsualTitle => Words["What people responded to"];

    protected override string Eyebrow => Words["Top posts"];

    protected override void Compose(ColumnDescriptor column)
    {
        var best = Data.Posts.Where(p => p.Rate is not null).OrderByDescending(p => p.Rate).ThenBy(p => p.Local).Take(TopPosts).ToList();
        column.Item().PaddingBottom(5 * Mm).Text(Words["By engagement rate: engagements divided by reach."]).Style(Small);
        column.Item().Row(row =>
        {
            row.Spacing(5 * Mm);
            foreach (var (post, i) in best.Select((p, i) => (p, i)))
                row.RelativeItem().Column(c => ComposeTopPost(c, post, i + 1));
            for (var i = best.Count; i < TopPosts; i++)
                row.RelativeItem().Text("");
        });
        if (best.Count < TopPosts)
            return;
        column.Heading(Words["Engagement rate by post"]);
        column.Item().Chart(new HorizontalBars
        {
            Description = Words["Engagement rate by post"],
            Highlight = 0,
            Culture = Words.Culture,
            Bars = [.. Data.Posts.Where(p => p.Rate is not null).OrderByDescending(p => p.Rate).ThenBy(p => p.Local).Take(10).Select(p => (Begin(p.Text.Length > 0 ? p.Text : Words["Without text"], 30), Math.Round(p.Rate!.Value, 1), (string?)p.Local.ToString("d MMM", Words.Culture)))],
        }, Frame.Palette);
    }

    void ComposeTopPost(ColumnDescriptor column, ReportPost post, int place)
    {
        var text = post.Text.Length > 0 ? Begin(post.Text, 80) : Words["Without text"];
        if (post.Sha256 is { } sha && prints.GetValueOrDefault(sha) is { } print)
            column.Item().SemanticFigure(text).AspectRatio(4 / 5d).ImageCover(print);
        else
            column.Item().SemanticIgnore().AspectRatio(4 / 5d).Background(Wash).Extend();
        column.Item().PaddingTop(2.4 * Mm).PaddingBottom(0.6 * Mm).Text($"{place}. {post.Local.ToString("ddd d MMM, HH:mm", Words.Culture)}, {post.Channel}").Style(Small);
        column.Item().MinHeight(28).SemanticHeader2().Text(text).FontSize(10).LineHeight(1.35).SemiBold();
        column.Item().PaddingTop(2 * Mm).BorderTop(0.4, Rule).PaddingTop(1.8 * Mm).Row(row =>
        {
            foreach (var (label, value) in new[] { (Words["Rate"], Percent(post.Rate!.Value)), (Words["Reach"], Say(post.Reach)), (Words["Engagements"], Say(post.Engagements)) })
                row.RelativeItem().Column(c =>
                {
                    c.Item().Text(label).Style(Small);
                    c.Item().Text(value).FontSize(11).LineHeight(14 / 11d).SemiBold().TabularFigures();
                });
        });
    }
}
