using System.Diagnostics;
using Planable.Data.Brands;
using Planable.Data.Reports;
using Planable.Jobs.Reports;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Web.Bench;

/// <summary>A performance report of made-up figures, from the data to the bytes: a usual one of a dozen pages and some of days, and one of more than forty.</summary>
static class PdfBench
{
    static readonly DateOnly From = new(2026, 5, 1), To = new(2026, 5, 31);

    static readonly (string Key, string Name)[] Metrics =
        [("reach", "Reach"), ("engagements", "Engagements"), ("engagement-rate", "Engagement rate"), ("followers", "Followers"), ("clicks", "Link clicks"), ("impressions", "Impressions"), ("views", "Views")];

    public static void Run(Figures figures)
    {
        using var file = typeof(PdfBench).Assembly.GetManifestResourceStream("Demo.bowls.jpg")!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        var picture = PdfImage.Read(bytes.ToArray());
        var pictures = new Dictionary<string, PdfImage>(StringComparer.Ordinal) { ["bowls"] = picture };
        var (usual, large) = (Report(channels: 5, posts: 60, pictures), Report(channels: 30, posts: 140, pictures));
        // Fonts are read once, and what runs often is compiled well by then.
        for (var i = 0; i < 20; i++)
            usual.Generate();
        var times = new List<double>();
        for (var i = 0; i < 15; i++)
        {
            var watch = Stopwatch.StartNew();
            usual.Generate();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        figures.Tell("pdf_pages", usual.Generate().Pages, "pages");
        figures.AtMost("pdf_usual_report", times.Order().ElementAt(times.Count / 2), "ms", 150);
        var watched = Stopwatch.StartNew();
        figures.Tell("pdf_large_pages", large.Generate().Pages, "pages");
        figures.AtMost("pdf_large_report", watched.Elapsed.TotalSeconds, "s", 30);
    }

    static PerformanceReport Report(int channels, int posts, Dictionary<string, PdfImage> pictures)
    {
        var names = Enumerable.Range(0, channels).Select(i => $"Channel {i + 1}").ToList();
        var data = new ReportData(
            "Acme Ceramics", "Northlight", "Europe/Berlin", From, To, new ReportDays(From.AddMonths(-1), From.AddDays(-1)), new DateTimeOffset(2026, 6, 2, 6, 0, 0, TimeSpan.Zero), Of(0),
            [.. names.Select((n, i) => new ReportChannel(n, "practice", new DateTimeOffset(2026, 6, 1, 2, 0, 0, TimeSpan.Zero), posts / channels, Of(i + 1)))],
            [.. Enumerable.Range(0, posts).Select(i => new ReportPost(Guid.Empty, From.ToDateTime(new TimeOnly(9 + (i % 10), 0)).AddDays(i % 31), $"How Jonas pulls a handle, part {i + 1} 🏺", names[i % channels], "practice", "bowls", 1000 + (i * 37 % 900), 40 + (i % 50), 2 + (i % 70 / 10d), i % 30))],
            [.. Enumerable.Range(0, 20).Select(i => new ReportPlanned(To.AddDays(i + 1).ToDateTime(new TimeOnly(9, 0)), $"Summer glazes, number {i + 1}", names[i % channels]))], []);
        var frame = new ReportFrame(new Brand("Northlight", Brand.UsualAccent), data.Client, "Performance, May 2026", ReportWords.In("en-GB"));
        return new PerformanceReport(data, "Performance", ReportSection.Usual, comment: null, "Adam Admin", pictures, frame);
    }

    static IReadOnlyList<ReportFigure> Of(int seed) =>
        [.. Metrics.Select((m, i) =>
        {
            var isRate = m.Key == "engagement-rate";
            var days = Enumerable.Range(0, 31).Select(d => (double?)(isRate ? 4 + Math.Sin(d + seed) : Math.Round((2000 + (700 * Math.Sin((d * 0.7) + seed))) / (i + 1)))).ToList();
            return new ReportFigure(m.Key, m.Name, isRate, isRate ? 4.2 : days.Sum(), isRate ? 3.9 : days.Sum() * 0.87, days);
        })];
}
