using Planable.Data.Reports;
using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;
using Planable.Jobs.Reports.Performance;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports;

/// <summary>What became of a client's channels and posts over some days. A section that has nothing to show is left out, and the contents follow.</summary>
/// <param name="comment">Of whoever released it, to those who get it.</param>
/// <param name="prints">By the hash of the picture.</param>
public sealed class PerformanceReport(ReportData data, string name, IReadOnlyList<ReportSection> sections, string? comment, string? preparedBy, IReadOnlyDictionary<string, PdfImage> prints, ReportFrame frame)
{
    ReportWords Words => frame.Words;

    string Period => Words.Days(data.From, data.To);

    Document Document => Document.Create(Compose, frame.About(data.At));

    public (byte[] Pdf, int Pages) Generate() => Document.Generate();

    /// <summary>Its pages as pictures, broken where those of the file are.</summary>
    public IReadOnlyList<string> GenerateSvg() => Document.GenerateSvg();

    /// <summary>Sections that have something to show, with their titles.</summary>
    public IReadOnlyList<(ReportSection Section, string Title)> Shown => [.. Filled().Select(s => (s.Section, s.Title))];

    void Compose(DocumentDescriptor document)
    {
        var chosen = Filled();
        var days = new DaysSection(data, frame);
        if (chosen.Exists(s => s is SummarySection or ChannelsSection) && days.IsFilled)
            chosen.Add(days);
        var filled = chosen.Select((section, i) => (Section: section, Place: $"section-{i}")).ToList();
        frame.Page(document, column => ComposeCover(column, filled));
        foreach (var (section, place) in filled)
            section.Compose(document, place);
    }

    List<PerformanceSection> Filled() => [.. sections.Select(Of).Where(s => s.IsFilled)];

    PerformanceSection Of(ReportSection section) => section.Kind switch
    {
        ReportSectionKind.Summary => new SummarySection(section, data, frame),
        ReportSectionKind.Channels => new ChannelsSection(section, data, frame),
        ReportSectionKind.TopPosts => new TopPostsSection(section, data, frame, prints),
        ReportSectionKind.Posts => new PostsSection(section, data, frame, prints),
        ReportSectionKind.Plan => new PlanSection(section, data, frame),
        ReportSectionKind.Links => new LinksSection(section, data, frame),
        _ => new TextSection(section, data, frame),
    };

    void ComposeCover(ColumnDescriptor column, IReadOnlyList<(PerformanceSection Section, string Place)> filled)
    {
        column.Item().PaddingTop(40 * Mm).PaddingBottom(6 * Mm).SemanticIgnore().Width(14 * Mm).Height(1.2 * Mm).Background(frame.Accent).Extend();
        column.Item().Bookmark("cover", Period).PaddingBottom(1.5 * Mm).SemanticHeader1().Text(Period).FontSize(36).LineHeight(42 / 36d).SemiBold().LetterSpacing(-0.03).Balanced();
        column.Item().PaddingBottom(14 * Mm).Text(Words["{0} for {1}", name, data.Client]).FontSize(15).LineHeight(1.4).LetterSpacing(-0.01).FontColor(Body);
        if (comment is not null)
            column.Item().PaddingBottom(10 * Mm).MaxWidth(142 * Mm).Text(comment).Style(s => Text(s).FontSize(10.5));
        column.Facts(
            (Words["Channels"], string.Join(", ", data.Channels.Select(c => c.Name))),
            (Words["Period"], data.Before is { } before ? Words["{0}, compared with {1}", Period, Words.Days(before.From, before.To)] : Period),
            (Words["Prepared by"], string.Join(", ", new[] { preparedBy, frame.Brand.Name, Words.Day(DateOnly.FromDateTime(Data.Times.Zones.ToLocal(data.At, data.Zone))) }.OfType<string>())));
        if (data.Stale.Count > 0)
            column.Item().PaddingTop(4 * Mm).MaxWidth(142 * Mm).Text(Words["Not complete: the figures of {0} are older than the last of these days.", string.Join(", ", data.Stale)]).FontSize(8.5).Medium().FontColor(Loss);
        if (filled.Count == 0)
        {
            column.Item().PaddingTop(7 * Mm).MaxWidth(142 * Mm).Text(Words["Nothing was published on these days, and there are no figures of them."]).Style(Text);
            return;
        }

        column.Heading(Words["Contents"]);
        foreach (var (section, place) in filled)
            column.Item().PaddingBottom(1.6 * Mm).BorderBottom(0.4, Rule).PaddingBottom(1.6 * Mm).DefaultTextStyle(Cell).Row(row =>
            {
                row.RelativeItem().Text(t => t.SectionLink(section.Title, place));
                row.ConstantItem(30).Text(t =>
                {
                    t.PageNumberOfSection(place);
                    t.AlignEnd();
                });
            });
    }

    /// <summary>Reach, engagements, rate and clicks of all posts together, as the table sums them up: null where none has any.</summary>
    public static IReadOnlyList<double?> PostTotals(IReadOnlyList<ReportPost> posts)
    {
        static double? Sum(IEnumerable<double?> values) => values.OfType<double>().ToList() is { Count: > 0 } known ? known.Sum() : null;
        var rated = posts.Where(p => p is { Rate: > 0, Engagements: not null }).ToList();
        var by = rated.Sum(p => 100 * p.Engagements!.Value / p.Rate!.Value);
        return [Sum(posts.Select(p => p.Reach)), Sum(posts.Select(p => p.Engagements)), by > 0 ? 100 * rated.Sum(p => p.Engagements!.Value) / by : null, Sum(posts.Select(p => p.Clicks))];
    }
}
